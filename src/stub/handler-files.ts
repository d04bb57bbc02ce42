import type { Operation } from '../contract/contract.ts'
import { type HandlerGroup, handlerGroups } from './handler-groups.ts'
import type { StubFile, StubPlan } from './plan.ts'
import { addressOf, docComment, indented, item, memberName, shortened, wrapped } from './words.ts'

/** A file for each group of operations, and the table of them. */
export function handlerFiles({ contract }: StubPlan): readonly StubFile[] {
  const groups = handlerGroups(contract)
  return [
    ...groups.map(groupFile),
    { path: 'src/handlers.ts', text: table(groups) },
    { path: 'src/todo.ts', text: todo },
  ]
}

export function pathOf({ name }: HandlerGroup): string {
  return `src/handlers/${name}.ts`
}

function groupFile(group: HandlerGroup): StubFile {
  const handlers = group.operations.map((operation) => indented(handlerText(operation)))
  const text = `import type { Handlers } from '../context.ts'
import { todo } from '../todo.ts'

export const ${group.variable} = {
${handlers.join('\n')}} satisfies Partial<Handlers>
`
  return { path: pathOf(group), text }
}

function handlerText(operation: Operation): string {
  const [first = '', ...others] = wrapped(`\`${addressOf(operation)}\`: ${operation.summary.replace(/\.\s*$/, '')}.`)
  return `${docComment([first, ...others, '', ...documentation(operation)])}
${memberName(operation.id)}: todo,
`
}

/** What the contract says of the operation: for people first, then who may call it and what it answers. */
function documentation({ description, security, responses }: Operation): string[] {
  const answers = [...responses].flatMap(([status, response]) => item(`${status}: ${response.description}`))
  const about = description === '' ? [] : [...shortened(wrapped(description), 10), '']
  return [...about, `Credential: ${credentials(security)}.`, '', 'Answers:', ...answers]
}

function credentials(security: Operation['security']): string {
  const alternatives = security.map(
    (schemes) =>
      Object.keys(schemes)
        .map((name) => `\`${name}\``)
        .join(' and ') || 'none',
  )
  return alternatives.length === 0 ? 'none' : alternatives.join(', or ')
}

function table(groups: readonly HandlerGroup[]): string {
  const imports = groups.map(({ name, variable }) => `import { ${variable} } from './handlers/${name}.ts'\n`)
  return `import type { Handlers } from './context.ts'
${imports.join('')}
/** One handler for each operation of the contract; if one is missing, this does not compile and the error names it. */
export const handlers: Handlers = {
${groups.map(({ variable }) => `  ...${variable},\n`).join('')}}
`
}

const todo = `import { notImplemented } from 'latchkey/server'

/** The handler of every operation that is not written yet: it answers 501. Put your own in its place. */
export const todo = () => notImplemented
`
