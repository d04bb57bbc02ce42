import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readContract } from './contract.ts'
import type { ContractDocument } from './document.ts'
import { type Match, Router } from './router.ts'

const document = {
  openapi: '3.1.0',
  info: { title: 'Bank', version: '1' },
  'x-vendor-servers': [{ url: 'https://bank.example/api/v1' }],
  paths: {
    '/users': { post: operation('createUser'), get: operation('listUsers') },
    '/users/{id}': { get: operation('getUser'), delete: operation('deleteUser') },
    '/users/me': { get: operation('getOwnUser') },
    '/orgs/{org}/users/{id}': { patch: operation('changeMember') },
    '/files/{name}.json': { put: operation('putFile') },
    '/a+b.(c)': { get: operation('odd') },
    '/v1/{name}': { get: operation('getResource') },
    '/v1/{name}:activate': { post: operation('activate') },
    '/v1/{name}.json': { get: operation('getAsJson') },
    '/range/{from}-{to}': { get: operation('range') },
    '/compare/{a}...{b}': { get: operation('compare') },
    '/odata/Items({key})': { get: operation('item') },
    '/odata/Items({key})/{thing.id}/': { get: operation('itemThing') },
    '/odata/{set}': { get: operation('set') },
    '/users/{user-id}': { put: operation('replaceUser'), get: operation('sameAsGetUser') },
    '/list[0]/{x}!': { get: operation('bracketed') },
    '/größe/{名前}': { get: operation('foreign') },
    '/größe': { get: operation('foreignLiteral') },
    '/files/{dir}/{name}': { get: operation('file') },
    '/files/{dir}/readme': { get: operation('readme') },
    '/files/public/{name}': { get: operation('publicFile') },
    '/explicit': {
      get: operation('explicitGet'),
      head: operation('explicitHead'),
      options: operation('explicitOptions'),
    },
  },
} satisfies ContractDocument

function operation(operationId: string) {
  return { operationId, responses: {} }
}

const { operations, basePath } = readContract(document)
const router = new Router(operations, basePath)

/** What a match led to, in short. */
function told(match: Match): unknown {
  if (!match) return undefined
  if ('allow' in match) return match.allow
  const values = Object.entries(match.params).map(([name, value]) => [name, decodeURIComponent(value)])
  return [match.operation.id, Object.fromEntries(values)]
}

const find = (method: string, path: string) => told(router.match(method, path))

test.each([
  ['POST', '/api/v1/users', 'createUser', {}],
  ['GET', '/api/v1/users', 'listUsers', {}],
  ['GET', '/api/v1/users/7', 'getUser', { id: '7' }],
  ['DELETE', '/api/v1/users/7', 'deleteUser', { id: '7' }],
  ['GET', '/api/v1/users/me', 'getOwnUser', {}],
  ['GET', '/api/v1/users/Me', 'getUser', { id: 'Me' }],
  ['GET', '/api/v1/users/%6de', 'getUser', { id: 'me' }],
  ['PATCH', '/api/v1/orgs/acme/users/7', 'changeMember', { org: 'acme', id: '7' }],
  ['PUT', '/api/v1/files/a.b.json', 'putFile', { name: 'a.b' }],
  ['GET', '/api/v1/a+b.(c)', 'odd', {}],
])('%s %s is %s', (method, path, id, params) => {
  expect(find(method, path)).toEqual([id, params])
})

test.each([
  ['a verb behind a value', 'POST', '/v1/a:activate', 'activate', { name: 'a' }],
  ['a colon that is no verb', 'GET', '/v1/a:b', 'getResource', { name: 'a:b' }],
  ['the most text around a value', 'GET', '/v1/a.b.json', 'getAsJson', { name: 'a.b' }],
  ['two values in a segment', 'GET', '/range/3-7', 'range', { from: '3', to: '7' }],
  ['the first one is as long as can be', 'GET', '/range/a-b-c', 'range', { from: 'a-b', to: 'c' }],
  ['several characters between them', 'GET', '/compare/a....b', 'compare', { a: 'a.', b: 'b' }],
  ['parentheses around a value', 'GET', '/odata/Items(5)', 'item', { key: '5' }],
  ['parentheses within it', 'GET', '/odata/Items((5))', 'item', { key: '(5)' }],
  ['a slash at the end', 'GET', '/odata/Items(5)/x/', 'itemThing', { key: '5', 'thing.id': 'x' }],
  ['a template that is left for another', 'GET', '/odata/Items', 'set', { set: 'Items' }],
  ['a path under two names', 'PUT', '/users/7', 'replaceUser', { 'user-id': '7' }],
  ['the first of two that are the same', 'GET', '/users/7', 'getUser', { id: '7' }],
  ['brackets as browsers send them', 'GET', '/list[0]/a!', 'bracketed', { x: 'a' }],
  ['brackets as RFC 3986 has them', 'GET', '/list%5B0%5d/a!', 'bracketed', { x: 'a' }],
  ['names and text outside ASCII', 'GET', '/gr%C3%B6%C3%9Fe/%E5%90%8D', 'foreign', { 名前: '名' }],
  ['hexadecimal digits in lower case', 'GET', '/gr%c3%b6%c3%9fe', 'foreignLiteral', {}],
  ['a literal segment before a value', 'GET', '/files/public/a', 'publicFile', { name: 'a' }],
  ['the first literal segment first', 'GET', '/files/public/readme', 'publicFile', { name: 'readme' }],
  ['a literal segment behind a value', 'GET', '/files/x/readme', 'readme', { dir: 'x' }],
  ['values alone', 'GET', '/files/x/y', 'file', { dir: 'x', name: 'y' }],
])('%s: %s %s', (_, method, path, id, params) => {
  expect(find(method, `/api/v1${path}`)).toEqual([id, params])
})

test.each([
  ['/range/-7', undefined],
  ['/range/3-', undefined],
  ['/range/37', undefined],
  ['/compare/a..b', undefined],
  ['/v1/', undefined],
  ['/odata/Items()', ['set', { set: 'Items()' }]],
  ['/v1/:activate', ['getResource', { name: ':activate' }]],
])('no value is empty: %s', (path, found) => {
  expect(find('GET', `/api/v1${path}`)).toEqual(found)
})

test('HEAD is answered by GET, unless the contract has its own', () => {
  expect(find('HEAD', '/api/v1/users/7')).toEqual(['getUser', { id: '7' }])
  expect(find('HEAD', '/api/v1/explicit')).toEqual(['explicitHead', {}])
  expect(find('HEAD', '/api/v1/files/a.json')).toEqual(['OPTIONS', 'PUT'])
})

test.each([
  ['PUT', '/api/v1/users', ['GET', 'HEAD', 'OPTIONS', 'POST']],
  ['OPTIONS', '/api/v1/users', ['GET', 'HEAD', 'OPTIONS', 'POST']],
  ['POST', '/api/v1/users/7', ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT']],
  ['DELETE', '/api/v1/users/me', ['GET', 'HEAD', 'OPTIONS']],
  ['GET', '/api/v1/orgs/acme/users/7', ['OPTIONS', 'PATCH']],
  ['get', '/api/v1/users', ['GET', 'HEAD', 'OPTIONS', 'POST']],
  ['__proto__', '/api/v1/users', ['GET', 'HEAD', 'OPTIONS', 'POST']],
  ['DELETE', '/api/v1/explicit', ['GET', 'HEAD', 'OPTIONS']],
  ['POST', '/api/v1/v1/a.json', ['GET', 'HEAD', 'OPTIONS']],
])('%s %s is not to be had; what is, is told in order', (method, path, allow) => {
  expect(find(method, path)).toEqual(allow)
})

test.each([
  ['another case', '/api/v1/Users'],
  ['another case of the base path', '/API/v1/users'],
  ['another case around a value', '/api/v1/Users/7'],
  ['another case before a value', '/API/v1/users/7'],
  ['no base path', '/users'],
  ['the base path alone', '/api/v1'],
  ['a slash at the end', '/api/v1/users/'],
  ['a slash at the end of a template', '/api/v1/users/7/'],
  ['two slashes', '/api/v1//users'],
  ['a dot segment', '/api/v1/./users'],
  ['two dots', '/api/v1/x/../users'],
  ['encoded dots', '/api/v1/x/%2e%2e/users'],
  ['an encoded letter of a literal', '/api/v1/%75sers'],
  ['an encoded slash for a slash', '/api/v1%2Fusers'],
  ['a path parameter', '/api/v1/users;v=1'],
  ['a query', '/api/v1/users?a=1'],
  ['a fragment', '/api/v1/users#a'],
  ['a backslash', '/api/v1\\users'],
  ['a blank at the end', '/api/v1/users '],
  ['a line break at the end', '/api/v1/users\n'],
  ['a NUL', '/api/v1/users\0'],
  ['an absolute target', 'http://localhost/api/v1/users'],
  ['an asterisk', '*'],
  ['nothing', ''],
  ['a missing value', '/api/v1/orgs//users/7'],
  ['a value too few', '/api/v1/orgs/acme/users'],
  ['a value too many', '/api/v1/users/7/8'],
  ['a template as it is written', '/api/v1/files/{name}'],
  ['a letter for the dot', '/api/v1/files/axjson'],
  ['a pattern for the text', '/api/v1/aab.(c)'],
])('%s names nothing', (_, path) => {
  expect(find('GET', path)).toBeUndefined()
})

test.each([
  ['an encoded slash', 'a%2Fb', 'a/b'],
  ['an encoded percent sign, decoded once', '%252e', '%2e'],
  ['an encoded NUL', '%00', '\0'],
  ['text outside ASCII', '%C3%A4%F0%9F%98%80', 'ä😀'],
  ['dots, which are a value', '..', '..'],
  ['a plus sign, which is no blank', 'a+b', 'a+b'],
  ['a name of every object', '__proto__', '__proto__'],
])('a value is decoded after the match: %s', (_, sent, value) => {
  expect(find('GET', `/api/v1/users/${sent}`)).toEqual(['getUser', { id: value }])
})

test.each([
  ['a percent sign alone', '%'],
  ['half an encoding', '%4'],
  ['no hexadecimal', '%zz'],
  ['a byte that is no UTF-8', '%ff'],
  ['half a character', '%C3'],
  ['an overlong encoding', '%C0%AF'],
  ['an encoded surrogate', '%ED%A0%80'],
])('%s in a value names nothing', (_, sent) => {
  expect(find('GET', `/api/v1/users/${sent}`)).toBeUndefined()
})

test('what is not spelt exactly is never found', () => {
  const spelt = (path: string) => operations.some((each) => exact(`/api/v1${each.path}`).test(path))
  const piece = fc.constantFrom(
    ...['/api/v1', '/users', '/me', '/orgs', '/files', '.json', '/', '//', '.', '..', '%2e', '%2f', ';', '?', '#'],
    ...['A', 'users', '/USERS', '/Users/7', 'a+b.(c)', '{id}', '\\', ' ', '\n', '\0', '*', '%', '7'],
  )
  const path = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      fc.oneof(
        path,
        path.map((rest) => `/api/v1/users${rest}`),
      ),
      (sent) => {
        if (find('GET', sent) !== undefined) expect(spelt(sent)).toBe(true)
      },
    ),
    { numRuns: 3_000 },
  )
})

/** A contract's path as a pattern, written anew: a value is anything without a slash. */
function exact(path: string): RegExp {
  const parts = encodeURI(path.replaceAll(/\{[^{}]+\}/g, '\n'))
    .split('%0A')
    .map((part) => part.replaceAll(/[^\w/]/g, '\\$&'))
  return new RegExp(`^(?:${parts.join('[^/]+')})(?![^])`)
}

test('a value that is encoded comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      fc.pre(id !== 'me')

      expect(find('GET', `/api/v1/users/${encodeURIComponent(id)}`)).toEqual(['getUser', { id }])
    }),
  )
})

test('an API may stand at the root', () => {
  const rooted = routerOf({ '/users': { get: operation('listUsers') } })

  expect(told(rooted.match('GET', '/users'))).toEqual(['listUsers', {}])
  expect(rooted.match('GET', '/api/v1/users')).toBeUndefined()
})

function routerOf(paths: ContractDocument['paths'], ...urls: readonly string[]): Router {
  const contract = readContract({ ...document, 'x-vendor-servers': urls.map((url) => ({ url })), paths })
  return new Router(contract.operations, contract.basePath)
}

/** What each of these requests leads to: `METHOD path?query`. */
function leadTo(own: Router, ...requests: readonly string[]): readonly unknown[] {
  return requests.map((request) => {
    const [, method = '', path = '', search = ''] = /^(\S+) ([^?]*)(.*)$/.exec(request) ?? []
    return told(own.match(method, path, search))
  })
}

describe('a template that lacks the method', () => {
  const own = routerOf({
    '/repos/{owner}/{repo}/topics': { put: operation('setTopics') },
    '/repos/{owner}/{repo}/{path}': { get: operation('getPath'), delete: operation('deletePath') },
    '/repos/{owner}/secret/{path}': { get: operation('getSecret') },
    '/{any}/{a}/{b}/{c}': { patch: operation('patchAny'), delete: operation('deleteAny') },
    '/repos/all': { get: operation('listAll') },
    '/repos/{owner}': { delete: operation('deleteOwner') },
  })

  test('leaves it to the next one that fits', () => {
    const ada = { owner: 'ada' }

    expect(leadTo(own, 'PUT /repos/ada/x/topics', 'GET /repos/ada/x/topics', 'HEAD /repos/ada/x/topics')).toEqual([
      ['setTopics', { ...ada, repo: 'x' }],
      ['getPath', { ...ada, repo: 'x', path: 'topics' }],
      ['getPath', { ...ada, repo: 'x', path: 'topics' }],
    ])
    expect(leadTo(own, 'GET /repos/ada/secret/a', 'DELETE /repos/ada/secret/a', 'PATCH /repos/ada/secret/a')).toEqual([
      ['getSecret', { ...ada, path: 'a' }],
      ['deletePath', { ...ada, repo: 'secret', path: 'a' }],
      ['patchAny', { any: 'repos', a: 'ada', b: 'secret', c: 'a' }],
    ])
  })

  test('the methods of all that fit are told if none has it', () => {
    expect(leadTo(own, 'POST /repos/ada/x/topics', 'OPTIONS /a/b/c/d')).toEqual([
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT'],
      ['DELETE', 'OPTIONS', 'PATCH'],
    ])
  })

  test('a path without values is left for none (OpenAPI 3.1.1, 4.8.8)', () => {
    expect(leadTo(own, 'DELETE /repos/all')).toEqual([['GET', 'HEAD', 'OPTIONS']])
  })
})

describe('base paths', () => {
  const servers = (...urls: readonly string[]) => ({ servers: urls.map((url) => ({ url })) })
  const own = routerOf(
    {
      '/users': { get: operation('listUsers') },
      '/{name}': { get: operation('getThing'), put: operation('putThing') },
      '/files': { get: operation('listFiles'), post: { ...operation('addFile'), ...servers('https://up.example') } },
      '/token': { ...servers('https://login.example/oauth'), post: operation('token') },
      '/upload': { post: { ...operation('upload'), ...servers('https://up.example', '/v9') } },
    },
    'https://api.example/v1',
    'https://test.example/v2',
  )

  test('an operation is served at each of its own', () => {
    const requests = ['GET /v1/users', 'GET /v2/users', 'POST /oauth/token', 'POST /upload', 'POST /v9/upload']

    expect(leadTo(own, ...requests)).toEqual([
      ['listUsers', {}],
      ['listUsers', {}],
      ['token', {}],
      ['upload', {}],
      ['upload', {}],
    ])
    expect(leadTo(own, 'GET /users', 'GET /oauth/users', 'POST /v2/token')).toEqual([
      undefined,
      undefined,
      ['GET', 'HEAD', 'OPTIONS', 'PUT'],
    ])
  })

  test('an operation of other servers is served at the first one of the contract, too', () => {
    expect(leadTo(own, 'POST /v1/token', 'POST /v1/files', 'PUT /v1/files', 'POST /v2/files')).toEqual([
      ['token', {}],
      ['addFile', {}],
      ['GET', 'HEAD', 'OPTIONS', 'POST'],
      ['GET', 'HEAD', 'OPTIONS'],
    ])
  })

  test('and leaves the methods that it lacks there to the templates that fit', () => {
    expect(leadTo(own, 'GET /v1/token', 'PUT /v1/upload', 'DELETE /v1/token')).toEqual([
      ['getThing', { name: 'token' }],
      ['putThing', { name: 'upload' }],
      ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'],
    ])
  })
})

describe('several operations of one path and method', () => {
  test('the query tells which is meant, then the path without one, then the first', () => {
    const own = routerOf({
      '/answers?beta=true&v={v}': { get: operation('betaOfVersion') },
      '/answers?beta=true': { get: operation('beta'), post: operation('betaAdd') },
      '/answers/{id}?beta=true': { get: operation('betaAnswer') },
      '/answers': { get: operation('plain') },
      '/answers/{other}': { get: operation('plainAnswer') },
    })
    const paths = ['', '?beta=false', '?a=1&beta=true', '?beta=true&v=', '?beta=false&beta=true'].map(
      (search) => `GET /answers${search}`,
    )

    expect(leadTo(own, ...paths)).toEqual(['plain', 'plain', 'beta', 'betaOfVersion', 'beta'].map((id) => [id, {}]))
    expect(leadTo(own, 'GET /answers/7', 'GET /answers/7?beta=true', 'POST /answers', 'PUT /answers')).toEqual([
      ['plainAnswer', { other: '7' }],
      ['betaAnswer', { id: '7' }],
      ['betaAdd', {}],
      ['GET', 'HEAD', 'OPTIONS', 'POST'],
    ])
  })

  test('of a fragment all are told, the path without one first', () => {
    const own = routerOf({
      '/files/{id}#link': { put: operation('link'), get: operation('getLink') },
      '/files/{file}': { put: operation('plain') },
      '/files/{id}#unlink': { put: operation('unlink') },
      '/files/{name}#link': { put: operation('neverReached') },
    })
    const routed = own.match('PUT', '/files/7')
    const { alternatives = [] } = routed && 'operation' in routed ? routed : {}

    expect(told(routed)).toEqual(['plain', { file: '7' }])
    expect(alternatives.map(told)).toEqual([
      ['link', { id: '7' }],
      ['unlink', { id: '7' }],
    ])
    expect(leadTo(own, 'GET /files/7')).toEqual([['getLink', { id: '7' }]])
  })
})
