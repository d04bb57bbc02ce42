import { type Api, defineApi } from '../apis/api.ts'
import { demoPassword } from '../apis/demo.ts'
import { limitRules } from '../apis/limit-rules.ts'
import type { Challenges } from '../contract/challenge.ts'
import { type Contract, type Operation, readContract } from '../contract/contract.ts'
import type { ContractDocument, SecurityScheme } from '../contract/document.ts'
import type { Reply } from '../contract/handler.ts'
import { once } from '../contract/once.ts'
import { type Method, methods } from '../contract/operation.ts'
import { type ApiSettings, defaultLimits } from '../store/api-store.ts'
import { carrierOf } from './carrier.ts'
import { ownCors } from './cors.ts'
import { type CredentialReader, closedReader, ledgerReader, presenceReader } from './credential-reader.ts'
import { type DemoCredential, demoCredentials } from './demo-credentials.ts'
import { demoAccounts, demoClient, seedPeople } from './demo-people.ts'
import { exampleAnswer } from './example-answer.ts'
import { type ProtectionOptions, protectOperations } from './protection.ts'
import { contractForm } from './refusals.ts'
import type { SchemeReport, ServedReport } from './report.ts'
import { reportOf } from './served-report.ts'
import { wayHandlers } from './ways/way-handlers.ts'
import { type ServedWay, servedWays } from './ways/way-rules.ts'

export type { AuthMode } from './protection.ts'

/** An API that is served by its contract alone, and what there is to say of it. */
export interface OwnApi {
  readonly api: Api
  readonly report: ServedReport
}

/** What an own API takes in one body, in bytes. */
const bodyLimit = 1_048_576

/** Makes an API of a contract; throws an {@link UnknownProtection} for a `--protect` that names nothing. */
export function ownApi(id: string, document: ContractDocument, options: ProtectionOptions): OwnApi {
  const protection = protectOperations(document, options)
  const served = servedDocument(protection.document)
  const contract = readContract(served)
  const { how } = protection
  const enforced = [...how].filter(([, each]) => each === 'enforced').map(([name]) => name)
  const shown = [...how].filter(([, each]) => each === 'enforced' || each === 'presence').map(([name]) => name)
  const credentials = demoCredentials(id, contract, shown)
  const report = reportOf(contract, { how, credentials, notes: protection.notes, document })
  const roles = rolesOf(contract)
  const ways = servedWays(contract)
  const handlers = wayHandlers(contract, ways)
  const manifest = defineApi<ApiSettings, Api['handlers'], Record<string, unknown>>({
    contract: served,
    handlers: Object.fromEntries(
      contract.operations.map((operation) => [
        operation.id,
        handlers.get(operation.id) ?? exampleHandler(served, operation),
      ]),
    ),
    schemes: Object.fromEntries(
      [...how].map(([name, each]) => [name, readerOf(id, name, contract.securitySchemes[name], each)]),
    ),
    accepts: 'any',
    form: contractForm(() => contract),
    bodyLimit,
    settings: settingsOf(contract),
    settingRules: limitRules,
    async seed(store, passwords) {
      await seedPeople(store, demoAccounts(roles), passwords)
      for (const { secret } of credentials) await store.secrets.issue(secret)
    },
    scenarioTargets: { logins: namedBy(ways, 'obtain'), refreshes: namedBy(ways, 'renew'), expiring: enforced },
    sandbox: {
      roles,
      newAccount: ({ email, name, role = roles[0] ?? 'user', login, password }, { random }) => ({
        id: random(8).toString('hex'),
        ...{ email, name, role, password },
        identities: [email, ...(login === undefined ? [] : [login])].map((value) => ({ kind: 'login', value })),
      }),
      clients: 'confidential',
      demo: demoShown(credentials),
    },
    tryIt: report.schemes.find(({ curl }) => curl)?.curl ?? report.openCurl ?? '',
  })
  return { api: manifest(id), report }
}

/** What does not change an answer is taken: a server cannot know which query parameters a caller may add. */
function servedDocument(document: ContractDocument): ContractDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const open = methods
      .map((method: Method) => method.toLowerCase())
      .filter((method) => typeof item[method] === 'object')
      .map((method) => [method, { ...Object(item[method]), 'x-eov-allow-unknown-query-parameters': true }] as const)
    return [path, { ...item, ...Object.fromEntries(open) }] as const
  })
  return { ...document, paths: Object.fromEntries(paths), 'x-cors': document['x-cors'] ?? ownCors(document) }
}

/** The operations that the ways name for one of their calls. */
function namedBy(ways: readonly ServedWay[], call: 'obtain' | 'renew'): readonly string[] {
  return [...new Set(ways.flatMap((way) => way[call]?.operationId ?? []))]
}

/** Made when it is first asked for. */
function exampleHandler(document: ContractDocument, operation: Operation): () => Reply {
  return once(() => exampleAnswer(document, operation))
}

function readerOf(
  api: string,
  name: string,
  scheme: SecurityScheme = { type: 'undeclared' },
  how: SchemeReport['how'],
): CredentialReader {
  const carrier = how === 'closed' ? undefined : carrierOf(scheme)
  if (!carrier)
    return closedReader(
      name,
      scheme.type === 'mutualTLS' ? 'requests show no client certificate' : 'its type is not known',
    )
  return how === 'presence'
    ? presenceReader(carrier, challengeOf(api, scheme))
    : ledgerReader(name, carrier, challengeOf(api, scheme))
}

function challengeOf(realm: string, { type, scheme }: SecurityScheme): Challenges {
  if (type === 'apiKey') return { scheme: 'APIKey', realm }
  return { scheme: (scheme ?? 'bearer').replace(/^./, (first) => first.toUpperCase()), realm }
}

/** Guesses are counted against an address where the contract documents what it is told then. */
function settingsOf({ operations }: Contract): ApiSettings {
  const documents429 = operations.some(({ responses }) => responses.has('429'))
  return { ...defaultLimits, ...(!documents429 && { failuresPerAddress: 1_000_000 }) }
}

/** What operations ask of schemes that have no scopes: roles of the caller (OpenAPI 3.1.1, 4.8.30). */
function rolesOf({ operations, securitySchemes }: Contract): readonly string[] {
  const asked = operations.flatMap(({ security }) =>
    security.flatMap((alternative) =>
      Object.entries(alternative).flatMap(([name, scopes]) => (hasScopes(securitySchemes[name]) ? [] : scopes)),
    ),
  )
  return [...new Set(asked)].filter((role) => /^[A-Za-z][\w-]*$/.test(role))
}

function hasScopes({ type }: SecurityScheme = { type: '' }): boolean {
  return type === 'oauth2' || type === 'openIdConnect'
}

function demoShown(credentials: readonly DemoCredential[]) {
  return [
    ...credentials.map(({ scheme, value }) => ({ label: scheme, value })),
    { label: 'user', value: 'ada' },
    { label: 'admin', value: 'grace' },
    { label: 'password', value: demoPassword.plain },
    { label: 'client', value: `${demoClient.id} / ${demoClient.secret}` },
  ]
}
