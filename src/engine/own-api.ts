import type { ContractDocument } from '../contract/document.ts'
import type { HandlersFile } from '../handlers/index.ts'
import type { Api } from '../served/api.ts'
import type { SchemeReport, ServedReport } from '../served/report.ts'
import { loginNames, mergedSeed, type Seed } from '../ways/seed.ts'
import { clientSchemes } from './client-reader.ts'
import { ownCors } from './cors.ts'
import { demoCredentials, type ShownCredential } from './demo-credentials.ts'
import { type DemoData, demoData, peopleOf } from './demo-data.ts'
import { usualSeed } from './demo-people.ts'
import { changeOperations } from './document-operations.ts'
import { engineApi } from './engine-api.ts'
import { type EngineContract, engineContract } from './engine-contract.ts'
import { heldCredentials } from './held-credentials.ts'
import { credentialIssuer, keySchemes } from './issue-credential.ts'
import { operationHandlers } from './operation-handlers.ts'
import { ownHandlers, purgeOf } from './own-handlers.ts'
import { explained } from './own-refusals.ts'
import { type Protection, type ProtectionOptions, protectOperations } from './protection.ts'
import { contractHandler, contractItem, contractOperation, contractPath } from './published-contract.ts'
import { loginChallenge, readersOf } from './readers.ts'
import { contractForm } from './refusals.ts'
import { scenarioTargetsOf } from './scenario-targets.ts'
import { reportOf } from './served-report.ts'
import { type IsHidden, shownSeed } from './shown-seed.ts'
import { endpointHandlers, type TokenIssuer, tokenEndpoints, tokenIssuer } from './token-issuer.ts'
import { typedTrial } from './typed-trial.ts'
import { withDemoCredentials } from './world-demo-credentials.ts'

/** An API that is served by its contract alone, and what there is to say of it. */
export interface OwnApi {
  readonly api: Api
  readonly report: ServedReport
}

/** What an own API takes in one body, in bytes. */
const bodyLimit = 1_048_576

/** Where `latchkey generate FILE --out generated` writes the typed client. */
const clientModule = './generated/client.ts'

/** How an own API is served. */
export interface OwnApiOptions extends ProtectionOptions {
  /** What its worlds begin with instead of the usual people and client. */
  readonly seed?: Seed | undefined
  /** Values of the seed that are not shown; default: none. */
  readonly isHidden?: IsHidden | undefined
  /** The handlers of what its contract cannot say. */
  readonly code?: HandlersFile | undefined
}

/** Makes an API of a contract; throws an `UnknownProtection` for schemes that it does not have. */
export function ownApi(id: string, document: ContractDocument, options: OwnApiOptions): OwnApi {
  const { code = {} } = options
  const protection = protectOperations(document, options)
  const engine = engineContract(id, protection.document)
  const { contract: own, ways } = engine
  const ofClients = clientSchemes(engine)
  const checked = served(protection, 'enforced', 'presence').filter((name) => !ofClients.includes(name))
  const seeds = { usual: usualSeed(engine.accounts.roles), configured: options.seed }
  const seed = shownSeed(seeds, options.isHidden)
  const demo = demoData(engine, seed, peopleOf(seed))
  const held = heldCredentials(engine, seed)
  const [holder] = mergedSeed(seeds.usual, options.seed).accounts ?? []
  // An id that the seed does not say is another one in each world.
  const [login] = holder && holder.id === undefined ? loginNames(holder, engine.accounts) : []
  const unheld = checked.filter((name) => !held.has(name))
  const issued = demoCredentials(id, own, unheld, holder?.id)
  const credentials = checked.flatMap((name) => held.get(name) ?? issued.find(({ scheme }) => scheme === name) ?? [])
  const report = reportOf(own, { ...protection, credentials, ways, demo, handled: Object.keys(code.handlers ?? {}) })
  const issuer = tokenIssuer(own, checked)
  const schemes = keySchemes(own, checked)
  const api = engineApi({
    engine,
    document: openDocument(own.document, issuer),
    handlers: handlersOf(engine, document, issuer, code),
    schemes: readersOf(engine, protection.how),
    form: contractForm(own, { realm: id, loginChallenge: loginChallenge(engine) }),
    bodyLimit,
    seeds,
    demo: withCredentials(demo, credentials),
    scenarioTargets: scenarioTargetsOf(engine, {
      enforced: served(protection, 'enforced'),
      tokenEndpoints: issuer ? tokenEndpoints(own) : [],
      hasRefreshTokens: issuer?.hasRefreshTokens ?? false,
    }),
    controls: {
      clients: 'confidential',
      keySchemes: schemes,
      ...(schemes.length > 0 && { issueKey: credentialIssuer(id, own, schemes) }),
      ...purgeOf(code),
    },
    tryClient: { module: clientModule, ...typedTrial(own, ways, credentials, demo) },
    tryIt: report.schemes.find(({ curl }) => curl)?.curl ?? report.openCurl ?? '',
  })
  return { api: { ...withDemoCredentials(api, issued, login), report }, report }
}

function served({ how }: Pick<Protection, 'how'>, ...wanted: readonly SchemeReport['how'][]): readonly string[] {
  return [...how].filter(([, each]) => wanted.includes(each)).map(([name]) => name)
}

function withCredentials(demo: DemoData, credentials: readonly ShownCredential[]): DemoData {
  const shown = credentials.map(({ scheme, value }) => ({ label: scheme, value }))
  const others = demo.labels.filter(({ value }) => !shown.some((each) => each.value === value))
  return { ...demo, labels: [...shown, ...others] }
}

/**
 * The contract with the operations of its authorization server and the one that shows it; its own come first, and as they
 * are. Query parameters that it does not name are accepted, and pages may call it as its credentials allow.
 */
function openDocument(document: ContractDocument, issuer: TokenIssuer | undefined): ContractDocument {
  const { paths, ...open } = changeOperations(document, (operation) => ({
    ...operation,
    'x-eov-allow-unknown-query-parameters': true,
  }))
  return {
    ...open,
    paths: { ...paths, ...issuer?.paths, [contractPath]: contractItem, ...paths },
    'x-cors': document['x-cors'] ?? ownCors(document),
  }
}

function handlersOf(
  engine: EngineContract,
  published: ContractDocument,
  issuer: TokenIssuer | undefined,
  code: HandlersFile,
): Api['handlers'] {
  const { contract } = engine
  return {
    ...issuer?.handlers,
    [contractOperation]: contractHandler(published, contract.basePath),
    ...operationHandlers(engine, {
      own: explained(ownHandlers(engine, code)),
      ...(issuer && { endpoints: endpointHandlers(contract, issuer) }),
      isLenient: true,
    }),
  }
}
