import { describe, expect, test } from 'vitest'
import { curlOf } from './curl.ts'
import { maskedMessage } from './message.ts'
import { Veil } from './veil.ts'

const chunks = ['Content-Type', 'text/plain', 'Transfer-Encoding', 'chunked']
const sent = { method: 'POST', origin: 'http://localhost', path: '/', search: '', sentHeaders: chunks }

test('a body that came in chunks is sent in chunks again', () => {
  expect(curlOf({ ...sent, sentBody: Buffer.from('hi') }, () => false, new Veil([]))).toBe(
    "curl http://localhost/ -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' --data-raw hi",
  )
})

test('curl is not told of chunks where there is no body, since it would send none', () => {
  expect(curlOf({ ...sent, sentBody: undefined }, () => false, new Veil([]))).toBe(
    "curl -X POST http://localhost/ -H 'Content-Type: text/plain'",
  )
})

test('curl is told of no cut where the header that is too long is none it is told', () => {
  const sentHeaders = ['User-Agent', 'x'.repeat(5_000)]
  expect(curlOf({ ...sent, method: 'GET', sentHeaders, sentBody: undefined }, () => false, new Veil([]))).toBe(
    'curl http://localhost/',
  )
})

describe('a secret that is cut with the text around it', () => {
  const secret = 'correct-horse-battery-staple'
  const veil = new Veil([{ name: 'password', value: secret }])
  const padded = `${'x'.repeat(4_080)} ${secret}`

  test('is hidden in a header', () => {
    const headers = ['X-Debug', padded]
    const { message, curl } = shownOf(headers, '')
    expect(message.headers).toEqual([['X-Debug', `${'x'.repeat(4_080)} corr…`]])
    expect(curl).toBe(`curl http://localhost/ -H 'X-Debug: ${'x'.repeat(4_080)} corr…'`)
  })

  test.each(['text/plain', 'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])(
    'is hidden in a body of %s',
    (type) => {
      for (const length of [6, 15, 27]) {
        const text = `a=${'x '.repeat(2_047).slice(length)}${secret}`
        const { message, curl } = shownOf(['Content-Type', type], text)
        expect(message.body).not.toContain('correct')
        expect(curl).not.toContain('correct')
      }
    },
  )

  function shownOf(sentHeaders: string[], text: string) {
    const body = text === '' ? undefined : Buffer.from(text)
    const lines = sentHeaders.length > 0 ? [[sentHeaders[0] ?? '', sentHeaders[1] ?? ''] as const] : []
    const masked = maskedMessage(lines, text.slice(0, 4_096), () => false, text.length > 4_096)
    const method = body ? 'POST' : 'GET'
    return {
      message: masked.under(veil),
      curl: curlOf({ ...sent, method, sentHeaders, sentBody: body }, () => false, veil),
    }
  }
})
