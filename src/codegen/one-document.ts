import type { Document } from '@redocly/openapi-core'
import type { ContractFiles } from './contract-files.ts'
import { type ExcessWords, measured } from './limits.ts'
import { ownRules } from './own-rules.ts'
import { bundleOas, createEmptyRedoclyConfig } from './redocly.ts'

/** Makes one document of a contract and the files it refers to, in place. */
export async function oneDocument(document: Document, files: ContractFiles): ReturnType<typeof bundleOas> {
  const config = Object.assign(createEmptyRedoclyConfig(), { plugins: [ownRules] })
  return bundleOas({ doc: document, config, externalRefResolver: files })
}

/** A line where references make more of a contract than can be written out. */
export function excessOf(bundle: Document, files: ContractFiles): readonly string[] {
  return files.cache.size > 1 ? measured(bundle, ofReferences).lines : []
}

const ofReferences: ExcessWords = {
  endless: 'The references make this part of itself',
  'too many copies': 'The references repeat more than 1,000,000 values',
}
