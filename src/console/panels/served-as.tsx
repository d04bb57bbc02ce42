import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import { type Answer, type Api, answerOf, type Report } from '../control.ts'
import { Badge } from '../parts/badge.tsx'
import { CodeBlock, CopyRow } from '../parts/copyable.tsx'
import { Notes } from './notes.tsx'

/** How an API is served: its security schemes, and what there is to say of its contract. */
export function ServedAs({ api }: { readonly api: Api }) {
  const answer = useReport(api)
  if (!answer) return <p class="empty">Loading …</p>
  if ('problem' in answer) return <p class="empty">Not available: {answer.problem.detail}</p>
  const { schemes, omitted } = answer.value
  return (
    <>
      {schemes.length > 0 && (
        <div class="served">
          <h4>Security schemes</h4>
          <ul class="schemes">
            {schemes.map((scheme, at) => (
              <Scheme key={scheme.name} scheme={scheme} earlier={schemes.slice(0, at)} />
            ))}
          </ul>
          {omitted.schemes > 0 && <p class="note">and {omitted.schemes} more</p>}
        </div>
      )}
      <Notes report={answer.value} />
    </>
  )
}

/** Asked for again when the API was reloaded. */
function useReport({ id, reload }: Api): Answer<Report> | undefined {
  const { control, token } = useConsole()
  const [answer, setAnswer] = useState<Answer<Report> | undefined>(undefined)
  useEffect(() => {
    let isCurrent = true
    void answerOf(control.GET('/apis/{api}/report', { params: { path: { api: id } } })).then((next) => {
      if (isCurrent) setAnswer(next)
    })
    return () => {
      isCurrent = false
    }
  }, [control, id, reload?.at, token])
  return answer
}

type SchemeReport = Report['schemes'][number]

const states = {
  enforced: ['good', 'enforced'],
  presence: ['warn', 'any value is accepted'],
  off: ['warn', 'not checked'],
  closed: ['bad', 'refused: it cannot be checked here'],
  unused: ['plain', 'no operation requires it'],
} as const

interface SchemeProps {
  readonly scheme: SchemeReport
  /** Schemes that are needed together share a call, which is shown once. */
  readonly earlier: readonly SchemeReport[]
}

function Scheme({ scheme, earlier }: SchemeProps) {
  const { name, how, place, credentials, curl, logins, notes } = scheme
  const [tone, text] = states[how]
  const isNew = curl !== undefined && !earlier.some((other) => other.curl === curl)
  return (
    <li class="scheme">
      <div class="scheme-head">
        <strong class="wrap">{name}</strong>
        <Badge tone={tone} text={text} />
        <span class="sub wrap">{place}</span>
      </div>
      {credentials.length > 0 && (
        <dl class="facts">
          {credentials.map(({ label, value }) => (
            <CopyRow key={label} term={label} value={value} what={`the ${label} of ${name}`} />
          ))}
        </dl>
      )}
      {isNew && <CodeBlock title="Call" text={curl} what={`the call with ${name}`} />}
      {logins.map((login) => (
        <CodeBlock
          key={login.curl}
          title={login.label.replace(/^./, (letter) => letter.toUpperCase())}
          text={login.curl}
          what={`the call to ${login.label} for ${name}`}
        />
      ))}
      {notes
        .filter((note) => !earlier.some((other) => other.notes.includes(note)))
        .map((note) => (
          <p key={note} class="sub wrap">
            {note}
          </p>
        ))}
    </li>
  )
}
