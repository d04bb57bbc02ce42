import type { Contract } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { sampleValue } from './sample.ts'

/** What a contract shows of a parameter; undefined if it shows nothing. */
export function parameterValue({ document }: Pick<Contract, 'document'>, parameter: Parameter): unknown {
  const { example, schema, content, ...rest } = parameter
  const { examples } = rest as { readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }
  const [media] = Object.values(content ?? {})
  const shown = { example, ...(examples && { examples }), ...(schema && { schema }), ...media }
  return sampleValue(document, shown, 'request')
}
