import { describe, expect, test } from 'vitest'
import { verify } from '../../src/verify/verify.ts'
import { someOf } from '../full.ts'
import { mutants } from './mutants.ts'
import { run } from './running.ts'
import { changingAnswers } from './wires.ts'

/** Other spellings of what a header says: a server that sends these is as right as ours. */
const respelled: Readonly<Record<string, (value: string) => string>> = {
  'set-cookie': (value) => {
    const [pair = '', ...attributes] = value.split('; ')
    return [pair, ...attributes.toReversed().map((attribute) => attribute.toLowerCase())].join(';')
  },
  'www-authenticate': (value) => {
    const [, scheme = '', parameters = ''] = /^(\S+) (.*)$/.exec(value) ?? []
    const upper = parameters.split(', ').map((each) => each.replace(/^[^=]+/, (name) => name.toUpperCase()))
    return `${scheme.toLowerCase()} ${upper.toReversed().join(' , ')}`
  },
  'cache-control': () => 'Private, No-Store, max-age=0',
  accept: (value) => value.split(', ').toReversed().join(' , ').toUpperCase(),
  pragma: () => 'No-Cache',
}

const otherSpellings = changingAnswers((answer) => ({
  ...answer,
  headers: answer.headers.map(([name, value]) => [name, respelled[name.toLowerCase()]?.(value) ?? value]),
}))

const apis = [...new Set(mutants.map(({ api }) => api))].sort()

describe('headers in another spelling pass', () => {
  test.each(someOf(apis, 3))('%s', async (api) => {
    const { url, sandbox, hooks, stop } = await run({ api, wire: otherSpellings })
    try {
      const { checks } = await verify({ api, url, sandbox, hooks, tags: ['form', 'http', 'authentication'] })
      const refused = checks.filter(({ result }) => result === 'deviation' || result === 'error')
      expect(refused.map(({ id, error, evidence }) => [id, error, evidence?.expected, evidence?.received])).toEqual([])
      expect(checks.filter(({ result }) => result === 'passed').length).toBeGreaterThan(20)
    } finally {
      await stop()
    }
  })
})
