import type { Operation } from '../contract/contract.ts'
import type { StubFile, StubPlan } from './plan.ts'
import { docComment, item, kebab, wrapped } from './words.ts'

/** A file an operation, and the table of them. */
export function handlerFiles({ contract }: StubPlan): readonly StubFile[] {
  const { operations } = contract
  return [...operations.map((operation) => handlerFile(operation)), tableFile(operations)]
}

function handlerFile(operation: Operation): StubFile {
  const {
    id,
    method,
    path,
    summary,
    basePaths: [basePath = ''],
  } = operation
  const text = `import { notImplemented } from 'latchkey/server'
import type { Handlers } from '../context.ts'

${docComment([`\`${method} ${basePath}${path}\`: ${summary}.`, '', ...documentation(operation)])}
export const ${id}: Handlers['${id}'] = () => notImplemented
`
  return { path: `src/handlers/${kebab(id)}.ts`, text }
}

/** What the contract says of the operation: for people first, then who may call it and what it answers. */
function documentation({ description, security, responses }: Operation): string[] {
  const answers = [...responses].flatMap(([status, response]) => item(`${status}: ${response.description}`))
  const about = description === '' ? [] : [...wrapped(description), '']
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

function tableFile(operations: readonly Operation[]): StubFile {
  const ids = operations.map(({ id }) => id)
  const text = `import type { Handlers } from './context.ts'
${ids.map((id) => `import { ${id} } from './handlers/${kebab(id)}.ts'\n`).join('')}
/** One handler an operation of the contract; without one of them this does not compile. */
export const handlers: Handlers = {
${ids.map((id) => `  ${id},\n`).join('')}}
`
  return { path: 'src/handlers.ts', text }
}
