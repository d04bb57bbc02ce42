import { expect, test } from 'vitest'
import { curlOf } from './curl.ts'

const chunks = ['Content-Type', 'text/plain', 'Transfer-Encoding', 'chunked']
const sent = { method: 'POST', origin: 'http://localhost', path: '/', search: '', sentHeaders: chunks }

test('a body that came in chunks is sent in chunks again', () => {
  expect(curlOf({ ...sent, sentBody: Buffer.from('hi') }, () => false)).toBe(
    "curl http://localhost/ -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' --data-raw hi",
  )
})

test('curl is not told of chunks where there is no body, since it would send none', () => {
  expect(curlOf({ ...sent, sentBody: undefined }, () => false)).toBe(
    "curl -X POST http://localhost/ -H 'Content-Type: text/plain'",
  )
})
