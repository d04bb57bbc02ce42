import type {
  MediaType,
  OperationObject,
  Parameter,
  RequestBody,
  ResponseObject,
  Schema,
} from '../../contract/document.ts'

/** How operations of the authorization server are described: loosely, since its handlers word what is wrong themselves. */
type Description = Pick<OperationObject, 'summary' | 'parameters' | 'requestBody' | 'responses'>

/** An operation that is no part of the vendor's contract. Unknown parameters are ignored (RFC 6749, 3.1). */
export function operation(operationId: string, description: Description): OperationObject {
  return {
    operationId,
    tags: ['Authorization server'],
    security: [],
    'x-internal': true,
    'x-eov-allow-unknown-query-parameters': true,
    ...description,
  }
}

/** A parameter that is sent twice reaches its handler, which refuses it in the words of OAuth. */
const text: Schema = { type: ['string', 'array'], items: { type: 'string' } }

export function query(names: readonly string[]): readonly Parameter[] {
  return names.map((name) => ({ name, in: 'query', schema: text }))
}

export function form(names: readonly string[]): RequestBody {
  const properties = Object.fromEntries(names.map((name) => [name, text]))
  const schema = { type: 'object', properties, additionalProperties: text }
  return { content: { 'application/x-www-form-urlencoded': { schema } } }
}

function json(schema: Schema): Readonly<Record<string, MediaType>> {
  return { 'application/json': { schema } }
}

function object(properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema {
  return { type: 'object', properties, required }
}

const string: Schema = { type: 'string' }
const integer: Schema = { type: 'integer' }
const page: Readonly<Record<string, MediaType>> = { 'text/html': { schema: string } }

const refusal = json(object({ error: string, error_description: string }, []))

/** What every endpoint may answer beside its own. */
const failures: Readonly<Record<string, ResponseObject>> = {
  '4XX': { description: 'The request was refused', content: { ...refusal, ...page } },
  '5XX': { description: 'The server cannot answer now', content: { ...refusal, ...page } },
}

const answers = {
  token: {
    '200': {
      description: 'Tokens (RFC 6749, 5.1)',
      headers: { Pragma: { schema: { type: 'string', const: 'no-cache' }, required: true } },
      content: json(
        object(
          {
            access_token: string,
            token_type: { type: 'string', const: 'Bearer' },
            expires_in: integer,
            scope: string,
            refresh_token: string,
            id_token: string,
          },
          ['access_token', 'token_type', 'expires_in'],
        ),
      ),
    },
    '400': { description: 'The token request was refused', content: refusal },
    '401': { description: 'The client credentials are invalid', content: refusal },
  },
  device: {
    '200': {
      description: 'The codes for a device and for its user (RFC 8628, 3.2)',
      content: json(
        object(
          {
            device_code: string,
            user_code: string,
            verification_uri: string,
            verification_uri_complete: string,
            expires_in: integer,
            interval: integer,
          },
          ['device_code', 'user_code', 'verification_uri', 'expires_in'],
        ),
      ),
    },
    '400': { description: 'The device authorization request was refused', content: refusal },
    '401': { description: 'The client credentials are invalid', content: refusal },
  },
  revoked: {
    '200': { description: 'The token has ended' },
    '400': { description: 'The revocation request was refused', content: refusal },
    '401': { description: 'The client credentials are invalid', content: refusal },
  },
  introspection: {
    '200': {
      description: 'Whether the token is active, and what it is good for (RFC 7662, 2.2)',
      content: json(object({ active: { type: 'boolean' } }, ['active'])),
    },
    '400': { description: 'The introspection request was refused', content: refusal },
    '401': { description: 'The client credentials are invalid', content: refusal },
  },
  user: {
    '200': {
      description: 'Who the access token acts for (OpenID Connect Core 1.0, 5.3.2)',
      content: json(object({ sub: string, email: string, name: string }, ['sub'])),
    },
    '401': { description: 'The access token is missing or invalid' },
    '403': { description: 'The access token lacks the scope openid, or acts for no user' },
  },
  keys: {
    '200': {
      description: 'The keys that ID tokens are verified with (RFC 7517, 5)',
      content: json(object({ keys: { type: 'array', items: { type: 'object' } } }, ['keys'])),
    },
  },
  metadata: {
    '200': {
      description: 'What the authorization server can do (RFC 8414, 2)',
      content: json(
        object(
          {
            issuer: string,
            token_endpoint: string,
            grant_types_supported: { type: 'array', items: string },
          },
          ['issuer', 'token_endpoint'],
        ),
      ),
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
} satisfies Readonly<Record<string, Readonly<Record<string, ResponseObject>>>>

export function responses(name: keyof typeof answers): OperationObject['responses'] {
  return { ...answers[name], ...failures }
}
