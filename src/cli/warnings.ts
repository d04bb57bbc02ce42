import { styleText } from 'node:util'
import type { Warnings } from '../codegen/problem.ts'

/** A line for each of the first warnings, and how many more there are; `''` without any. Colored on a terminal alone. */
export function warningText({ count, lines }: Warnings): string {
  const more = count - lines.length
  const shown = lines.map((line) => `${warning()} ${line}\n`).join('')
  return more > 0 ? `${shown}… and ${more} more; --strict lists all of them\n` : shown
}

function warning(): string {
  return styleText('yellow', 'warning', { stream: process.stderr })
}
