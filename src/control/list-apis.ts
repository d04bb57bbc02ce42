import { type Operation, readContract } from '../contract/contract.ts'
import type { Api, SandboxControls, TypedTrial } from '../served/api.ts'
import { governedApis } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'

const longestTitle = 300
const longestLine = 100_000
const longestCall = 4_000

/** `GET /apis`: what there is to try, in this world (SB-08). */
export const listApis: SandboxHandlers['listApis'] = (_request, context) => {
  return { status: 200, body: { apis: governedApis(context).map((api) => shown(api, context)) } }
}

function shown({ id, document, sandbox, tryIt, tryClient }: Api, { place, control: { mockPort } }: SandboxContext) {
  const { title, basePath, operations } = readContract(document)
  const mount = `${place.world && `/~${place.world}`}/${id}`
  const path = `${mount}${basePath}`
  const url = place.origin + path
  return {
    id,
    title: (title || id).slice(0, longestTitle),
    url,
    ...(mockPort !== undefined && { mock: mockOrigin(place.origin, mockPort) + path }),
    roles: [...sandbox.roles],
    demo: [...sandbox.demo],
    tryIt: fitting(tryIt.replaceAll('{url}', url).replaceAll('{mount}', place.origin + mount), longestLine),
    client: clientCode(id, url, tryClient),
    controls: controlsOf(sandbox),
    ...(sandbox.keySchemes && {
      keySchemes: sandbox.keySchemes.map(({ name, scopes }) => ({ name, scopes: [...scopes] })),
    }),
    operations: operations.map(operationShown),
  }
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
