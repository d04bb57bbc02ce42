import { useId, useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Account, Api } from '../control.ts'
import { Choice, Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'
import { Once } from '../parts/once.tsx'

type KeyScheme = NonNullable<Api['keySchemes']>[number]

/** Issues a key; one of your own API is for a scheme, with all of its scopes or some. */
export function IssueKey({ api: { id: api, keySchemes = [] } }: { readonly api: Api }) {
  const { control, run, state } = useConsole()
  const [name, setName] = useState('')
  const [issued, setIssued] = useState<string | undefined>(undefined)
  const chosen = keySchemes.find((scheme) => scheme.name === name) ?? keySchemes[0]
  const issue = async (event: SubmitEvent) => {
    const { owner = '', scopes = '', lifetime, unit = 's' } = fieldsOf(event)
    const seconds = Number(lifetime ?? 0) * secondsOf(unit)
    const body = {
      ...{ owner, ...scopesIn(scopes) },
      ...(chosen && { scheme: chosen.name }),
      ...(seconds > 0 && { lifetime: seconds }),
    }
    const call = control.POST('/apis/{api}/keys', { params: { path: { api } }, body })
    const done = chosen ? `A key for ${owner} is issued` : `A key for ${owner} is issued; the former one is dead`
    const answer = await run(call, done, 'secrets')
    if ('value' in answer) setIssued(answer.value.key)
  }
  return (
    <form onSubmit={issue} aria-label="New key">
      <Field
        label="Owner of a new key"
        name="owner"
        required
        maxLength={254}
        {...ownerHint(chosen, state.known.accounts ?? [])}
      />
      {chosen && (
        <Choice label="Scheme" value={chosen.name} onPick={setName}>
          {keySchemes.map((scheme) => (
            <option key={scheme.name}>{scheme.name}</option>
          ))}
        </Choice>
      )}
      {chosen && chosen.scopes.length > 0 && (
        <Field label="Scopes (optional)" name="scopes" placeholder={chosen.scopes.join(' ')} />
      )}
      {chosen && <Lifetime />}
      <button type="submit" class="primary">
        Issue a key
      </button>
      {issued !== undefined && <Once what="The key" text={issued} />}
    </form>
  )
}

const units = [
  ['s', 'seconds', 1],
  ['min', 'minutes', 60],
  ['h', 'hours', 3_600],
  ['d', 'days', 86_400],
] as const

function secondsOf(unit: string): number {
  return units.find(([short]) => short === unit)?.[2] ?? 1
}

function Lifetime() {
  const id = useId()
  return (
    <>
      <Field label="Lifetime (optional)" name="lifetime" type="number" min={1} max={3_650} />
      <span class="field">
        <label for={id}>Unit</label>
        <select id={id} name="unit">
          {units.map(([short, words]) => (
            <option key={short} value={short}>
              {words}
            </option>
          ))}
        </select>
      </span>
    </>
  )
}

/** An owner that there is, as it logs in. */
function ownerHint(chosen: KeyScheme | undefined, accounts: readonly Account[]) {
  const [first] = accounts
  const name = first?.logins.find((login) => login !== first.email) ?? first?.email
  return chosen && name !== undefined ? { placeholder: name } : {}
}

/** Those that are written down, separated by spaces; all of them where none is. */
function scopesIn(text: string): { readonly scopes?: string[] } {
  const scopes = text.split(/\s+/).filter(Boolean)
  return scopes.length > 0 ? { scopes } : {}
}
