import { type Operation, readContract, requiresCredential } from '../contract/contract.ts'
import type { Api, SandboxControls, TypedTrial } from '../served/api.ts'
import { governedApis } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'
import { filledIn, pathsOf } from './place-of-api.ts'

const longestTitle = 300
const longestLine = 100_000
const longestCall = 4_000
const longestName = 2_000
const mostOverlays = 100

/** `GET /apis`: what there is to try, in this world, one's own APIs first (SB-08, SB-63, SB-65). */
export const listApis: SandboxHandlers['listApis'] = (_request, context) => {
  const apis = governedApis(context).toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)))
  return { status: 200, body: { apis: apis.map((api) => shown(api, context)) } }
}

function isOwn({ report }: Api): boolean {
  return report !== undefined
}

function shown(api: Api, context: SandboxContext) {
  const { id, document, sandbox, tryIt, tryClient } = api
  const { place, control } = context
  const { mockPort, reloads } = control
  const { title, operations } = readContract(document)
  const { path } = pathsOf(api, context)
  const url = place.origin + path
  const reload = reloads.get(id)
  return {
    id,
    title: (title || id).slice(0, longestTitle),
    source: sourceOf(api),
    counts: countsOf(api),
    ...(reload && { reload }),
    sendsMessages: sandbox.sendsMessages === true,
    url,
    ...(mockPort !== undefined && { mock: mockOrigin(place.origin, mockPort) + path }),
    roles: [...sandbox.roles],
    demo: control.demo ? [...sandbox.demo] : [],
    tryIt: control.demo ? fitting(filledIn(tryIt, api, context), longestLine) : '',
    client: clientCode(id, url, tryClient),
    controls: controlsOf(sandbox),
    ...(sandbox.keySchemes && {
      keySchemes: sandbox.keySchemes.map(({ name, scopes }) => ({ name, scopes: [...scopes] })),
    }),
    operations: operations.map(operationShown),
  }
}

function sourceOf(api: Api) {
  if (!isOwn(api)) return { kind: 'built-in' } as const
  const { contract, overlays = [] } = api.source ?? {}
  return {
    kind: 'own',
    ...(contract !== undefined && { contract: contract.slice(0, longestName) }),
    ...(overlays.length > 0 && { overlays: overlays.slice(0, mostOverlays).map((each) => each.slice(0, longestName)) }),
  } as const
}

/** Of the contract; what is served has operations of this server as well. */
function countsOf({ report, document }: Api) {
  if (report) return { operations: report.operations, protected: report.protected, webhooks: report.webhooks }
  const { operations, webhooks } = readContract(document)
  const closed = operations.filter(requiresCredential)
  return { operations: operations.length, protected: closed.length, webhooks: webhooks.length }
}

function clientCode(id: string, url: string, trial: TypedTrial = { authentication: '', call: '' }) {
  const { module = `latchkey/clients/${id}`, authentication, credentials = '', call } = trial
  return [
    ...(module.startsWith('.') ? ['// After: latchkey generate CONTRACT --out generated'] : []),
    `import { createClient } from '${module}'`,
    '',
    'const client = createClient({',
    `  baseUrl: '${url}',`,
    ...(authentication === '' ? [] : [`  authentication: ${authentication},`]),
    ...(credentials === '' ? [] : [`  credentials: ${credentials},`]),
    '})',
    ...(fitting(call, longestCall) === '' ? [] : [`const { data, error } = await client.${call}`]),
  ].join('\n')
}

/** Nothing, instead of what nobody would paste. */
function fitting(text: string, most: number): string {
  return text.length > most ? '' : text
}

/** The mocks stand on the same host. */
function mockOrigin(origin: string, port: number): string {
  return `${origin.replace(/:\d+$/, '')}:${port}`
}

function controlsOf({ issueKey, clients, purge }: SandboxControls) {
  const controls = { keys: issueKey, clients, purge }
  return (['keys', 'clients', 'purge'] as const).filter((name) => controls[name] !== undefined)
}

function operationShown({ id, method, path, responses }: Operation) {
  return { id, method, path, statuses: [...new Set([...responses.keys()].flatMap(statusesOf))] }
}

/** The status of an answer; a range is shown as its first one, and `default` as errors that it may be. */
function statusesOf(key: string): readonly number[] {
  if (key === 'default') return [400, 500]
  const status = Number(key.replace(/XX$/i, '00'))
  return status >= 100 && status <= 599 ? [status] : []
}
