import type { Challenges } from '../contract/challenge.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import { authorizationScheme } from '../contract/credential-place.ts'
import type { ContractDocument, SecurityScheme } from '../contract/document.ts'
import type { Reply } from '../contract/handler.ts'
import { once } from '../contract/once.ts'
import { type Api, defineApi, type SandboxControls } from '../served/api.ts'
import { demoPassword } from '../served/demo.ts'
import { limitRules } from '../served/limit-rules.ts'
import { type ApiSettings, type ApiStore, defaultLimits } from '../store/api-store.ts'
import { hasScopes, rolesOf } from '../ways/roles.ts'
import { carrierOf } from './carrier.ts'
import { ownCors } from './cors.ts'
import { type CredentialReader, closedReader, ledgerReader, presenceReader } from './credential-reader.ts'
import { type DemoCredential, demoCredentials } from './demo-credentials.ts'
import { demoAccounts, demoClient, seedPeople } from './demo-people.ts'
import { changeOperations } from './document-operations.ts'
import { type EngineContract, engineContract } from './engine-contract.ts'
import { exampleAnswer } from './example-answer.ts'
import { credentialIssuer, keySchemes } from './issue-credential.ts'
import { type Protection, type ProtectionOptions, protectOperations } from './protection.ts'
import { providerLoginHandlers } from './provider-login/handlers.ts'
import { begunLogin } from './provider-login/transaction.ts'
import { contractHandler, contractItem, contractOperation, contractPath } from './published-contract.ts'
import { contractForm } from './refusals.ts'
import type { SchemeReport, ServedReport } from './report.ts'
import { scenarioTargetsOf } from './scenario-targets.ts'
import { reportOf } from './served-report.ts'
import { endpointHandlers, type TokenIssuer, tokenEndpoints, tokenIssuer } from './token-issuer.ts'
import { typedTrial } from './typed-trial.ts'
import { wayHandlers } from './ways/way-handlers.ts'
import type { ServedWay } from './ways/way-rules.ts'

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
  const engine = engineContract(id, protection.document)
  const { contract: own, ways } = engine
  const credentials = demoCredentials(id, own, served(protection, 'enforced', 'presence'))
  const report = reportOf(own, { ...protection, credentials, ways })
  const issuer = tokenIssuer(own, served(protection, 'enforced', 'presence'))
  const { contract, handlers } = operationsOf(document, engine, issuer)
  const roles = rolesOf(own)
  const schemes = keySchemes(own, served(protection, 'enforced', 'presence'))
  const manifest = defineApi<ApiSettings, Api['handlers'], Record<string, unknown>>({
    contract,
    handlers,
    schemes: readersOf(id, own, protection),
    accepts: 'any',
    form: contractForm(own, loginChallenge(id, own, ways)),
    bodyLimit,
    settings: settingsOf(own),
    settingRules: limitRules,
    async seed(store, passwords) {
      await seedPeople(store, demoAccounts(roles), passwords)
      for (const { secret } of credentials) await store.secrets.issue(secret)
    },
    scenarioTargets: scenarioTargetsOf({
      ways,
      enforced: served(protection, 'enforced'),
      tokenEndpoints: issuer ? tokenEndpoints(own) : [],
      hasRefreshTokens: issuer?.hasRefreshTokens ?? false,
    }),
    sandbox: controls(roles, credentials, {
      keySchemes: schemes,
      ...(schemes.length > 0 && { issueKey: credentialIssuer(id, own, schemes) }),
    }),
    tryClient: typedTrial(own, ways, credentials),
    tryIt: report.schemes.find(({ curl }) => curl)?.curl ?? report.openCurl ?? '',
  })
  return { api: withRefill(manifest(id), credentials), report }
}

/** A contract that changes while its worlds exist may ask for other credentials. */
function withRefill(api: Api, credentials: readonly DemoCredential[]): Api {
  const secrets = credentials.map(({ secret }) => secret)
  const refill = async (store: ApiStore) => {
    for (const secret of secrets) await store.secrets.ensure(secret)
  }
  return { ...api, tenant: { ...api.tenant, edition: JSON.stringify(secrets), refill } }
}

function served({ how }: Pick<Protection, 'how'>, ...wanted: readonly SchemeReport['how'][]): readonly string[] {
  return [...how].filter(([, each]) => wanted.includes(each)).map(([name]) => name)
}

/** The operations of the contract and those of its authorization server, each with what answers it. */
function operationsOf(
  document: ContractDocument,
  engine: EngineContract,
  issuer: TokenIssuer | undefined,
): { readonly contract: ContractDocument; readonly handlers: Api['handlers'] } {
  const { contract: own } = engine
  const endpoints = issuer ? endpointHandlers(own, issuer) : new Map<string, never>()
  const calls = new Map([...wayHandlers(engine), ...providerLoginHandlers(engine)])
  const answers = own.operations.map((operation) => [
    operation.id,
    calls.get(operation.id) ?? endpoints.get(operation.id) ?? exampleHandler(own.document, operation),
  ])
  const contract = openDocument(own.document)
  return {
    // Those of the contract first, and as they are.
    contract: {
      ...contract,
      paths: { ...contract.paths, ...issuer?.paths, [contractPath]: contractItem, ...contract.paths },
    },
    handlers: {
      ...issuer?.handlers,
      [contractOperation]: contractHandler(document, own.basePath),
      ...Object.fromEntries(answers),
    },
  }
}

/** Query parameters that the contract does not name are accepted, and pages may call it as its credentials allow. */
function openDocument(document: ContractDocument): ContractDocument {
  const open = changeOperations(document, (operation) => ({
    ...operation,
    'x-eov-allow-unknown-query-parameters': true,
  }))
  return { ...open, 'x-cors': document['x-cors'] ?? ownCors(document) }
}

/** Made when it is first asked for. */
function exampleHandler(document: ContractDocument, operation: Operation): () => Reply {
  return once(() => exampleAnswer(document, operation))
}

function readersOf(id: string, { securitySchemes }: Contract, { how }: Protection): Record<string, CredentialReader> {
  const readers = [...how].map(([name, each]) => {
    const scheme = securitySchemes[name] ?? { type: 'undeclared' }
    return [name, readerOf(id, name, scheme, each)] as const
  })
  return Object.fromEntries(readers)
}

function readerOf(id: string, name: string, scheme: SecurityScheme, how: SchemeReport['how']): CredentialReader {
  const carrier = how === 'closed' ? undefined : carrierOf(scheme)
  if (!carrier) return closedReader(name, whyClosed(scheme))
  const challenge = challengeOf(id, scheme)
  return how === 'presence'
    ? presenceReader(carrier, challenge)
    : ledgerReader({ name, hasRoles: !hasScopes(scheme) }, carrier, challenge)
}

function whyClosed({ type, in: place, name, scheme }: SecurityScheme): string {
  if (type === 'mutualTLS') return 'client certificates do not reach this server'
  if (type === 'http' && scheme) return `"${scheme}" is not the name of an HTTP scheme`
  const isNamed = name && (place === 'header' || place === 'cookie')
  return isNamed ? `no ${place} can have the name "${name}"` : 'the contract does not say what it is'
}

function challengeOf(realm: string, scheme: SecurityScheme): Challenges {
  return { scheme: scheme.type === 'apiKey' ? 'APIKey' : authorizationScheme(scheme), realm }
}

/** What a refused login asks for: the first way to authenticate by a header. */
function loginChallenge(id: string, { securitySchemes }: Contract, ways: readonly ServedWay[]): Challenges {
  const scheme = ways
    .flatMap((way) => securitySchemes[way.scheme] ?? [])
    .find((each) => each.in !== 'cookie' && carrierOf(each))
  return scheme ? challengeOf(id, scheme) : []
}

/** Guesses are counted against an address where the contract documents the answer to too many. */
function settingsOf({ operations }: Contract): ApiSettings {
  const documents429 = operations.some(({ responses }) => responses.has('429'))
  return { ...defaultLimits, ...(!documents429 && { failuresPerAddress: 1_000_000 }) }
}

/** What the control API can do to an own API. */
function controls(
  roles: readonly string[],
  credentials: readonly DemoCredential[],
  keys: Pick<SandboxControls<ApiSettings>, 'issueKey' | 'keySchemes'>,
): SandboxControls<ApiSettings> {
  const people = demoAccounts(roles)
  return {
    roles: [...new Set([...people.map(({ role }) => role), ...roles])],
    newAccount: ({ email, name, role = people[0]?.role ?? 'user', login, password }, { random }) => ({
      id: random(8).toString('hex'),
      ...{ email, name, role, password },
      identities: [email, ...(login === undefined ? [] : [login])].map((value) => ({ kind: 'login', value })),
    }),
    // Logins that one network address has begun are counted together.
    actsFor: ({ kind, subject = null }) => (kind === begunLogin ? null : subject),
    clients: 'confidential',
    ...keys,
    demo: [
      ...credentials.map(({ scheme, value }) => ({ label: scheme, value })),
      { label: 'user', value: 'ada' },
      { label: 'admin', value: 'grace' },
      { label: 'password', value: demoPassword.plain },
      { label: 'client', value: `${demoClient.id} / ${demoClient.secret}` },
    ],
  }
}
