import {
  BaseResolver,
  bundle,
  createConfig,
  type Document,
  lintDocument,
  type RawUniversalConfig,
} from '@redocly/openapi-core'
import { upgradeFromThreeToThreeOne as upgrade } from '@scalar/openapi-upgrader/3.0-to-3.1'
import type { ContractDocument } from '../contract/document.ts'
import { settleData } from './data.ts'
import { normalise } from './normalise.ts'
import { faultLines, InvalidContract, isOfTheSpecification, problemLines, unreadable, wrongVersion } from './problem.ts'
import { withMappedReferences, withoutIgnoredSiblings } from './schemas.ts'
import { wayFaults } from './way-faults.ts'

/**
 * The rules a file must keep to be generated from: the specification itself. Style is `redocly lint`'s affair, and
 * what the specification only ignores (keywords beside a `$ref`, `nullable` without a type) is no reason to refuse.
 */
const rules: RawUniversalConfig = {
  extends: ['spec'],
  rules: {
    'security-defined': 'error',
    'spec-strict-refs': 'off',
    'spec-ref-siblings': 'off',
    'nullable-type-sibling': 'off',
    'no-empty-servers': 'off',
  },
}

/**
 * Reads an OpenAPI 3.0 or 3.1 file with everything it refers to and makes one self-contained OpenAPI 3.1 document of it.
 * Throws {@link InvalidContract} with file, line and rule of each problem.
 */
export async function bundleContract(file: string): Promise<ContractDocument> {
  const config = await createConfig(rules)
  const externalRefResolver = new BaseResolver(config.resolve)
  const document = await read(file, externalRefResolver)
  const problems = await lintDocument({ document, config, externalRefResolver })
  const errors = problems.filter((problem) => problem.severity === 'error' && isOfTheSpecification(problem))
  if (errors.length > 0) throw new InvalidContract(problemLines(errors))
  const bundled = await bundle({ doc: document, config, externalRefResolver })
  return withSoundWays(document, normalise(modern(bundled.bundle.parsed as ContractDocument)))
}

/** The ways to authenticate refer to operations by name, so they are looked at when all of those have one. */
function withSoundWays(source: Document, document: ContractDocument): ContractDocument {
  const faults = wayFaults(document)
  if (faults.length > 0) throw new InvalidContract(faultLines(source, faults))
  return document
}

async function read(file: string, resolver: BaseResolver): Promise<Document> {
  const document = await resolver.resolveDocument(null, file, true).catch((error: Error) => error)
  if (document instanceof Error) throw unreadable(file, document)
  const { openapi } = (document.parsed ?? {}) as { readonly openapi?: unknown }
  if (typeof openapi !== 'string' || !/^3\.[01]\.\d/.test(openapi)) throw wrongVersion(document)
  return { ...document, parsed: withMappedReferences(document.parsed as object) }
}

/** Data is settled first: what an example in 3.0 is called changes on the way. */
function modern(document: ContractDocument): ContractDocument {
  const settled = settleData(document)
  if (!document.openapi.startsWith('3.0.')) return settled
  return upgrade(withoutIgnoredSiblings(settled) as never) as object as ContractDocument
}
