import type {
  ContractDocument,
  OperationObject,
  SecurityRequirement,
  SecurityScheme,
} from '../../src/contract/document.ts'
import { type OwnApi, type OwnApiOptions, ownApi } from '../../src/engine/own-api.ts'

type Operation = Partial<OperationObject> & Readonly<Record<string, unknown>>

/** A contract of a test: what matters to it; the rest is filled in. */
interface Sketch {
  /** Extensions of the document. */
  readonly root?: Readonly<Record<`x-${string}`, unknown>>
  readonly schemes?: Readonly<Record<string, SecurityScheme | Readonly<Record<string, unknown>>>>
  readonly security?: readonly SecurityRequirement[]
  readonly servers?: ContractDocument['x-vendor-servers']
  /** By method and path: `GET /things`. */
  readonly operations: Readonly<Record<string, Operation>>
}

/** An own API of a contract that is made up for a test. Operations without a name are called by their method and path. */
export function sketched(id: string, sketch: Sketch, options: Partial<OwnApiOptions> = {}): OwnApi {
  return ownApi(id, documentOf(id, sketch), { auth: 'enforce', protect: [], ...options })
}

export function documentOf(title: string, { root, schemes, security, servers, operations }: Sketch): ContractDocument {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', ...rest] = key.split(' ')
    const path = rest.join(' ')
    const full = { operationId: key, responses: ok, ...operation }
    paths[path] = { ...paths[path], [method.toLowerCase()]: full }
  }
  return {
    openapi: '3.1.1',
    info: { title, version: '1' },
    ...root,
    paths,
    ...(security && { security }),
    ...(servers && { 'x-vendor-servers': servers }),
    ...(schemes && { components: { securitySchemes: schemes as Readonly<Record<string, SecurityScheme>> } }),
  }
}

/** A success without a body. */
export const ok = { '204': { description: 'Done' } }

/** The documented answer of a status, in JSON by default. */
export function answer(media: object, type = 'application/json', description = 'Documented') {
  return { description, content: { [type]: media } }
}

/** The first demo credential of a scheme. */
export function demoOf({ report }: OwnApi, scheme: string): string {
  return report.schemes.find(({ name }) => name === scheme)?.credentials[0]?.value ?? ''
}
