import { isClosed, requestSchema } from '../../contract/body-schema.ts'
import { isChallenged } from '../challenge.ts'
import { freshWord } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { membersOf, withBody } from './body-damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, requestOf, successOf } from './session.ts'
import { tokenEndpointRules as rules } from './token-endpoint-rules.ts'
import {
  basicSchemeOf,
  byBasic,
  changed,
  grantRequest,
  grantsOf,
  isGranted,
  refusedWith,
  sentAsInput,
  type TokenGrant,
} from './token-grant.ts'

/** What OAuth 2 token endpoints promise (RFC 6749, 3.2 and 5.2). */
export function tokenEndpointChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.actions('token-endpoint').flatMap((endpoint) => {
    const grants = grantsOf(plan, endpoint)
    const [first] = grants
    const known = grants.find((grant) => sentAsInput(grant, 'client-secret').length > 0)
    return [
      ...grants.map((grant) => check(grant, rules.errors, 'errors by their codes', namesWhatIsWrong)),
      ...(first
        ? [
            ...(isClosed(requestSchema(plan.contract.document, endpoint.operation))
              ? []
              : [check(first, rules.ignored, 'unknown and empty parameters are ignored', ignoresOthers)]),
            check(first, rules.text, 'descriptions are plain text', describesPlainly),
            check(first, rules.once, 'a parameter given twice is refused', refusesRepetition),
          ]
        : []),
      ...(known ? [check(known, rules.client, 'a wrong client is refused', refusesWrongClients)] : []),
      ...(known && basicSchemeOf(known)
        ? [check(known, rules.basic, 'a client authenticates once', authenticatesOnce)]
        : []),
    ]
  })
}

type Run = (grant: TokenGrant, probe: DerivedProbe) => Promise<void>

function check(grant: TokenGrant, rule: Rule, title: string, run: Run): DerivedCheck {
  const { plan, endpoint, source, needs } = grant
  return derived(plan, rule, {
    operation: endpoint.operation,
    title: `${source.credential} × ${title}`,
    needs,
    async run(probe) {
      await isGranted(grant, probe)
      await run(grant, probe)
    },
  })
}

/** Grant types that nobody has, one of them a name that every object has. */
const unknownGrants = ['urn:example:unknown', 'constructor']

async function namesWhatIsWrong(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const good = grantRequest(grant, probe)
  const needed = ['grant_type', ...sentAsInput(grant, 'login', 'password')]
  const incomplete = needed.flatMap((name) => [undefined, ''].map((value) => changed(good, { [name]: value })))
  const wrong: readonly (readonly [string, readonly Sent[]])[] = [
    ['invalid_request', [...incomplete, ...withoutRefresh(grant, probe)]],
    ['unsupported_grant_type', unknownGrants.map((type) => changed(good, { grant_type: type }))],
    ['invalid_grant', [...wrongPassword(grant, good), ...unknownRefresh(grant, probe)]],
  ]
  for (const [error, requests] of wrong)
    for (const request of requests) await refusedWith(probe, grant.endpoint.operation, request, error)
}

function wrongPassword(grant: TokenGrant, good: Sent): readonly Sent[] {
  return sentAsInput(grant, 'password').map((name) => changed(good, { [name]: 'not-the-password' }))
}

/** The names under which a renewal sends what a login brought. */
function refreshNames({ source: { way } }: TokenGrant): readonly string[] {
  return Object.entries(way.renew?.requestBody ?? {})
    .filter(([, value]) => String(value).startsWith('$outputs.'))
    .map(([name]) => name)
}

function withoutRefresh(grant: TokenGrant, probe: DerivedProbe): readonly Sent[] {
  return renewing(grant, probe, (name) => [{ [name]: undefined }, { [name]: '' }])
}

function unknownRefresh(grant: TokenGrant, probe: DerivedProbe): readonly Sent[] {
  return renewing(grant, probe, (name) => [{ [name]: 'x'.repeat(43) }])
}

function renewing(
  grant: TokenGrant,
  probe: DerivedProbe,
  values: (name: string) => readonly Readonly<Record<string, unknown>>[],
): readonly Sent[] {
  const { plan, source, endpoint } = grant
  const { renew, inputs } = source.way
  const [name] = refreshNames(grant)
  if (!renew || name === undefined || renew.operationId !== endpoint.operation.id || !inputs) return []
  const good = grantRequest(grant, probe)
  const client = sentAsInput(grant, 'client', 'client-secret').map((each) => [each, membersOf(good)?.[each]] as const)
  const request = changed(requestOf(plan, renew, { inputs: {}, outputs: {} }), Object.fromEntries(client))
  return values(name).map((each) => changed(request, each))
}

async function ignoresOthers(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { operation } = grant.endpoint
  const more = { scope: '', refresh_token: '', [freshWord()]: 'x', [freshWord()]: '' }
  await probe.send(operation.id, successOf(operation), changed(grantRequest(grant, probe), more))
}

async function describesPlainly(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const strange = ['ключ "\\', 'x'.repeat(300), '\u0007']
  for (const grant_type of strange) {
    const request = changed(grantRequest(grant, probe), { grant_type })
    const answer = await probe.receive(grant.endpoint.operation.id, request)
    const { error_description: words = '' } = Object(answer.body) as { error_description?: unknown }
    answer.holds('a plain description', /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(String(words)), words)
  }
}

async function refusesRepetition(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { operation } = grant.endpoint
  const good = grantRequest(grant, probe)
  const { type, body } = asForm(good)
  const twice = withBody(good, { type, body: `${body}&${body.split('&')[0]}` })
  await refusedWith(probe, operation, twice, 'invalid_request')
}

/** A token endpoint takes forms, whatever else it takes (RFC 6749, 4). */
function asForm(sent: Sent): { readonly type: string; readonly body: string } {
  const members = Object.entries(membersOf(sent) ?? {}).map(([name, value]): [string, string] => [name, String(value)])
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(members).toString() }
}

async function refusesWrongClients(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { operation } = grant.endpoint
  const good = grantRequest(grant, probe)
  const [id = '', secret = ''] = [...sentAsInput(grant, 'client'), ...sentAsInput(grant, 'client-secret')]
  const ask = (values: Readonly<Record<string, string>>) =>
    refusedWith(probe, operation, changed(good, values), 'invalid_client', [400, 401])
  const unknown = freshWord()
  const wrong = await ask({ [secret]: 'not-the-secret' })
  for (const other of [await ask({ [id]: unknown }), await ask({ [secret]: `${membersOf(good)?.[secret]} ` })]) {
    other.is('the status', wrong.status, other.status)
    other.saysAs(wrong)
  }
  for (const name of [id, secret]) await ask({ [name]: '' })
  if (basicSchemeOf(grant)) await refusesByBasic(grant, probe, unknown)
}

async function refusesByBasic(grant: TokenGrant, probe: DerivedProbe, stranger: string): Promise<void> {
  const { id = '', secret = '' } = probe.people.client ?? {}
  const ask = (...client: readonly [string, string]) =>
    refusedWith(probe, grant.endpoint.operation, byBasic(grant, probe, ...client), 'invalid_client', [401])
  const [wrong, unknown] = [await ask(id, 'not-the-secret'), await ask(stranger, secret)]
  for (const answer of [wrong, unknown]) isChallenged(answer, { scheme: 'Basic' })
  unknown.saysAs(wrong)
}

async function authenticatesOnce(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { operation } = grant.endpoint
  const { id = '', secret = '' } = probe.people.client ?? {}
  for (const spelling of [(text: string) => text, formEncoded])
    await probe.send(operation.id, successOf(operation), byBasic(grant, probe, spelling(id), spelling(secret)))
  const twice = { ...byBasic(grant, probe, id, secret), ...changed(grantRequest(grant, probe), {}) }
  await refusedWith(probe, operation, twice, 'invalid_request')
}

/** The identifier and the secret are form-encoded before they are joined (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
}
