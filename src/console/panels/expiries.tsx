import { useConsole } from '../console-state.ts'
import type { Secret } from '../control.ts'
import { useApiTitle } from '../parts/api-picker.tsx'
import { Panel } from '../parts/panel.tsx'
import { secretKind } from '../parts/secret-kind.ts'
import { useNow } from '../parts/use-now.ts'
import { duration } from '../time.ts'

const most = 4

type Mortal = Secret & { readonly expires: string }

/** What will expire next, and a button that makes it so. */
export function Expiries() {
  const { secrets = [] } = useConsole().state.known
  const now = useNow()
  const coming = secrets
    .filter(
      (secret): secret is Mortal => secret.expires !== null && (now === undefined || Date.parse(secret.expires) > now),
    )
    .sort((one, other) => one.expires.localeCompare(other.expires))
  return (
    <Panel title="Next expiries" needs={['secrets']}>
      {coming.length === 0 ? (
        <p class="empty">No active credential expires.</p>
      ) : (
        <ul class="rows">
          {coming.slice(0, most).map((secret) => (
            <Expiry key={`${secret.api} ${secret.kind} ${secret.id}`} secret={secret} now={now ?? 0} />
          ))}
        </ul>
      )}
      {coming.length > most && <p class="note">and {coming.length - most} more</p>}
    </Panel>
  )
}

function Expiry({ secret, now }: { readonly secret: Mortal; readonly now: number }) {
  const { control, run } = useConsole()
  const titleOf = useApiTitle()
  const left = Date.parse(secret.expires) - now
  const kind = secretKind(secret)
  const whose = secret.subject ?? secret.client
  const what = whose === null ? kind : `${kind} of ${whose}`
  const expire = () =>
    run(
      control.POST('/clock/advance', { body: { seconds: Math.ceil(left / 1_000) + 1 } }),
      `The ${what} has expired`,
      ...(['clock', 'secrets'] as const),
    )
  return (
    <li>
      <div>
        <strong>{kind}</strong>
        {whose !== null && <span class="who"> {whose}</span>}
        <div class="sub">
          {titleOf(secret.api)} · in {duration(left)}
        </div>
      </div>
      <button type="button" aria-label={`Expire the ${what}`} onClick={expire}>
        Expire
      </button>
    </li>
  )
}
