import type { Call } from '../flows/call.ts'
import { fillIn, isFixed, snakeCase } from '../flows/names.ts'
import { isTemplate, type Known, type Payload, type Template } from '../flows/template.ts'
import { type Language, program, type Setting, usedOutputs } from './sample.ts'
import { fieldsOf, isJson, queryOf } from './wire.ts'

/** What Python brings with it, so that there is nothing to install. */
export const python: Language = {
  id: 'python',
  label: 'Python',
  opening: (setting) => importsOf(program({ ...python, opening: () => '' }, setting)),
  step(call, setting) {
    return [...requestOf(call, setting), ...(call.status < 400 ? answerOf(call, setting) : refusalOf(call))].join('\n')
  },
}

const imports: readonly (readonly [word: RegExp, line: string])[] = [
  [/\bjson\./, 'import json'],
  [/\bb64encode\(/, 'from base64 import b64encode'],
  [/\bHTTPError\b/, 'from urllib.error import HTTPError'],
  [/\burlencode\(/, 'from urllib.parse import urlencode'],
  [/\bRequest\(/, 'from urllib.request import Request, urlopen'],
]

function importsOf(code: string): string {
  return imports
    .filter(([word]) => word.test(code))
    .map(([, line]) => line)
    .join('\n')
}

function requestOf(call: Call, setting: Setting): string[] {
  const query = queryOf(call)
  const address = literal([setting.baseUrl, ...call.path, ...(query === '' ? [] : [`?${query}`])], setting)
  const options = [...methodOf(call), ...headersOf(call, setting), ...bodyOf(call, setting)]
  const line = `request = Request(${[address, ...options].join(', ')})`
  const lines =
    line.length <= 88 ? [line] : ['request = Request(', ...[address, ...options].map((each) => `    ${each},`), ')']
  return [...multipartBody(call, setting), ...lines]
}

function methodOf({ operation: { method }, body }: Call): string[] {
  return method === (body ? 'POST' : 'GET') ? [] : [`method="${method}"`]
}

function headersOf({ parameters, basic, body }: Call, setting: Setting): string[] {
  const headers = [
    ...parameters.headers.map(([name, value]) => `${JSON.stringify(name)}: ${literal(value, setting)}`),
    ...(basic
      ? [
          `"Authorization": "Basic " + b64encode(${literal([...basic.username, ':', ...basic.password], setting)}.encode()).decode()`,
        ]
      : []),
    ...(body && isJson(body) ? [`"Content-Type": ${JSON.stringify(body.mediaType)}`] : []),
    ...(body?.mediaType === 'multipart/form-data'
      ? ['"Content-Type": f"multipart/form-data; boundary={boundary}"']
      : []),
  ]
  return headers.length === 0 ? [] : [`headers={${headers.join(', ')}}`]
}

function bodyOf({ body }: Call, setting: Setting): string[] {
  if (!body) return []
  if (isJson(body)) return [`data=json.dumps(${value(body.payload, setting)}).encode()`]
  if (body.mediaType === 'multipart/form-data') return ['data=parts.encode()']
  return [`data=urlencode(${value(body.payload, setting)}).encode()`]
}

/** Python has no multipart of its own; without files it is a few lines (RFC 7578). */
function multipartBody({ body }: Call, setting: Setting): string[] {
  if (body?.mediaType !== 'multipart/form-data') return []
  const fields = fieldsOf(body.payload).map(
    ([name, template]) => `${JSON.stringify(name)}: ${literal(template, setting)}`,
  )
  return [
    'boundary = "part-of-the-form"',
    `fields = {${fields.join(', ')}}`,
    'parts = "".join(',
    `    f'--{boundary}\\r\\nContent-Disposition: form-data; name="{name}"\\r\\n\\r\\n{value}\\r\\n'`,
    '    for name, value in fields.items()',
    ') + f"--{boundary}--\\r\\n"',
  ]
}

function answerOf(call: Call, setting: Setting): string[] {
  const outputs = usedOutputs(call, setting)
  const named = outputs.map((output) => ({
    ...output,
    name: snakeCase(setting.names({ step: call.id, output: output.name })),
  }))
  const inBody = named.filter(({ header }) => header === undefined)
  return [
    'with urlopen(request) as answer:',
    `    print(answer.status)  # ${call.status}`,
    ...named
      .filter(({ header }) => header)
      .map(({ name, header }) => `    ${name} = answer.headers[${JSON.stringify(header)}].split(";")[0]`),
    ...(inBody.length > 1 ? ['    body = json.load(answer)'] : []),
    ...inBody.map(({ name, members }) => {
      const way = members.map((each) => (/^\d+$/.test(each) ? `[${each}]` : `[${JSON.stringify(each)}]`)).join('')
      return `    ${name} = ${inBody.length > 1 ? 'body' : 'json.load(answer)'}${way}`
    }),
  ]
}

function refusalOf({ status }: Call): string[] {
  return ['try:', '    urlopen(request)', 'except HTTPError as refusal:', `    print(refusal.code)  # ${status}`]
}

function literal(template: Template, { names }: Setting): string {
  const put = (known: Known) => snakeCase(names(known))
  const [only, ...others] = template
  if (typeof only === 'object' && others.length === 0) return put(only)
  if (isFixed(template)) return JSON.stringify(template.join(''))
  const words = (text: string) => JSON.stringify(text).slice(1, -1).replaceAll(/[{}]/g, '$&$&')
  return `f"${fillIn(template, (known) => `{${put(known)}}`, words)}"`
}

const constants: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

function value(payload: Payload, setting: Setting): string {
  if (payload === null || typeof payload !== 'object') return constants[String(payload)] ?? String(payload)
  if (isTemplate(payload)) return literal(payload, setting)
  if ('items' in payload) return `[${payload.items.map((item) => value(item, setting)).join(', ')}]`
  return `{${payload.members.map(([name, each]) => `${JSON.stringify(name)}: ${value(each, setting)}`).join(', ')}}`
}
