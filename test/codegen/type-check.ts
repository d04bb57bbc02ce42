import { dirname, resolve } from 'node:path'
import ts from 'typescript'

/** What the compiler says about one file: `12: Type 'X' is not assignable …`. */
export type Complaints = ReadonlyMap<string, readonly string[]>

/**
 * Type-checks files that are nowhere on the disk as if they lay in this package, under its own `tsconfig.json`.
 * Every given file has an entry in the answer; an empty one compiles. `others` are options in place of this package's.
 */
export function typeCheck(files: ReadonlyMap<string, string>, others: ts.CompilerOptions = {}): Complaints {
  const texts = new Map([...files].map(([path, text]) => [resolve(path), text]))
  const sources = [...texts.keys()].filter((path) => path.endsWith('.ts'))
  const options = { ...compilerOptions(), ...others }
  const program = ts.createProgram(sources, options, overlay(ts.createCompilerHost(options), texts))
  // What they import is checked where it stands; its types are all that is needed here.
  const said = sources.flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
  const orphan = said.find(({ file }) => !file || !texts.has(file.fileName))
  if (orphan) throw new Error(ts.flattenDiagnosticMessageText(orphan.messageText, ' '))
  const complaintsOf = (path: string) => said.filter(({ file }) => file?.fileName === resolve(path)).map(complaint)
  return new Map([...files.keys()].map((path) => [path, complaintsOf(path)]))
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, process.cwd()).options
}

/** The disk with the given files laid over it. */
function overlay(host: ts.CompilerHost, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const folders = new Set([...texts.keys()].flatMap((path) => [dirname(path), dirname(dirname(path))]))
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    directoryExists: (path) => folders.has(path) || ts.sys.directoryExists(path),
    getSourceFile(path, version, ...rest) {
      const text = texts.get(path)
      return text === undefined ? host.getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version)
    },
  }
}

function complaint({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
  return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}
