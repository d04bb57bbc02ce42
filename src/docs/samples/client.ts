import type { Contract } from '../../contract/contract.ts'
import type { Call } from '../flows/call.ts'
import type { Template } from '../flows/template.ts'
import { call as callOf, literal, member, object, text, way } from './javascript.ts'
import { mayLack } from './may-lack.ts'
import { type Language, type Setting, usedOutputs } from './sample.ts'
import { isJson } from './wire.ts'

/** The generated client, which has the paths, bodies and answers of the contract as types. */
export function clientLanguage(contract: Contract): Language {
  return {
    id: 'client',
    label: 'Typed client',
    opening: ({ clientModule, baseUrl }) => `import { createClient } from '${clientModule}'

const baseUrl = '${baseUrl}'
const client = createClient({ baseUrl })`,
    step(call, setting) {
      const { id, operation, status } = call
      const credential = credentialOf(call, contract, setting)
      const client = credential.value ? `createClient({ baseUrl, credentials: { ${credential.value} } })` : 'client'
      const options = [
        ...paramsOf(call, setting),
        ...headersOf(call, credential.header, setting),
        ...bodyOf(call, setting),
      ]
      return [
        callOf(`const ${id} = await ${client}.${operation.method}`, text(operation.path), options),
        `console.log(${id}.status) // ${status}`,
        ...outputsOf(call, contract, setting),
      ].join('\n')
    },
  }
}

interface Credential {
  /** The header that carries it, which the client writes itself. */
  readonly header?: string
  readonly value?: string
}

/** The credential of a call by its scheme; a cookie stays a header, since Node keeps no cookies. */
function credentialOf(call: Call, { securitySchemes }: Contract, setting: Setting): Credential {
  const names = call.operation.security.flatMap((alternative) => Object.keys(alternative))
  for (const name of names) {
    const scheme = securitySchemes[name]
    if (scheme?.in === 'cookie') continue
    if (scheme?.scheme === 'basic' && call.basic) {
      const pair = literal([...call.basic.username, ':', ...call.basic.password], setting)
      return { value: member(name, `btoa(${pair})`) }
    }
    const header = scheme?.type === 'apiKey' ? (scheme.name ?? '') : 'Authorization'
    const [, value] = call.parameters.headers.find(([each]) => each === header) ?? []
    if (value) return { header, value: member(name, literal(withoutScheme(value), setting)) }
  }
  return {}
}

function withoutScheme([first, ...others]: Template): Template {
  const words = typeof first === 'string' ? first.replace(/^(Bearer|Basic) /, '') : first
  return words === undefined || words === '' ? others : [words, ...others]
}

function paramsOf({ parameters: { path, query } }: Call, setting: Setting): string[] {
  const groups = Object.entries({ path, query }).filter(([, pairs]) => pairs.length > 0)
  const written = groups.map(([name, pairs]) => {
    const members = pairs.map(([each, value]) => member(each, number(value) ?? literal(value, setting)))
    return `${name}: { ${members.join(', ')} }`
  })
  return written.length === 0 ? [] : [`params: { ${written.join(', ')} }`]
}

function number([only, ...others]: Template): string | undefined {
  return typeof only === 'string' && others.length === 0 && /^\d{1,9}$/.test(only) ? only : undefined
}

function headersOf({ parameters, body, operation }: Call, taken: string | undefined, setting: Setting): string[] {
  const headers = parameters.headers
    .filter(([name]) => name !== taken)
    .map(([name, value]) => member(name, literal(value, setting)))
  const isForm = body && !isJson(body)
  const form = 'application/x-www-form-urlencoded'
  const takesForm = operation.requestBody?.content[form] !== undefined
  const all = isForm && takesForm ? [...headers, member('Content-Type', text(form))] : headers
  return all.length === 0 ? [] : [`headers: { ${all.join(', ')} }`]
}

function bodyOf({ body }: Call, setting: Setting): string[] {
  return body ? [`body: ${object(body.payload, setting)}`] : []
}

function outputsOf(call: Call, contract: Contract, setting: Setting): string[] {
  const outputs = usedOutputs(call, setting)
  const lines = outputs.flatMap(({ name, members, header }) => {
    const variable = setting.names({ step: call.id, output: name })
    if (header !== undefined) {
      return `const ${variable} = ${call.id}.response.headers.get(${text(header)})?.split(';')[0]`
    }
    const line = `const ${variable} = ${call.id}.data${way(members)}`
    return mayLack(contract, call, members) ? [line, `if (!${variable}) throw new Error('No ${members.at(-1)}')`] : line
  })
  return outputs.some(({ header }) => header === undefined) ? [narrowing(call), ...lines] : lines
}

/** Which body an answer has, its status tells. */
function narrowing({ id, status }: Call): string {
  return `if (${id}.status !== ${status}) throw new Error(\`Unexpected status \${${id}.status}\`)`
}
