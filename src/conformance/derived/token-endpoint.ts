import { isClosed, requestSchema } from '../../contract/body-schema.ts'
import { freshWord } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { membersOf, withBody } from './body-damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, requestOf, successOf } from './session.ts'
import { authenticatesByBasic, authenticatesOnce, refusesClientsAlike, refusesWrongClients } from './token-clients.ts'
import { tokenEndpointRules as rules } from './token-endpoint-rules.ts'
import {
  basicSchemeOf,
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
      ...(known
        ? [
            check(known, rules.client, 'a wrong client is refused', refusesWrongClients),
            check(known, rules.clientAlike, 'wrong clients are refused alike', refusesClientsAlike),
          ]
        : []),
      ...(known && basicSchemeOf(known)
        ? [
            check(known, rules.basic, 'a client authenticates by HTTP Basic', authenticatesByBasic),
            check(known, rules.clientOnce, 'a client authenticates once', authenticatesOnce),
          ]
        : []),
    ]
  })
}

type Run = (grant: TokenGrant, probe: DerivedProbe) => Promise<void>

function check(grant: TokenGrant, rule: Rule, title: string, run: Run): DerivedCheck {
  const { plan, endpoint, source } = grant
  return derived(plan, rule, {
    operation: endpoint.operation,
    title: `${source.credential} × ${title}`,
    needs: source.needs,
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
  const wrong: readonly (readonly [readonly string[], readonly Sent[]])[] = [
    [withoutGrant(grant), without(['grant_type'], good)],
    [['invalid_request'], [...without(sentAsInput(grant, 'login', 'password'), good), ...withoutRefresh(grant, probe)]],
    [['unsupported_grant_type'], unknownGrants.map((type) => changed(good, { grant_type: type }))],
    [['invalid_grant'], [...wrongPassword(grant, good), ...unknownRefresh(grant, probe)]],
  ]
  for (const [errors, requests] of wrong)
    for (const request of requests) await refusedWith(probe, grant.endpoint.operation, request, errors)
}

/** No grant is an incomplete request, and it is one that nobody supports; a fact may say which. */
function withoutGrant({ plan, endpoint }: TokenGrant): readonly string[] {
  const isTold = plan.facts(rules.errors.id, endpoint.operation).length > 0
  return isTold ? ['invalid_request'] : ['invalid_request', 'unsupported_grant_type']
}

/** A request without each of these members, and with an empty one, which counts as none (RFC 6749, 3.2). */
function without(names: readonly string[], good: Sent): readonly Sent[] {
  return names.flatMap((name) => [undefined, ''].map((value) => changed(good, { [name]: value })))
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
  await refusedWith(probe, operation, twice, ['invalid_request'])
}

/** A token endpoint takes forms, whatever else it takes (RFC 6749, 4). */
function asForm(sent: Sent): { readonly type: string; readonly body: string } {
  const members = Object.entries(membersOf(sent) ?? {}).map(([name, value]): [string, string] => [name, String(value)])
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(members).toString() }
}
