import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** The members of a type, and which of them it requires. */
interface TypeMembers {
  readonly all: readonly string[]
  readonly required: readonly string[]
}

/** By name, the members of every interface of a file, with those of what it extends. */
export function interfacesOf(file: string): ReadonlyMap<string, TypeMembers> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const declared = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((statement) => [statement.name.text, statement]),
  )
  return new Map([...declared].map(([name, statement]) => [name, membersOf(statement, declared)]))
}

function membersOf(
  { members, heritageClauses }: ts.InterfaceDeclaration,
  declared: ReadonlyMap<string, ts.InterfaceDeclaration>,
): TypeMembers {
  const own = members.filter(ts.isPropertySignature)
  const names = (some: readonly ts.PropertySignature[]) => some.map(({ name }) => name.getText())
  const bases = (heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => {
      const base = declared.get(expression.getText())
      return base ? [membersOf(base, declared)] : []
    }),
  )
  const required = own.filter(({ questionToken }) => questionToken === undefined)
  return {
    all: [...bases.flatMap(({ all }) => all), ...names(own)],
    required: [...bases.flatMap((base) => base.required), ...names(required)],
  }
}
