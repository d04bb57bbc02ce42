import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import type { LeftOut } from './check.ts'
import type { Change, Guess } from './guess.ts'

interface OverlayParts {
  /** The title of the contract. */
  readonly title: string
  /** The contract as it is reached from the overlay. */
  readonly contract: string
  readonly taken: readonly Guess[]
  /** What is only written as comments. */
  readonly leftOut: readonly LeftOut[]
}

const widest = 110

/** An overlay with what is taken, each action behind a comment with its reason, and the rest as comments. */
export function overlayText({ title, contract, taken, leftOut }: OverlayParts): string {
  const head = new Document({
    overlay: '1.0.0',
    info: { title: `How the credentials of ${title} work`, version: '1.0.0' },
    extends: contract,
  })
  return [
    ...comment(
      `How the credentials of ${title} work, as "latchkey init" read it from the contract. Change what is wrong.`,
    ),
    '# All declarations: node_modules/latchkey/docs/contracts.md',
    head.toString({ lineWidth: 0 }).trimEnd(),
    'actions:',
    ...taken.flatMap((guess, at) => [...(at > 0 ? [''] : []), ...actionLines(guess)]),
    ...leftOut.flatMap(leftOutLines),
    '',
  ].join('\n')
}

function actionLines({ subject, what, reasons, changes }: Guess): readonly string[] {
  return [...comment(`${subject} ${said(what)}: ${reasons.join('; ')}.`, '  '), ...changes.flatMap(changeLines)]
}

function leftOutLines({ guess, why }: LeftOut): readonly string[] {
  const { subject, what, reasons, changes } = guess
  return [
    '',
    ...comment(`Left out, since ${why}. ${subject} perhaps ${said(what)}: ${reasons.join('; ')}.`, '  '),
    ...changes.flatMap(changeLines).map((line) => `  # ${line.slice(2)}`),
  ]
}

/** "is the login of session", "creates an account". */
function said(what: string): string {
  return /^(the|a) /.test(what) ? `is ${what}` : what
}

function changeLines({ at, value }: Change): readonly string[] {
  const document = new Document([{ target: jsonPath(at), update: value }])
  visit(document, {
    Map(_, node, path) {
      if (path.length > 4 && isSmall(node)) node.flow = true
    },
  })
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: true })
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
}

const longestFlow = 100

function isSmall(node: unknown): boolean {
  if (isScalar(node)) return true
  if (isSeq(node)) return node.items.every(isSmall)
  return isMap(node) && JSON.stringify(node).length <= longestFlow
}

/** The JSONPath of a place (RFC 9535). */
function jsonPath(at: readonly string[]): string {
  return `$${at.map((name) => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${quoted(name)}]`)).join('')}`
}

function quoted(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Lines of a comment, broken between words. */
function comment(text: string, indent = ''): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + indent.length + 3 > widest) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => `${indent}# ${line}`)
}
