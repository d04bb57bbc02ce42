import type { StubFile, StubPlan } from './plan.ts'
import { readme } from './readme.ts'
import { sourceFiles } from './source-files.ts'

/** Every file of a project. */
export function stubFiles(plan: StubPlan): readonly StubFile[] {
  const { own, suite } = plan
  return [
    { path: '.gitignore', text: 'node_modules/\n' },
    { path: 'README.md', text: readme(plan) },
    { path: 'package.json', text: json(packageOf(plan)) },
    ...sourceFiles(plan),
    { path: 'tsconfig.json', text: json(tsconfig(plan)) },
    ...(own ? [{ path: own.file, text: own.text }, ...own.generated] : []),
    ...(suite ? [{ path: 'verify.yaml', text: suite.file }] : []),
  ]
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function packageOf({ name, contract, versions, own, suite }: StubPlan) {
  return {
    name,
    version: '0.1.0',
    description: `A server of ${contract.title}`,
    private: true,
    type: 'module',
    engines: { node: versions.node },
    scripts: {
      start: 'node src/server.ts',
      test: suite ? 'node test/verify.ts' : 'node --test',
      check: 'tsc',
      ...(own && { generate: `latchkey generate ${own.file} --out generated` }),
    },
    // What brings the Node of `devDependencies` is an install script; the other only counts installations.
    allowScripts: { node: true, '@scarf/scarf': false },
    dependencies: versions.dependencies,
    devDependencies: versions.devDependencies,
  }
}

function tsconfig({ own }: StubPlan) {
  return {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['src', 'test', ...(own ? ['generated'] : [])],
  }
}
