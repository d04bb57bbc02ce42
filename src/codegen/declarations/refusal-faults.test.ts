import { expect, test } from 'vitest'
import type { ContractDocument } from '../../contract/document.ts'
import { declarationFaults } from './declaration-faults.ts'

function faults(root: object, operation: object = {}): readonly string[] {
  const responses = { 400: { description: 'No' }, 409: { description: 'No' } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Tea', version: '1' },
    'x-refusals': root,
    paths: {
      '/tea': { post: { operationId: 'pour', responses, 'x-refusals': operation } },
      '/pot': { get: { operationId: 'look', responses: { 404: { description: 'No' } } } },
    },
  }
  return declarationFaults(document as unknown as ContractDocument).map(
    ({ at, message }) => `${at.join('/')}: ${message}`,
  )
}

const body = { body: { error: '{message}' } }
const pour = 'paths//tea/post/x-refusals'

test.each<[string, object, object, readonly string[]]>([
  [
    'nothing',
    { ...body, conflict: { status: 404, message: 'No more than {limit}' } },
    { taken: { as: 'forbidden' } },
    [],
  ],
  [
    'a name that there is not',
    { conflit: {} },
    {},
    ['x-refusals/conflit: "x-refusals" has no member "conflit"; did you mean "conflict"?'],
  ],
  [
    'a status that the operation does not document',
    {},
    { conflict: { status: 404 } },
    [`${pour}/conflict/status: "pour" does not document the status 404`],
  ],
  [
    'a status that no operation documents',
    { conflict: { status: 410 } },
    {},
    ['x-refusals/conflict/status: No operation documents the status 410'],
  ],
  [
    'a placeholder that there is not',
    { body: { error: '{mesage}' } },
    {},
    ['x-refusals/body/error: There is no placeholder "mesage"; did you mean "message"?'],
  ],
  [
    'a placeholder of a violation outside of a list',
    { ...body, invalid: { body: { error: '{violation.name}' } } },
    {},
    [
      'x-refusals/invalid/body/error: "{violation.name}" is for the one item of a list, which is repeated for each violation',
    ],
  ],
  [
    'a placeholder of bodies in a message',
    { ...body, conflict: { message: '{uuid}' } },
    {},
    ['x-refusals/conflict/message: There is no placeholder "uuid"; there are status, violations, limit, accept'],
  ],
  [
    'a message that goes nowhere',
    { conflict: { message: 'Taken' } },
    {},
    ['x-refusals/conflict/message: Nothing says where it goes: add "body" or "form: oauth"'],
  ],
  ['two bodies', { ...body, form: 'oauth' }, {}, ['x-refusals/form: Expected "body" or "form", got both']],
  [
    'an error code that goes nowhere',
    { ...body, conflict: { error: 'gone' } },
    {},
    ['x-refusals/conflict/error: Expected "form: oauth", whose error code this is'],
  ],
  ['an error code of another place', { ...body, conflict: { error: 'gone' } }, { form: 'oauth' }, []],
  [
    'what looks like itself',
    { conflict: { as: 'conflict' } },
    {},
    ['x-refusals/conflict/as: "conflict" looks like itself'],
  ],
  [
    'what says more than what it looks like',
    { conflict: { as: 'forbidden', status: 404 } },
    {},
    ['x-refusals/conflict/as: Expected nothing else, since it looks like another refusal'],
  ],
  [
    'what nothing can look like',
    { conflict: { as: 'throttled' } },
    {},
    ['x-refusals/conflict/as: Nothing can look like "throttled", which says something of the request'],
  ],
  [
    'a realm that no header can have',
    { realm: 'Täe…' },
    {},
    ['x-refusals/realm: A header cannot have these characters'],
  ],
])('%s', (_what, root, operation, expected) => {
  expect(faults(root, operation)).toEqual(expected)
})
