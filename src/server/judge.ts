import { parse } from 'node:url'
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import type { Schema } from '../contract/document.ts'
import { ownFormats } from '../contract/formats.ts'
import { type ComponentsOf, ownKeywords } from './own-keywords.ts'

/** Judges one value; undefined if it is valid, else the error of the validator. Puts defaults in. */
export type Judge = (value: unknown) => unknown

const options = {
  strict: false,
  strictNumbers: true,
  // A tuple may be open (JSON Schema 2020-12, 10.3.1.1).
  strictTuples: false,
  validateSchema: false,
  allErrors: true,
  // What every object inherits, such as `constructor`, is not a member of a value.
  ownProperties: true,
  useDefaults: true,
  logger: false,
  ajvFormats: { mode: 'full' },
  formats: ownFormats,
}

const path = '/'
const headers = { 'content-type': 'application/json' }

/**
 * express-openapi-validator for one JSON value. It is given a contract of one operation that takes this value as its body,
 * so that its own routing, media types and parameters have no part in the verdict.
 */
export function compileJudge(schema: Schema | boolean, inPlace: Iterable<string>, componentsOf: ComponentsOf): Judge {
  const requestBody = { required: true, content: { 'application/json': { schema } } }
  const operation = { requestBody, responses: {} }
  const schemas = componentsOf([...inPlace])
  const document = { openapi: '3.1.0', info: {}, paths: {}, components: { schemas } }
  const keywords = ownKeywords(componentsOf)
  const validator = new RequestValidator(document as never, { ...options, keywords } as never)
  const openapi = { expressRoute: path, openApiRoute: path, pathParams: {}, schema: operation }
  return (body) => {
    const request = { method: 'POST', path, originalUrl: '', query: {}, params: {}, headers, body, openapi }
    try {
      void validator.validate(request as never, {} as never, () => {})
      return undefined
    } catch (error) {
      return withPlaces(error, validator)
    }
  }
}

/** The error with the entries as ajv has them: the validator's own write a member of any name as a part of a path. */
function withPlaces(error: unknown, validator: RequestValidator): unknown {
  const { status } = error as { status?: number }
  if (status !== 400) return error
  const { ajvBody } = validator as unknown as { ajvBody: { getSchema(key: string): { errors?: unknown } | undefined } }
  return { status, errors: ajvBody.getSchema(`POST-${path}-${headers['content-type']}`)?.errors }
}

/**
 * Node looks at the call stack on every `url.parse` until it has warned once that the function is deprecated; the
 * validator calls it on every request, from where the warning never comes. Warning once, unheard, ends the looking.
 */
function endDeprecationSearch(): void {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    parse('')
  } finally {
    process.emitWarning = emitWarning
  }
}

endDeprecationSearch()
