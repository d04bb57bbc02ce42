import type { Operation } from '../contract/contract.ts'
import type { Parameter, Schema } from '../contract/document.ts'
import { schemaOfParameter, takesEmpty } from './parameter-objects.ts'

/**
 * What a request to an operation has to be, as a schema of one value: its parameters by place and name, and its body if
 * it is judged as one of the documented media types.
 */
export function judgedValue(
  { requestBody }: Operation,
  parameters: readonly Parameter[],
  mediaType: string | undefined,
): Schema {
  const places = Object.entries(Object.groupBy(parameters, (parameter) => parameter.in))
  const body = mediaType === undefined ? undefined : (requestBody?.content[mediaType]?.schema ?? {})
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(places.map(([place, among]) => [place, schemaOfPlace(among)])),
      ...(body !== undefined && { body }),
    },
  }
}

function schemaOfPlace(parameters: readonly Parameter[]): Schema {
  const required = parameters.filter((parameter) => parameter.required === true && !takesEmpty(parameter))
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, schemaOfParameter(parameter)])),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
  }
}
