import type { MediaType, OperationObject, ResponseObject, Schema } from '../../contract/document.ts'

/** What is said of an operation of the authorization server. */
export interface Described {
  readonly id: string
  readonly summary: string
  /** The names of its parameters. */
  readonly takes?: readonly string[]
  readonly answers: keyof typeof answers
}

/**
 * The operation of a contract that says so, and that is no part of the vendor's own. It takes parameters that it does not
 * know (RFC 6749, 3.1).
 */
export function describe({ id, summary, takes, answers: name }: Described, place: 'query' | 'form'): OperationObject {
  return {
    operationId: id,
    summary,
    tags: ['Authorization server'],
    security: [],
    'x-internal': true,
    'x-eov-allow-unknown-query-parameters': true,
    ...(takes && parametersIn[place](takes)),
    responses: { ...answers[name], ...refusals },
  }
}

/** A parameter that is sent twice reaches its endpoint, which refuses it in the words of OAuth. */
const once: Schema = { type: ['string', 'array'], items: { type: 'string' } }

const parametersIn = {
  query: (names: readonly string[]) => ({
    parameters: names.map((name) => ({ name, in: 'query', schema: once }) as const),
  }),
  form: (names: readonly string[]) => {
    const properties = Object.fromEntries(names.map((name) => [name, once]))
    const schema = { type: 'object', properties, additionalProperties: once }
    return { requestBody: { content: { 'application/x-www-form-urlencoded': { schema } } } }
  },
} as const

type Content = Readonly<Record<string, MediaType>>

const string: Schema = { type: 'string' }
const integer: Schema = { type: 'integer' }

function json(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Content {
  const schema = { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) }
  return { 'application/json': { schema } }
}

const error = json({}, { error: string, error_description: string })
const page: Content = { 'text/html': { schema: string } }

/** What the pipeline refuses, and what is wrong with the server. */
const refusals: Readonly<Record<string, ResponseObject>> = {
  '4XX': { description: 'The request was refused', content: { ...error, ...page } },
  '5XX': { description: 'The server cannot answer now', content: { ...error, ...page } },
}

const refused = { description: 'The request was refused', content: error }
const wrongClient = { description: 'The client credentials are missing or wrong', content: error }

const answers = {
  token: {
    '200': {
      description: 'Tokens (RFC 6749, 5.1)',
      headers: { Pragma: { schema: { const: 'no-cache' }, required: true } },
      content: json(
        { access_token: string, token_type: { const: 'Bearer' }, expires_in: integer },
        { scope: string, refresh_token: string, id_token: string },
      ),
    },
    '400': refused,
    '401': wrongClient,
  },
  device: {
    '200': {
      description: 'The codes for a device and for its user (RFC 8628, 3.2)',
      content: json(
        { device_code: string, user_code: string, verification_uri: string, expires_in: integer },
        { verification_uri_complete: string, interval: integer },
      ),
    },
    '400': refused,
    '401': wrongClient,
  },
  revoked: { '200': { description: 'The token has ended' }, '400': refused, '401': wrongClient },
  introspection: {
    '200': {
      description: 'Whether the token is active, and what it is good for (RFC 7662, 2.2)',
      content: json({ active: { type: 'boolean' } }, { scope: string, client_id: string, sub: string, exp: integer }),
    },
    '400': refused,
    '401': wrongClient,
  },
  user: {
    '200': {
      description: 'Who the access token acts for (OpenID Connect Core 1.0, 5.3.2)',
      content: json({ sub: string }, { email: string, name: string }),
    },
    '401': { description: 'The access token is missing or invalid', content: error },
    '403': { description: 'The access token lacks the scope openid, or acts for no user', content: error },
  },
  keys: {
    '200': {
      description: 'The keys that ID tokens are verified with (RFC 7517, 5)',
      content: json({ keys: { type: 'array', items: { type: 'object' } } }),
    },
  },
  metadata: {
    '200': {
      description: 'What the authorization server can do (RFC 8414, 2)',
      content: json({
        issuer: string,
        token_endpoint: string,
        grant_types_supported: { type: 'array', items: string },
      }),
    },
  },
  page: {
    '200': { description: 'A page', content: page },
    '303': {
      description: 'Back to the client, with a code or an error (RFC 6749, 4.1.2)',
      headers: { Location: { schema: string, required: true } },
    },
    '400': { description: 'A page that says what is wrong', content: page },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ResponseObject>>>>
