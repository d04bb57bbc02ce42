import { answer, sketched } from './contracts.ts'

const text = { type: 'string' }
const object = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
})
const taking = (...names: string[]) => ({ content: { 'application/json': { schema: object(...names) } } })
const form = (...names: string[]) => ({
  content: { 'application/x-www-form-urlencoded': { schema: object(...names) } },
})
const closed = (scheme: string, ...scopes: string[]) => ({ security: [{ [scheme]: scopes }] })

/** Nested members, account data, seconds until the end, rotation, logout by the token. */
export const shop = sketched('shop', {
  schemes: {
    session: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        password: {
          inputs: { user: { is: 'login' }, password: {} },
          obtain: {
            operationId: 'login',
            requestBody: { who: { user: '$inputs.user', password: '$inputs.password' } },
          },
          outputs: { token: '$response.body#/data/access', refresh: '$response.body#/data/refresh' },
          answer: { '/data/user/id': '$account.id', '/data/user/email': '$account.email', '/data/kind': 'session' },
          expires: { in: '$response.body#/data/expiresIn' },
          send: '$outputs.token',
          renew: { operationId: 'renew', requestBody: { refresh: '$outputs.refresh' } },
          end: { operationId: 'logout' },
        },
      },
    },
  },
  operations: {
    'POST /login': {
      operationId: 'login',
      requestBody: {
        content: {
          'application/json': { schema: { type: 'object', properties: { who: object('user', 'password') } } },
        },
      },
      responses: {
        '200': answer({
          schema: {
            type: 'object',
            properties: {
              data: {
                type: 'object',
                properties: { user: { type: 'object', properties: { id: { type: 'integer' }, email: text } } },
              },
            },
          },
          example: {
            data: {
              access: 'a',
              refresh: 'b',
              expiresIn: 900,
              user: { id: 12, email: 'somebody@example.com', plan: 'free' },
            },
          },
        }),
        '401': answer({ example: { error: 'No' } }),
        '429': answer({ example: { error: 'Wait' } }),
      },
    },
    'POST /renew': {
      operationId: 'renew',
      requestBody: taking('refresh'),
      responses: {
        '200': answer({ example: { data: { access: 'a', refresh: 'b', expiresIn: '900' } } }),
        '400': answer({ example: { error: 'No' } }),
      },
    },
    'POST /logout': { operationId: 'logout', ...closed('session') },
    'GET /me': closed('session'),
    'GET /admin': closed('session', 'admin'),
  },
})

/** One operation for login and renewal, told apart by a constant in the body; logout by the refresh token. */
export const grants = sketched('grants', {
  schemes: {
    oauth: {
      type: 'oauth2',
      flows: { password: { tokenUrl: 'https://id.example.com/token', scopes: { read: 'Read', write: 'Write' } } },
      'x-ways': {
        password: {
          inputs: { username: {}, password: {}, scope: { required: false } },
          obtain: {
            operationId: 'token',
            requestBody: {
              grant_type: 'password',
              username: '$inputs.username',
              password: '$inputs.password',
              scope: '$inputs.scope',
            },
          },
          outputs: { token: '$response.body#/access_token', refresh: '$response.body#/refresh_token' },
          expires: { at: '$response.body#/expires_at' },
          send: '$outputs.token',
          renew: {
            operationId: 'token',
            requestBody: { grant_type: 'refresh_token', refresh_token: '$outputs.refresh' },
          },
          end: { operationId: 'revoke', requestBody: { token: '$outputs.refresh' } },
        },
      },
    },
  },
  operations: {
    'POST /token': {
      operationId: 'token',
      requestBody: form('grant_type', 'username', 'password', 'scope', 'refresh_token'),
      responses: {
        '200': answer({
          schema: {
            type: 'object',
            properties: { access_token: text, refresh_token: text, expires_at: { type: 'integer' } },
          },
        }),
      },
    },
    'POST /revoke': { operationId: 'revoke', requestBody: form('token') },
    'GET /read': closed('oauth', 'read'),
    'GET /write': closed('oauth', 'write'),
  },
})

/** The constant is in the query, and the answer of the renewal has no place for another refresh token. */
export const kept = sketched('kept', {
  schemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      'x-ways': {
        password: {
          inputs: { email: {}, password: {} },
          obtain: {
            operationId: 'token',
            parameters: { grant_type: 'password' },
            requestBody: { email: '$inputs.email', password: '$inputs.password' },
          },
          outputs: { token: '$response.body#/token', refresh: '$response.body#/refresh' },
          expires: { at: '$response.body#/until' },
          send: '$outputs.token',
          renew: {
            operationId: 'refresh',
            parameters: { 'X-Refresh': '$outputs.refresh' },
          },
          end: { operationId: 'logout' },
        },
      },
    },
  },
  operations: {
    'POST /token': {
      operationId: 'token',
      parameters: [{ name: 'grant_type', in: 'query', schema: text }],
      requestBody: taking('email', 'password'),
      responses: { '200': answer({ example: { token: 't', refresh: 'r', until: '2020-01-01T00:00:00Z' } }) },
    },
    'POST /refresh': {
      operationId: 'refresh',
      parameters: [{ name: 'X-Refresh', in: 'header', schema: text }],
      responses: { '200': answer({ example: { token: 't', until: '2020-01-01T00:00:00Z' } }) },
    },
    'POST /logout': { operationId: 'logout', ...closed('bearer') },
    'GET /me': closed('bearer'),
  },
})

/** A cookie that the browser keeps. */
export const cookie = sketched('cookie', {
  schemes: {
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'sid',
      'x-ways': {
        password: {
          inputs: { email: {}, password: {} },
          obtain: { operationId: 'login', requestBody: { email: '$inputs.email', password: '$inputs.password' } },
          end: { operationId: 'logout' },
        },
      },
    },
  },
  operations: {
    'POST /login': { operationId: 'login', requestBody: taking('email', 'password') },
    'POST /logout': { operationId: 'logout', ...closed('session') },
    'GET /me': closed('session'),
  },
})

/** A pair for HTTP Basic; and a key that is a user name without a password. */
export const pairs = sketched('pairs', {
  schemes: {
    pair: {
      type: 'http',
      scheme: 'basic',
      'x-ways': {
        login: {
          inputs: { email: {}, password: {} },
          obtain: { operationId: 'pair', requestBody: { email: '$inputs.email', password: '$inputs.password' } },
          outputs: { key: '$response.body#/key', token: '$response.body#/token' },
          send: { username: '$outputs.key', password: '$outputs.token' },
        },
      },
    },
    key: {
      type: 'http',
      scheme: 'basic',
      'x-ways': {
        live: {
          inputs: { email: {}, password: {} },
          obtain: { operationId: 'keys', requestBody: { email: '$inputs.email', password: '$inputs.password' } },
          outputs: { key: '$response.body#/live' },
          send: { username: '$outputs.key', password: '' },
          end: { operationId: 'end' },
        },
        test: {
          inputs: { email: {}, password: {} },
          obtain: { operationId: 'keys', requestBody: { email: '$inputs.email', password: '$inputs.password' } },
          outputs: { key: '$response.body#/test' },
          send: { username: '$outputs.key', password: '' },
          end: { operationId: 'end' },
        },
      },
    },
  },
  operations: {
    'POST /pair': {
      operationId: 'pair',
      requestBody: taking('email', 'password'),
      responses: { '200': answer({ example: { key: 'k', token: 't' } }) },
    },
    'POST /keys': {
      operationId: 'keys',
      requestBody: taking('email', 'password'),
      responses: { '200': answer({ example: { live: 'l', test: 't' } }) },
    },
    'POST /end': { operationId: 'end', ...closed('key') },
    'GET /pair': closed('pair'),
    'GET /key': closed('key'),
  },
})

/** What a machine proves: an API key as a credential or in the body, or the secret of a client. */
export const machines = sketched('machines', {
  schemes: {
    apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    token: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        key: {
          inputs: { key: {}, email: { required: false } },
          obtain: {
            operationId: 'exchange',
            parameters: { email: '$inputs.email' },
            credentials: { apiKey: '$inputs.key' },
          },
          outputs: { token: '$response.header.X-Token' },
          send: '$outputs.token',
        },
        clientWithRefresh: {
          inputs: { client: {}, secret: { is: 'client-secret' } },
          obtain: {
            operationId: 'clients',
            requestBody: { id: '$inputs.client', secret: '$inputs.secret', offline: true },
          },
          outputs: { token: '$response.body#/token', refresh: '$response.body#/refresh' },
          send: '$outputs.token',
          renew: { operationId: 'again', requestBody: { refresh: '$outputs.refresh' } },
        },
        keyInBody: {
          inputs: { key: { is: 'key' } },
          obtain: { operationId: 'exchangeBody', requestBody: { key: '$inputs.key' } },
          outputs: { token: '$response.cookie.token' },
          send: '$outputs.token',
        },
        client: {
          inputs: { client: { required: false }, secret: { is: 'client-secret' } },
          obtain: { operationId: 'clients', requestBody: { id: '$inputs.client', secret: '$inputs.secret' } },
          outputs: { token: '$response.body#/token' },
          send: '$outputs.token',
        },
      },
    },
  },
  operations: {
    'POST /exchange': {
      operationId: 'exchange',
      ...closed('apiKey'),
      parameters: [{ name: 'email', in: 'query', schema: text }],
    },
    'POST /exchange-body': { operationId: 'exchangeBody', requestBody: taking('key') },
    'POST /clients': {
      operationId: 'clients',
      requestBody: taking('id', 'secret'),
      responses: { '200': answer({ example: { token: 't', refresh: 'of the documentation' } }) },
    },
    'POST /again': {
      operationId: 'again',
      requestBody: taking('refresh'),
      responses: { '200': answer({ example: { token: 't' } }) },
    },
    'GET /me': closed('token'),
    'GET /admin': closed('token', 'admin'),
  },
})

/** A refresh token in a cookie; two proofs in one field; two proofs at once; names that every object has. */
export const corners = sketched('corners', {
  schemes: {
    app: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        constructor: {
          inputs: { toString: { is: 'login' }, valueOf: { is: 'password' } },
          obtain: { operationId: 'login', requestBody: { user: '$inputs.toString', pass: '$inputs.valueOf' } },
          outputs: { hasOwnProperty: '$response.body#/token', refresh: '$response.cookie.refresh' },
          send: '$outputs.hasOwnProperty',
          renew: { operationId: 'renew', parameters: { refresh: '$outputs.refresh' } },
          end: { operationId: 'logout' },
        },
        code: {
          inputs: { user: {}, code: {} },
          obtain: { operationId: 'login', requestBody: { user: '$inputs.user', pass: '$inputs.code' } },
          outputs: { token: '$response.body#/token' },
          send: '$outputs.token',
        },
        both: {
          inputs: { user: {}, password: {}, code: {} },
          obtain: {
            operationId: 'secondFactor',
            requestBody: { user: '$inputs.user', password: '$inputs.password', code: '$inputs.code' },
          },
          outputs: { token: '$response.body#/token' },
          send: '$outputs.token',
        },
      },
    },
    other: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Other',
      'x-ways': {
        constructor: {
          inputs: { user: {}, password: {} },
          obtain: { operationId: 'other', requestBody: { user: '$inputs.user', password: '$inputs.password' } },
          outputs: { token: '$response.body#/token' },
          send: '$outputs.token',
        },
      },
    },
  },
  operations: {
    'POST /login': {
      operationId: 'login',
      requestBody: taking('user', 'pass'),
      responses: { '200': answer({ example: { token: 't' } }) },
    },
    'POST /second-factor': {
      operationId: 'secondFactor',
      requestBody: taking('user', 'password', 'code'),
      responses: { '200': answer({ example: { token: 't' } }), '422': answer({ example: { error: 'No' } }) },
    },
    'POST /renew': {
      operationId: 'renew',
      parameters: [{ name: 'refresh', in: 'cookie', schema: text }],
      responses: { '200': answer({ example: { token: 't' } }) },
    },
    'POST /other': {
      operationId: 'other',
      requestBody: taking('user', 'password'),
      responses: { '200': answer({ example: { token: 't' } }) },
    },
    'POST /logout': { operationId: 'logout', ...closed('app') },
    'GET /app': closed('app'),
    'GET /other': closed('other'),
  },
})

/** Places that cannot hold what is written to them. */
export const places = sketched('places', {
  schemes: {
    session: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        list: {
          inputs: { user: {}, password: {} },
          obtain: {
            operationId: 'login',
            parameters: { to: 'list' },
            requestBody: { user: '$inputs.user', password: '$inputs.password' },
          },
          outputs: { token: '$response.body#/items/0/__proto__' },
          answer: { '/secret': '$account.password', '/items/0/__proto__': 'fixed' },
          send: '$outputs.token',
        },
        header: {
          inputs: { user: {}, password: {} },
          obtain: {
            operationId: 'login',
            parameters: { to: 'header' },
            requestBody: { user: '$inputs.user', password: '$inputs.password' },
          },
          outputs: { token: '$response.header.Transfer-Encoding' },
          send: '$outputs.token',
        },
        nothing: {
          inputs: { user: {}, password: {} },
          obtain: {
            operationId: 'silent',
            requestBody: { user: '$inputs.user', password: '$inputs.password' },
          },
          outputs: { token: '$response.body#/token' },
          send: '$outputs.token',
        },
      },
    },
  },
  operations: {
    'POST /login': {
      operationId: 'login',
      parameters: [{ name: 'to', in: 'query', schema: text }],
      requestBody: taking('user', 'password'),
      responses: { '200': answer({ example: { items: [{}] } }) },
    },
    'POST /silent': { operationId: 'silent', requestBody: taking('user', 'password') },
    'GET /me': closed('session'),
  },
})
