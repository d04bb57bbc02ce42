import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { engineContract } from './engine-contract.ts'

const document = (part: object) =>
  ({ openapi: '3.1.1', info: { title: 'Read', version: '1' }, paths: {}, ...part }) as ContractDocument

const action = { kind: 'show-account' }
const secured = {
  paths: {
    '/me': {
      get: { operationId: 'me', responses: {}, 'x-action': action, security: [{ key: ['staff'] }, { key: ['admin'] }] },
    },
    '/v1/me': { get: { operationId: 'meAgain', 'x-alias-of': 'me', responses: {} } },
    '/other': { get: { operationId: 'other', responses: {} } },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', 'x-ways': { own: { send: '$inputs.k' } } } },
  },
}

test('accounts have defaults, and the roles that security names', () => {
  expect(engineContract('read', document(secured)).accounts).toMatchObject({
    ...{ id: 'opaque', loginBy: ['email', 'login'], roles: ['user', 'staff', 'admin'], members: {}, admits: {} },
  })
})

test('there are two roles where the contract names none', () => {
  expect(engineContract('read', document({})).accounts.roles).toEqual(['user', 'admin'])
})

test('what the contract says of accounts wins', () => {
  const declared = { id: 'number', roles: ['GUEST', 'ADMIN'], members: { active: true } }
  expect(engineContract('read', document({ ...secured, 'x-accounts': declared })).accounts).toMatchObject({
    ...{ ...declared, loginBy: ['email', 'login'], admits: {} },
  })
})

test('another address of an operation has its action', () => {
  const { actions } = engineContract('read', document(secured))
  expect([...actions]).toEqual([
    ['me', action],
    ['meAgain', action],
  ])
})

test('ways are found by their names', () => {
  const engine = engineContract('read', document(secured))
  expect(engine.wayNamed('own')).toMatchObject({ name: 'own', scheme: 'key' })
  expect(() => engine.wayNamed('other')).toThrow('The contract of read has no way "other"')
})
