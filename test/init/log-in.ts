import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ContractDocument } from '../../src/contract/document.ts'
import { demoCredentials } from '../../src/engine/demo-credentials.ts'
import { demoData } from '../../src/engine/demo-data.ts'
import { usualSeed } from '../../src/engine/demo-people.ts'
import { engineContract } from '../../src/engine/engine-contract.ts'
import { isInDemo, wayCall } from '../../src/engine/login-calls.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import { protectOperations } from '../../src/engine/protection.ts'
import { demoPassword } from '../../src/served/demo.ts'
import { readOutput } from '../../src/ways/evaluate.ts'
import { expressionOf } from '../../src/ways/expressions.ts'
import { startTestServer } from '../test-server.ts'

interface Tried {
  readonly way: string
  /** What went wrong; undefined if the login works. */
  readonly fault: string | undefined
}

const run = promisify(execFile)
const options = { auth: 'enforce', protect: [] } as const

/** Serves a contract and logs in by each of its ways: a wrong password is refused, and what the right one gets opens an operation. */
export async function logInByAll(id: string, document: ContractDocument): Promise<readonly Tried[]> {
  const { api, report } = ownApi(id, document, options)
  const protection = protectOperations(document, options)
  const engine = engineContract(id, protection.document)
  const demo = demoData(engine, usualSeed(engine.accounts.roles))
  const server = await startTestServer({ ownApis: [api] })
  const mount = `http://127.0.0.1:${server.port}/${id}`
  const call = async (line: string) => {
    const filled = line.replaceAll('{url}', `${mount}${engine.contract.basePath}`).replaceAll('{mount}', mount)
    const { stdout } = await run('sh', ['-c', filled.replace(/^curl /, 'curl -s -i ')], { maxBuffer: 1 << 26 })
    return answerOf(stdout)
  }
  const enforced = [...protection.how].filter(([, how]) => how === 'enforced').map(([name]) => name)
  const credentials = demoCredentials(id, engine.contract, enforced)
  const tried: Tried[] = []
  for (const way of engine.ways.filter((each) => each.obtain && isInDemo(each, demo.inputsOf(each)))) {
    const [login] = wayCall(engine.contract, way, demo.inputsOf(way), credentials)
    const guarded = report.schemes.find(({ name }) => name === way.scheme)
    const known = guarded?.credentials[0]?.value
    const fault = async () => {
      if (!login) return 'there is no call'
      if (!login.curl.includes(demoPassword.plain) && !login.curl.includes('demo-secret')) return 'sends no password'
      const wrong = await call(
        login.curl.replaceAll(demoPassword.plain, 'wrong-horse').replaceAll('demo-secret', 'wrong-secret'),
      )
      if (wrong.status < 400) return `a wrong password is answered ${wrong.status}`
      const right = await call(login.curl)
      if (right.status >= 400)
        return `the right password is answered ${right.status} ${JSON.stringify(right.body).slice(0, 200)} for ${login.curl}`
      const [output] = Object.values(way.outputs ?? {})
      const secret =
        way.cookie === undefined
          ? output && readOutput(expressionOf(output), right)
          : right.headers.getSetCookie()[0]?.split(/[=;]/)[1]
      if (typeof secret !== 'string') return `the answer has no credential: ${JSON.stringify(right.body).slice(0, 200)}`
      if (!guarded?.curl || known === undefined) return undefined
      if (!guarded.curl.includes(known)) return `the curl line has no demo credential`
      const { status } = await call(guarded.curl.replaceAll(known, secret))
      const nonsense = await call(guarded.curl.replaceAll(known, 'nonsense'))
      if (nonsense.status !== 401 && nonsense.status !== 403) return `nonsense is answered ${nonsense.status}`
      return status < 400 ? undefined : `the credential is answered ${status}`
    }
    tried.push({ way: way.name, fault: await fault().catch((error: Error) => error.message) })
  }
  await server.stop()
  return tried
}

function answerOf(text: string): { readonly status: number; readonly headers: Headers; readonly body: unknown } {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const headers = new Headers(
    fields.map((field): [string, string] => [field.split(':')[0] ?? '', field.slice(field.indexOf(':') + 1).trim()]),
  )
  const body = rest.join('\r\n\r\n')
  try {
    return { status: Number(line.split(' ')[1]), headers, body: JSON.parse(body) }
  } catch {
    return { status: Number(line.split(' ')[1]), headers, body }
  }
}
