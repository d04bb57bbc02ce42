import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { substitute } from '../config/variables.ts'
import { configText } from './config-text.ts'

const parts = { id: 'acme', overlay: undefined, allowRefs: false, keyScheme: undefined, role: undefined, isOpen: false }
const commented = (text: string) => text.replaceAll(/^( {2} +)# /gm, '$1')

test('names of a contract cannot end the comment that they stand in', () => {
  const name = 'x }\n  evil: { contract: /etc/passwd'
  const text = configText({ ...parts, contract: './a.yaml', keyScheme: name, role: name })
  expect(parseDocument(text).toJS()).toEqual({ apis: { acme: { contract: './a.yaml' } } })
})

test.each(['partnerKey', 'a: b', '"', 'true', '7', '#x', 'x, y'])('the commented seed says %j as a text', (name) => {
  const text = configText({ ...parts, contract: './a.yaml', keyScheme: name, role: name })
  const { seed } = parseDocument(commented(text).replace(/^ *Your own people.*\n/m, '')).toJS().apis.acme
  expect(seed.keys[0].scheme).toBe(name)
  expect(seed.accounts[0].roles).toEqual([name])
})

test('a path with a dollar and a brace is not a variable', () => {
  const name = './$' + '{HOME}.yaml'
  const text = configText({ ...parts, contract: name, overlay: name })
  const { value } = substitute(parseDocument(text).toJS().apis.acme, { HOME: '/root' })
  expect(value).toEqual({ contract: name, overlays: [name] })
})
