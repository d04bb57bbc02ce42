import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printableText } from '../../masking/printable.ts'
import { CannotVerify } from '../cannot-verify.ts'
import type { CheckRecord, Exchange } from '../report.ts'
import { harOf } from './har.ts'
import { answerLines, reasonLine, requestLines } from './words.ts'

/** Writes every exchange of each check that did not pass into a folder, as text and as HAR. */
export function traceInto(folder: string): (record: CheckRecord, exchanges: readonly Exchange[]) => void {
  makeFolder(folder)
  const taken = new Set<string>()
  return (record, exchanges) => {
    const name = nameOf(record.id, taken)
    writeFileSync(join(folder, `${name}.txt`), traceText(record, exchanges))
    writeFileSync(join(folder, `${name}.har`), harOf(exchanges))
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new CannotVerify(`--trace "${folder}": no folder can be made there`, { cause: error })
  }
}

/** A check's id as the name of a file; two that differ in signs alone get numbers. */
function nameOf(id: string, taken: Set<string>): string {
  const base = id.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, longestName)
  let name = base
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`
  taken.add(name)
  return name
}

const longestName = 120

export function traceText(record: CheckRecord, exchanges: readonly Exchange[]): string {
  const { id, result, trace } = record
  const head = [`${id}: ${result}`, reasonLine(record), ...(trace === null ? [] : [`trace ${trace}`])]
  const parts = exchanges.flatMap((exchange, at) => [
    '',
    `--- ${at + 1} of ${exchanges.length}, ${exchange.started}, ${exchange.milliseconds} ms`,
    ...requestLines(exchange),
    '',
    ...answerLines(exchange),
  ])
  return `${[...head, ...parts].map(printableText).join('\n')}\n`
}
