import { iso } from '../auth/clock.ts'
import type { Api } from '../served/api.ts'
import type { LiveSecret, Secret } from '../store/secrets.ts'
import { governed } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'

/** `GET /apis/{api}/secrets`: what works now, and until when; never the secret (SB-50, SB-55). */
export const listSecrets: SandboxHandlers['listSecrets'] = async ({ path, query }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const { secrets, accounts } = target.store
  const page = await pageOf(query, {
    list: (wanted) => secrets.newest(wanted),
    placeOf: ({ secret: { issued, kind, id } }: LiveSecret) => [issued, kind, id] as const,
    example: [0, '', ''],
  })
  if ('status' in page) return page
  const subjects = page.items.map(({ secret }) => subjectOf(secret, target.api))
  const emails = await accounts.emails([...new Set(subjects.filter((subject) => subject !== null))])
  const shownOnes = page.items.map(({ secret, end }, at) => {
    const subject = subjects[at] ?? null
    return { end, shown: shown(secret, end, subject === null ? null : (emails.get(subject) ?? subject)) }
  })
  const nextToDieFirst = shownOnes.sort((one, other) => Number(one.end > other.end) - Number(one.end < other.end))
  return { status: 200, body: { secrets: nextToDieFirst.map((each) => each.shown), next: page.next } }
}

/** The account that a secret acts for. */
function subjectOf(secret: Secret, { sandbox }: Api): string | null {
  return sandbox.actsFor ? sandbox.actsFor(secret) : (secret.subject ?? null)
}

function shown({ kind, id, client, issued, data }: Secret, end: number, subject: string | null) {
  return {
    kind,
    id,
    subject,
    client: client ?? null,
    ...textsOf('schemes', data),
    ...textsOf('scopes', data),
    issued: iso(issued),
    expires: Number.isFinite(end) ? iso(end) : null,
  }
}

/** What the ledger keeps of a credential of an own API beside whose it is. */
function textsOf(name: 'schemes' | 'scopes', data: Secret['data']) {
  const texts = data[name]
  return Array.isArray(texts) ? { [name]: texts.map(String) } : {}
}
