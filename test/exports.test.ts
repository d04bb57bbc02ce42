import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { entries, sourceFiles, target } from './imports.ts'

/** Files whose exports nobody imports by a path that stands in a source, and who asks for them. */
const reflected: Readonly<Record<string, string>> = {
  'src/apis/*/handlers.ts': 'src/reference/load-apis.ts imports the handlers of every API that has some',
  'src/conformance/vendors/*/suite.ts': 'src/conformance/suites.ts imports every suite there is',
  'src/conformance/sandbox/suite.ts': 'src/conformance/suites.ts imports every suite there is',
  'generated/**/*.ts': 'made of the contracts whole, whoever wants how much of it',
  'openapi/rules/plugin.ts': 'redocly.yaml names it',
  'vitest.config.ts': 'vitest asks for it',
  'test/types/*.ts': 'only the compiler looks at it',
  'test/package/*consumer.ts': 'only the compiler looks at it, as an app that has the package',
}

const open = new Set(
  [...entries.map(({ source }) => source), ...Object.keys(reflected)].flatMap((glob) => globSync(glob)),
)

/** A name that a file takes from another; `*` for all of them. */
type Use = `${string} ${string}`

const sources = sourceFiles.map((file) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
)

/** All names that are taken somewhere. */
const uses = new Set<Use>(sources.flatMap((source) => usesIn(source, source)))

function usesIn(node: ts.Node, source: ts.SourceFile): Use[] {
  return [...usesOf(node, source.fileName), ...node.getChildren(source).flatMap((child) => usesIn(child, source))]
}

function usesOf(node: ts.Node, file: string): Use[] {
  const of = (specifier: ts.Node | undefined, names: readonly string[]): Use[] =>
    specifier && ts.isStringLiteralLike(specifier)
      ? names.map((name): Use => `${target(file, specifier.text)} ${name}`)
      : []
  if (ts.isImportDeclaration(node)) return of(node.moduleSpecifier, imported(node.importClause))
  if (ts.isExportDeclaration(node)) return of(node.moduleSpecifier, taken(node.exportClause))
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return of(node.argument.literal, [node.qualifier?.getText() ?? '*'])
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return of(node.arguments[0], unpacked(node))
  return []
}

function imported(clause: ts.ImportClause | undefined): string[] {
  return [...(clause?.name ? ['default'] : []), ...(clause?.namedBindings ? taken(clause.namedBindings) : [])]
}

function taken(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return ['*']
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
}

/** `const { a } = await import('…')` takes `a`; of any other import at run time it is not known. */
function unpacked(call: ts.CallExpression): string[] {
  const variable = call.parent.parent
  if (!ts.isVariableDeclaration(variable) || !ts.isObjectBindingPattern(variable.name)) return ['*']
  return variable.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText())
}

/** What a file offers; what it only passes on counts where it comes from, too. */
function exportsOf({ statements }: ts.SourceFile): string[] {
  return statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return ['default']
    if (ts.isExportDeclaration(statement)) return offered(statement.exportClause)
    return has(statement, ts.SyntaxKind.ExportKeyword) ? declared(statement) : []
  })
}

function offered(clause: ts.NamedExportBindings | undefined): string[] {
  return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : []
}

function has(statement: ts.Statement, keyword: ts.SyntaxKind): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : []
  return modifiers?.some(({ kind }) => kind === keyword) ?? false
}

function declared(statement: ts.Statement): string[] {
  if (has(statement, ts.SyntaxKind.DefaultKeyword)) return ['default']
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  return [(statement as ts.DeclarationStatement).name?.getText() ?? '']
}

test('what a file exports, another one imports', () => {
  const idle = sources
    .filter(({ fileName }) => !open.has(fileName))
    .flatMap((source) => exportsOf(source).map((name) => ({ file: source.fileName, name })))
    .filter(({ file, name }) => !uses.has(`${file} ${name}`) && !uses.has(`${file} *`))
  expect(idle.map(({ file, name }) => `${file} ${name}`)).toEqual([])
})

test('what is exported has a name, but where a tool asks for the default', () => {
  const nameless = sources.filter((source) => exportsOf(source).includes('default')).map(({ fileName }) => fileName)
  expect(nameless.sort()).toEqual(['openapi/rules/plugin.ts', 'vitest.config.ts'])
})
