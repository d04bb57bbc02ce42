import { describe, expect, test } from 'vitest'
import { isRefusal } from './refusal.ts'
import type { Refusals } from './ways.ts'

const refusals: Refusals = { 400: ['error'], 401: null, 413: ['error'], 429: ['error'] }

function answered(status: number, body: unknown, type = 'application/json') {
  return { error: body, response: new Response(null, { status, headers: { 'Content-Type': type } }) }
}

describe('a refusal is a documented status in its documented form', () => {
  test.each<[boolean, Refusals | undefined, number, unknown, string?]>([
    [true, refusals, 400, { error: 'no', more: 1 }],
    [false, refusals, 400, { message: 'Forbidden' }],
    [false, refusals, 400, '<h1>proxy</h1>', 'text/html'],
    [false, refusals, 400, null],
    [true, refusals, 401, undefined],
    [false, refusals, 401, '<h1>proxy</h1>', 'text/html; charset=utf-8'],
    [false, refusals, 403, { error: 'no' }],
    [false, refusals, 429, { error: 'no' }],
    [false, { '4XX': [] }, 408, {}],
    [false, { '4XX': [] }, 421, {}],
    [false, { '4XX': [] }, 425, {}],
    [true, { '4XX': [] }, 403, {}],
    [true, { default: ['code'] }, 403, { code: 1 }],
    [false, { default: ['code'] }, 500, { code: 1 }],
    [false, { 400: ['error'], default: [] }, 400, {}],
    [false, undefined, 400, {}],
  ])('%s: %j, %i %j', (expected, documented, status, body, type) => {
    expect(isRefusal(documented, answered(status, body, type))).toBe(expected)
  })
})
