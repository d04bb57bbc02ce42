import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeCookies, writeHeaders, writePath, writeQuery } from '../../src/client/parameters.ts'
import { stylesOf } from '../../src/codegen/styles.ts'
import { type Contract, type Operation, readContract } from '../../src/contract/contract.ts'
import type { ContractDocument, Parameter } from '../../src/contract/document.ts'
import { Router } from '../../src/contract/router.ts'
import { compileParameters } from '../../src/server/parameters.ts'

const integers = { type: 'array', items: { type: 'integer' } }
const texts = { type: 'array', items: { type: 'string' } }
const object = {
  type: 'object',
  properties: { R: { type: 'integer' }, name: { type: 'string' }, isOn: { type: 'boolean' } },
  additionalProperties: false,
}
const nested = {
  type: 'object',
  properties: { list: texts, inner: { type: 'object', properties: { n: { type: 'number' } } } },
}

/** One of each place, style and shape that is not left undefined (OpenAPI 3.1.1, 4.8.12.4). */
const parameters: readonly Parameter[] = [
  ...['simple', 'label', 'matrix'].flatMap((style) => inBothWays({ in: 'path', style })),
  ...inBothWays({ in: 'query', style: 'form' }),
  ...inBothWays({ in: 'cookie', style: 'form' }),
  ...inBothWays({ in: 'header', style: 'simple' }),
  ...['spaceDelimited', 'pipeDelimited'].flatMap((style) =>
    [integers, texts, object].map((schema) => of({ in: 'query', style, explode: false, schema })),
  ),
  ...[object, nested].map((schema) => of({ in: 'query', style: 'deepObject', explode: true, schema })),
  ...(['path', 'query', 'header', 'cookie'] as const).map((place) =>
    of({ in: place, content: { 'application/json': { schema: nested } } }),
  ),
  of({ in: 'query', name: 'tags[]', schema: texts }),
  of({ in: 'query', name: 'größe & co', explode: false, schema: texts }),
]

function inBothWays(parameter: Partial<Parameter>): Parameter[] {
  return [true, false].flatMap((explode) =>
    [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, integers, texts, object].map((schema) =>
      of({ ...parameter, explode, schema }),
    ),
  )
}

function of(parameter: Partial<Parameter>): Parameter {
  return { name: 'color', in: 'query', required: true, ...parameter }
}

/** What a style cannot write apart from what it puts between two values. */
const delimiters: Readonly<Record<string, string>> = { label: '.', spaceDelimited: ' ', pipeDelimited: '|' }

function valuesOf({ schema, in: place, style = '', content }: Parameter): fc.Arbitrary<unknown> {
  const unit =
    place === 'header' ? fc.constantFrom(...'aZ09-_~%é;="/') : fc.constantFrom(...'aZ09-_~%é;="/ ,.|&+#?[]\\ä名')
  const text = fc
    .array(unit, { minLength: 1, maxLength: 6 })
    .map((units) => units.filter((one) => one !== delimiters[style]).join(''))
    .filter((one) => one.trim() !== '' && !/^\.+$/.test(one) && (place !== 'header' || one === one.trim()))
  const integer = fc.integer({ min: -1_000, max: 1_000 })
  const anObject = fc.record({ R: integer, name: text, isOn: fc.boolean() }, { requiredKeys: ['R'] })
  const aNested = fc.record({
    list: fc.array(text, { minLength: 1, maxLength: 3 }),
    inner: fc.record({ n: fc.constantFrom(1.5, 2, -3e-7) }),
  })
  const made: readonly (readonly [unknown, fc.Arbitrary<unknown>])[] = [
    [integers, fc.array(integer, { minLength: 1, maxLength: 4 })],
    [texts, fc.array(text, { minLength: 1, maxLength: 4 })],
    [object, anObject],
    [nested, aNested],
  ]
  if (content) return aNested
  const { type } = schema ?? {}
  const scalars = { string: text, number: fc.constantFrom(0, -1, 1.5, 2e21), boolean: fc.boolean() }
  return made.find(([own]) => own === schema)?.[1] ?? scalars[type as keyof typeof scalars]
}

function contractOf(parameter: Parameter): Contract {
  const path = parameter.in === 'path' ? `/a/x{${parameter.name}}` : '/a'
  const get = { operationId: 'get', parameters: [parameter], responses: {} }
  return readContract({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { [path]: { get } },
  } as ContractDocument)
}

/** Reads what the generated client writes. */
function sentAndRead(contract: Contract, operation: Operation, parameter: Parameter, value: unknown): unknown {
  const { name, in: place } = parameter
  const styles = stylesOf(operation)?.[place] ?? {}
  const values = { [name]: value }
  const path = place === 'path' ? writePath(operation.path, values, styles) : operation.path
  const match = new Router([operation], '').match('GET', new URL(path, 'http://localhost').pathname)
  if (!match || 'allow' in match) return `${path} names nothing`
  const headers = {
    ...(place === 'header' && lowerCased(writeHeaders(values, styles))),
    ...(place === 'cookie' && { cookie: `other=1; ${writeCookies(values, styles)}` }),
  }
  const query = place === 'query' ? `?${writeQuery(values, styles)}` : ''
  const originalUrl = query && new URL(query, 'http://localhost').search
  const request = { method: 'GET', path, originalUrl, headers, params: {}, query: {} }
  const read = compileParameters(contract, operation).read(request, match.params)
  return Array.isArray(read) ? read : (read as Record<string, Record<string, unknown>>)[place]?.[name]
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

test.each(parameters.map((parameter) => [titleOf(parameter), parameter] as const))(
  'what a client writes is what the server reads: %s',
  (_, parameter) => {
    const contract = contractOf(parameter)
    const [operation] = contract.operations
    if (!operation) throw new TypeError('no operation')
    fc.assert(
      fc.property(valuesOf(parameter), (value) => {
        expect(sentAndRead(contract, operation, parameter, value)).toEqual(value)
      }),
      { numRuns: 30 },
    )
  },
)

function titleOf({ in: place, name, style, explode, schema, content }: Parameter): string {
  const shape = content ? 'JSON' : [schema === texts ? 'texts' : schema === nested ? 'nested' : schema?.type].join('')
  return `${shape} in ${place}${style ? `, ${style}` : ''}${explode ? ', exploded' : ''}${name === 'color' ? '' : `, ${name}`}`
}
