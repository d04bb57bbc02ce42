import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** What the action ends with where nothing could be run, as `latchkey verify` does. */
const couldNotRun = 2

class Failure extends Error {}

/** An input by its name in action.yml; empty if it was not given. */
function input(name) {
  return process.env[`LATCHKEY_ACTION_${name.toUpperCase().replaceAll('-', '_')}`] ?? ''
}

/** Latchkey as the project has it: no registry has it, so that nothing is ever downloaded. */
function installedIn(folder) {
  const manifestFile = manifestIn(folder)
  const { version, bin } = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const wanted = input('version')
  if (wanted !== '' && wanted !== version)
    throw new Failure(`The input version is "${wanted}", but latchkey ${version} is installed in ${folder}`)
  return join(dirname(manifestFile), bin.latchkey)
}

function manifestIn(folder) {
  try {
    return createRequire(join(folder, 'package.json')).resolve('latchkey/package.json')
  } catch (error) {
    throw new Failure(`Latchkey is not installed in ${folder}: install your project's packages before this step`, {
      cause: error,
    })
  }
}

function isStrict() {
  const strict = input('strict')
  if (!['', 'true', 'false'].includes(strict))
    throw new Failure(`The input strict must be true or false; it is "${strict}"`)
  return strict === 'true'
}

/** An option and its value are one word, so that no value is taken for an option. */
function options(reports) {
  const given = ['url', 'sandbox', 'with', 'baseline'].map((name) => [name, input(name)])
  const values = [...given, ...Object.entries(reports)].filter(([, value]) => value !== '')
  const others = input('arguments')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  return [...values.map(([name, value]) => `--${name}=${value}`), ...(isStrict() ? ['--strict'] : []), ...others]
}

function run(program, words, folder) {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: 'inherit' })
  return new Promise((ended, failed) => {
    child.on('error', failed).on('close', (code) => ended(code ?? couldNotRun))
  })
}

function verdictIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).verdict
  } catch {
    return 'could-not-run'
  }
}

/** With a delimiter that nobody can guess, no value can set another output. */
function setOutputs(outputs) {
  const file = process.env.GITHUB_OUTPUT
  if (!file) return
  for (const [name, value] of Object.entries(outputs)) {
    const delimiter = randomUUID()
    appendFileSync(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
  }
}

function reportsIn(folder) {
  const own = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), 'latchkey-verify-'))
  const sarif = input('sarif') === '' ? '' : resolve(folder, input('sarif'))
  if (sarif !== '') mkdirSync(dirname(sarif), { recursive: true })
  return { json: join(own, 'verify.json'), html: join(own, 'verify.html'), junit: join(own, 'verify.xml'), sarif }
}

/** As package.json says; on an older one, the sources of Latchkey are syntax errors. */
const oldestNode = 24

async function verify() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new Failure(
      `Latchkey needs Node ${oldestNode}; this is ${process.versions.node}. Add actions/setup-node before this step`,
    )
  if (input('api') === '') throw new Failure('The input api is missing')
  const folder = resolve(input('working-directory') || '.')
  const program = installedIn(folder)
  const reports = reportsIn(folder)
  const code = await run(program, ['verify', ...options(reports), '--', input('api')], folder)
  setOutputs({ verdict: verdictIn(reports.json), ...reports })
  return code
}

process.exitCode = await verify().catch((error) => {
  const message = error instanceof Failure ? error.message : String(error)
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  process.stdout.write(`::error title=latchkey verify::${escaped}\n`)
  setOutputs({ verdict: 'could-not-run', json: '', html: '', junit: '', sarif: '' })
  return couldNotRun
})
