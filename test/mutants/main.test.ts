import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { usage } from './chosen.ts'

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function mutants(...words: readonly string[]): Promise<Said> {
  const line = ['--conditions=source', 'test/mutants/main.ts', ...words]
  return new Promise((settle) => {
    execFile(process.execPath, line, (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

test.each(['--help', '-h'])('%s says how it is used, and judges nothing', async (word) => {
  expect(await mutants(word)).toEqual({ code: 0, stdout: usage, stderr: '' })
})

test('a part that no id has is named, and nothing is judged', async () => {
  const stderr = `No mutant has "refersh" in its id\n\n${usage}`
  expect(await mutants('khe/', 'refersh')).toEqual({ code: 2, stdout: '', stderr })
})
