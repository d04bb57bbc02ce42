import { expect, test } from 'vitest'
import { excessOf } from '../../test/linear/cost.ts'
import { ownWords, wordsOf } from './words.ts'

test('words of ids and paths, with acronyms', () => {
  const operation = { id: 'createAPIKeyForV2', path: '/v1/users/{id}/OAuth2Tokens' }
  expect(wordsOf(operation)).toEqual([...['create', 'api', 'key', 'for', 'v2', 'v1', 'users', 'o', 'auth2', 'tokens']])
})

test.each([['A'], ['a/']])('words of an id and a path of %j are read in linear time', async (piece) => {
  const reading = (text: string) => () => ownWords({ id: text, path: `/${text}` }).length
  expect(await excessOf(reading, (size) => piece.repeat(size / piece.length))).toBeUndefined()
})
