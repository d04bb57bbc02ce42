import type { Call } from '../flows/call.ts'
import { call as callOf, literal, member, object, text, way } from './javascript.ts'
import { type Language, type Setting, usedOutputs } from './sample.ts'
import { fieldsOf, isJson, queryOf } from './wire.ts'

/** What every browser and Node have. */
export const fetching: Language = {
  id: 'fetch',
  label: 'fetch',
  opening: () => '',
  step(call, setting) {
    const { id, operation, status } = call
    const query = queryOf(call)
    const address = literal([setting.baseUrl, ...call.path, ...(query === '' ? [] : [`?${query}`])], setting)
    const options = [
      ...(operation.method === 'GET' ? [] : [`method: '${operation.method}'`]),
      ...headersOf(call, setting),
      ...bodyOf(call, setting),
    ]
    return [
      ...multipartForm(call, setting),
      callOf(`const ${id} = await fetch`, address, options),
      `console.log(${id}.status) // ${status}`,
      ...outputsOf(call, setting),
    ].join('\n')
  },
}

function headersOf({ parameters, basic, body }: Call, setting: Setting): string[] {
  const headers = [
    ...parameters.headers.map(([name, value]) => member(name, literal(value, setting))),
    ...(basic
      ? [`Authorization: \`Basic \${btoa(${literal([...basic.username, ':', ...basic.password], setting)})}\``]
      : []),
    ...(body && isJson(body) ? [member('Content-Type', text(body.mediaType))] : []),
  ]
  return headers.length === 0 ? [] : [`headers: { ${headers.join(', ')} }`]
}

function bodyOf({ id, body }: Call, setting: Setting): string[] {
  if (!body) return []
  const { mediaType, payload } = body
  if (isJson(body)) return [`body: JSON.stringify(${object(payload, setting)})`]
  if (mediaType !== 'multipart/form-data') return [`body: new URLSearchParams(${object(payload, setting)})`]
  return [`body: ${formName(id)}`]
}

/** Multipart has no literal of its own. */
function multipartForm({ id, body }: Call, setting: Setting): string[] {
  if (body?.mediaType !== 'multipart/form-data') return []
  const fields = fieldsOf(body.payload)
  return [
    `const ${formName(id)} = new FormData()`,
    ...fields.map(([name, value]) => `${formName(id)}.set(${text(name)}, ${literal(value, setting)})`),
  ]
}

function formName(step: string): string {
  return `${step}Form`
}

function outputsOf(call: Call, setting: Setting): string[] {
  const outputs = usedOutputs(call, setting)
  const named = outputs.map((output) => ({ ...output, name: setting.names({ step: call.id, output: output.name }) }))
  const inBody = named.filter(({ header }) => header === undefined)
  const bodyName = `${call.id}Body`
  return [
    ...named
      .filter(({ header }) => header !== undefined)
      .map(({ name, header = '' }) => `const ${name} = ${call.id}.headers.get(${text(header)}).split(';')[0]`),
    ...(inBody.length > 1 ? [`const ${bodyName} = await ${call.id}.json()`] : []),
    ...inBody.map(({ name, members }) => {
      const body = inBody.length > 1 ? bodyName : `(await ${call.id}.json())`
      return `const ${name} = ${body}${way(members)}`
    }),
  ]
}
