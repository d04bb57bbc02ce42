import { expect, test } from 'vitest'
import { kindOf as kindOnServer, listedMediaTypes } from '../contract/media-type.ts'
import { kindOf } from './media-kind.ts'

const others = ['Application/JSON; charset=utf-8', 'text/plain', 'text/csv;header=present', 'image/png', 'nonsense', '']

test.each([...listedMediaTypes, ...others])('the client and the server read "%s" as the same', (mediaType) => {
  const kind = kindOnServer(mediaType)

  // The client has no use for the fields of a form in an answer.
  expect(kindOf(mediaType)).toBe(kind === 'form' || kind === 'multipart' ? 'bytes' : kind)
})
