import { expect, test } from 'vitest'
import { Progress } from './progress.ts'

function watched(isLive: boolean) {
  const written: string[] = []
  const ticks: (() => void)[] = []
  let now = 0
  const progress = new Progress({
    isLive,
    write: (text) => void written.push(text),
    now: () => now,
    every: (_, call) => {
      ticks.push(call)
      return () => ticks.splice(0)
    },
  })
  const pass = (milliseconds: number) => {
    now += milliseconds
    for (const tick of ticks) tick()
  }
  return { progress, written, pass }
}

const read = (bytes: number) => ({ is: 'read', address: 'a', bytes }) as const

test('a contract of less than a megabyte is read without a word', () => {
  const { progress, written } = watched(false)
  progress.tell('tea.yaml', read(999_999))
  progress.end('tea.yaml')
  expect(written).toEqual([])
})

test('a larger one is announced and timed in plain lines', () => {
  const { progress, written, pass } = watched(false)
  progress.tell('tea.yaml', read(600_000))
  progress.tell('tea.yaml', read(2_600_000))
  pass(4100)
  progress.end('tea.yaml')
  expect(written).toEqual(['Reading tea.yaml (3.2 MB) …\n', 'Read tea.yaml (3.2 MB) in 4.1 s\n'])
})

test('on a terminal the line is written over every second', () => {
  const { progress, written, pass } = watched(true)
  progress.tell('tea.yaml', read(3_200_000))
  pass(1000)
  progress.end('tea.yaml')
  pass(1000)
  expect(written).toEqual([
    'Reading tea.yaml (3.2 MB) …',
    '\r\u001B[KReading tea.yaml (3.2 MB) … 1 s',
    '\r\u001B[KRead tea.yaml (3.2 MB) in 1.0 s\n',
  ])
})

test('redirects are shown', () => {
  const { progress, written } = watched(false)
  progress.tell('https://a.test/', { is: 'redirected', from: 'https://a.test/', to: 'https://b.test/' })
  expect(written).toEqual(['https://a.test/ redirects to https://b.test/\n'])
})
