import { describe, expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import type { AuthMode } from '../ways/auth-mode.ts'
import { type ProtectionOptions, protectOperations } from './protection.ts'
import type { UnknownProtection } from './protectors.ts'

const bearer = { type: 'http', scheme: 'bearer' }

function protect(
  part: Omit<Partial<ContractDocument>, 'paths'> & { readonly paths: object },
  options: Partial<ProtectionOptions> = {},
) {
  const document = { openapi: '3.1.1', info: { title: 'T', version: '1' }, ...part } as ContractDocument
  const { document: made, ...rest } = protectOperations(document, { auth: 'enforce', protect: [], ...options })
  const security = Object.values(made.paths).flatMap((item) => Object.values(item))
  return { ...rest, security: security.map((operation) => (operation as { security: unknown }).security) }
}

const get = (security?: unknown) => ({
  get: { operationId: 'get', responses: {}, ...(security !== undefined && { security }) },
})
const components = { securitySchemes: { bearer } }

describe('what an operation requires', () => {
  test.each<[string, unknown, unknown]>([
    ['its own alternatives', [{ bearer: ['a'] }, {}], [{ bearer: ['a'] }, {}]],
    ['nothing', [], []],
    ['scopes that are no list ask for nothing', [{ bearer: null }], [{ bearer: [] }]],
    ['scopes that are no texts ask for nothing', [{ bearer: ['a', 7, null] }], [{ bearer: ['a'] }]],
    ['alternatives that are not a list are ignored', { bearer: [] }, []],
    ['an alternative that is nothing is {}', [null], [{}]],
  ])('%s', (_, security, expected) => {
    expect(protect({ components, paths: { '/': get(security) } }).security).toEqual([expected])
  })

  test('is what the contract requires, where it says nothing itself', () => {
    expect(protect({ components, security: [{ bearer: [] }], paths: { '/': get() } }).security).toEqual([
      [{ bearer: [] }],
    ])
  })

  test('with schemes off has none of them', () => {
    const made = protect({ components, paths: { '/': get([{ bearer: [] }]) } }, { auth: 'off' })
    expect([made.security, [...made.how]]).toEqual([[[{}]], [['bearer', 'off']]])
  })

  test.each<[AuthMode, object, unknown]>([
    ['enforce', { bearer: 'enforced', key: 'enforced' }, [{ bearer: [], key: [] }]],
    ['presence', { bearer: 'enforced', key: 'presence' }, [{ bearer: [], key: [] }]],
    ['off', { bearer: 'enforced', key: 'off' }, [{ bearer: [] }]],
  ])('of which one scheme is %s, by its name', (mode, how, security) => {
    const key = { type: 'apiKey', in: 'header', name: 'X-Key' }
    const made = protect(
      { components: { securitySchemes: { bearer, key } }, paths: { '/': get([{ bearer: [], key: [] }]) } },
      { auth: { key: mode } },
    )
    expect([Object.fromEntries(made.how), made.security]).toEqual([how, [security]])
  })

  test('enforces a scheme that is named so, even if it is taken for a version', () => {
    const version = { type: 'apiKey', in: 'header', name: 'X-API-Version' }
    const part = { components: { securitySchemes: { version } }, paths: { '/': get([{ version: [] }]) } }
    const howOf = (options: Partial<ProtectionOptions>) => protect(part, options).how.get('version')
    expect([howOf({}), howOf({ auth: { version: 'enforce' } })]).toEqual(['presence', 'enforced'])
  })

  test('is refused for schemes that there are not, all at once', () => {
    const part = { components, paths: { '/': get([{ partnerKey: [] }]) } }
    const faultsOf = (options: Partial<ProtectionOptions>, of = part) => {
      try {
        protect(of as typeof part, options)
        return []
      } catch (error) {
        return (error as UnknownProtection).faults
      }
    }
    expect(faultsOf({ auth: { partnerKy: 'off', partnerKey: 'off', bearer: 'off' }, protect: ['kee'] })).toEqual([
      {
        option: 'protect',
        name: 'kee',
        message:
          '"kee" is not a security scheme: the contract declares bearer. Name one of them, "bearer", "basic", or a header such as "X-API-Key"',
      },
      {
        option: 'auth',
        name: 'partnerKy',
        message: 'There is no security scheme "partnerKy"; did you mean "partnerKey"?',
      },
    ])
    const none = { components: { securitySchemes: {} }, paths: { '/': get() } } as unknown as typeof part
    expect(faultsOf({ auth: { some: 'off' } }, none)).toMatchObject([
      { message: 'There is no security scheme "some"; the contract has none' },
    ])
  })

  test('keeps names that every object has', () => {
    const security = [JSON.parse('{ "__proto__": ["a"], "constructor": [] }')]
    const made = protect({ paths: { '/': get(security) } })
    expect([made.security, [...made.how.keys()].sort()]).toEqual([[security], ['__proto__', 'constructor']])
  })
})

describe('an operation that inherits its security is open', () => {
  const login = (schema: object, more: object = {}) => ({
    post: {
      operationId: 'login',
      responses: {},
      requestBody: { content: { 'application/json': { schema } } },
      ...more,
    },
  })
  const password = { properties: { password: {} } }
  const isOpen = (path: string, item: object, schemas: object = {}) => {
    const parts = { ...components, schemas, requestBodies: { Login: login(password).post.requestBody } }
    const made = protect({ components: parts as never, security: [{ bearer: [] }], paths: { [path]: item } })
    return made.security[0]?.toString() === ''
  }

  test.each<[string, string, object]>([
    ['a login', '/login', login(password)],
    ['a token', '/v1/token', login({ properties: { grant_type: {} } })],
    ['in a part of the body', '/sign-in', login({ allOf: [{}, { oneOf: [password] }] })],
    ['behind a reference', '/sessions', login({ $ref: '#/components/schemas/A~1B' })],
    ['a body behind a reference', '/auth/', login({}, { requestBody: { $ref: '#/components/requestBodies/Login' } })],
  ])('if it takes a proof: %s', (_, path, item) => {
    expect(isOpen(path, item, { 'A/B': password })).toBe(true)
  })

  test.each<[string, string, object]>([
    ['another path', '/logins', login(password)],
    ['another member', '/login', login({ properties: { name: {} } })],
    ['no body', '/login', login({}, { requestBody: undefined })],
    ['a body that leads nowhere', '/login', login({}, { requestBody: { $ref: '#/nowhere' } })],
    ['a schema that contains itself', '/login', login({ $ref: '#/components/schemas/Self' })],
    ['a proof of its own', '/login', login(password, { security: [{ bearer: [] }] })],
  ])('and not with %s', (_, path, item) => {
    expect(isOpen(path, item, { Self: { allOf: [{ $ref: '#/components/schemas/Self' }] } })).toBe(false)
  })
})
