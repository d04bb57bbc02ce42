import { expect, test } from 'vitest'
import { describeViolation, describeViolations, type Violation } from './violation.ts'

const missing: Violation = { in: 'body', path: ['user', 'name'], keyword: 'required', message: 'is required' }
const broken: Violation = { in: 'body', path: [], keyword: 'syntax', message: 'is not valid JSON' }

test('a violation in words names the place and what is wrong with it', () => {
  expect(describeViolation(missing)).toBe('body.user.name is required')
  expect(describeViolation(broken)).toBe('body is not valid JSON')
})

test('several are told in one line', () => {
  expect(describeViolations([missing, broken])).toBe('body.user.name is required; body is not valid JSON')
  expect(describeViolations([])).toBe('')
})
