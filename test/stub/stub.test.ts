import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Contract, type Operation, readContract } from '../../src/contract/contract.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import { someOf } from '../full.ts'
import { credentialFor, exampleRequest } from './examples.ts'
import { type Running, workshop } from './project.ts'

/** The one with the most kinds of credentials first: the brief form starts it alone. */
const apis = ['numbers-station', 'khe', 'innodata', 'nebula-block', 'tag', 'sandbox']

const shop = workshop()
afterAll(shop.close)

beforeAll(async () => {
  for (const api of apis) expect(await shop.stub(api, api)).toMatchObject({ code: 0, stderr: '' })
})

function contractOf(api: string): Contract {
  return readContract(JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8')) as ContractDocument)
}

function filesOf(folder: string): string[] {
  return readdirSync(join(shop.folder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(shop.folder, folder, name)).isFile())
    .sort()
}

describe('a project', () => {
  test('has a file for each group of operations, and says what it is made of', () => {
    expect(filesOf('nebula-block')).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'src/app.ts',
      'src/context.ts',
      'src/credentials.ts',
      'src/handlers.ts',
      'src/handlers/account.ts',
      'src/handlers/api-keys.ts',
      'src/handlers/login.ts',
      'src/server.ts',
      'src/todo.ts',
      'test/verify.ts',
      'tsconfig.json',
      'verify.yaml',
    ])
  })

  test('depends on exact versions: this one, and those it was tested with', () => {
    const ours = JSON.parse(readFileSync('package.json', 'utf8'))
    const {
      name,
      private: isPrivate,
      dependencies,
      devDependencies,
    } = JSON.parse(readFileSync(join(shop.folder, 'tag/package.json'), 'utf8'))

    expect([name, isPrivate]).toEqual(['tag', true])
    expect(dependencies).toEqual({ express: ours.dependencies.express, latchkey: ours.version })
    expect(devDependencies).toEqual({
      '@types/express': ours.devDependencies['@types/express'],
      '@types/node': ours.devDependencies['@types/node'],
      node: ours.devDependencies.node,
      typescript: ours.dependencies.typescript,
    })
  })

  test('says above a handler what the contract says of it', () => {
    expect(readFileSync(join(shop.folder, 'khe/src/handlers/tokens.ts'), 'utf8')).toMatch(
      /^ {3}\* `DELETE \/v1\.0\/users\/token`: .+\.\n {3}\*\n(?: {3}\* .+\n)+ {3}\*\n {3}\* Credential: `basic`\.\n {3}\*\n {3}\* Answers:\n {3}\* - 200: /m,
    )
  })

  test.each(apis)('of %s leads to nothing that is not there', (api) => {
    const readme = readFileSync(join(shop.folder, api, 'README.md'), 'utf8')
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link)

    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((link) => !filesOf(api).includes(link ?? ''))).toEqual([])
  })

  test.each([
    ['khe', ['readBasic(fields)']],
    ['innodata', ['readBasic(fields)']],
    ['nebula-block', ['readBearer(fields)']],
    ['tag', ['readBearer(fields)', 'readFormBasic(fields)']],
  ])('of %s reads its credentials as its contract has them encoded', (api, readers) => {
    const text = readFileSync(join(shop.folder, api, 'src/credentials.ts'), 'utf8')

    expect([...text.matchAll(/const sent = (.*)/g)].map(([, call]) => call)).toEqual(readers)
  })

  test('compiles, also of contracts of your own', async () => {
    expect(await shop.stub(resolve('test/stub/odd.yaml'), 'odd')).toMatchObject({ code: 0 })
    expect(await shop.stub(resolve('test/codegen/fixtures/only-webhooks'), 'webhooks')).toMatchObject({ code: 0 })

    const include = [...apis, 'odd', 'webhooks'].flatMap((api) => [`${api}/src`, `${api}/test`])
    // Latchkey is here as its sources, which are checked by rules of their own.
    const compilerOptions = { lib: ['es2024', 'esnext.iterator'], customConditions: ['source'] }
    writeFileSync(
      join(shop.folder, 'tsconfig.json'),
      JSON.stringify({ extends: './khe/tsconfig.json', compilerOptions, include }),
    )

    expect(await shop.run('', resolve('node_modules/typescript7/bin/tsc'), '--pretty', 'false')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
  })
})

describe.each(someOf(apis, 1))('the server of %s', (api) => {
  const contract = contractOf(api)
  const { operations, securitySchemes } = contract
  let server: Running

  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${server.url}${path}`, init)
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const demanding = operations.filter(
    ({ security }) => security.length > 0 && security.every((one) => Object.keys(one).length > 0),
  )

  const open = operations.filter((operation) => !demanding.includes(operation))

  describe('as it is', () => {
    beforeAll(async () => {
      server = await shop.start(api)
      return async () => expect(await server.stop()).toBe(0)
    })

    test.each(open.map(named))('%s is a 501', async (_id, operation) => {
      const answer = await ask(...exampleRequest(contract, operation))

      expect([answer.status, answer.text]).toEqual([
        501,
        expect.stringContaining('This operation is not implemented yet'),
      ])
    })

    test.each(demanding.map(named))('%s wants a credential', async (_id, operation) => {
      const [path, init] = exampleRequest(contract, operation)
      const answer = await ask(path, init)
      const [name = ''] = Object.keys(operation.security[0] ?? {})
      const guessed = await ask(path, { ...init, headers: { ...init.headers, ...credentialFor(contract, name) } })

      expect([answer.status, guessed.status]).toEqual([401, 401])
      expect(answer.headers.get('www-authenticate')).toMatch(/^(Basic|Bearer|APIKey) realm="/)
    })

    // Where a provider sends the browser back to, the contract lets it say more.
    test.each(open.filter((operation) => !takesMore(contract, operation)).map(named))(
      '%s validates',
      async (_id, operation) => {
        const refusals = contract.document['x-refusals'] as
          | { readonly invalid?: { readonly status?: number } }
          | undefined
        const [path, init] = exampleRequest(contract, operation)
        const answer = await ask(`${path}${path.includes('?') ? '&' : '?'}latchkey=1`, init)

        expect(answer.status).toBe(refusals?.invalid?.status ?? 400)
      },
    )

    test('another path is a 404, another method a 405', async () => {
      const { method, path } = operations[0] ?? { method: '', path: '' }

      expect((await ask(`${contract.basePath}/nowhere`, {})).status).toBe(404)
      expect((await ask(`${contract.basePath}${path}`, { method: 'PUT' })).headers.get('allow')).toContain(method)
    })
  })

  test.runIf(demanding.length > 0)('whose readers accept, each operation is a 501', async () => {
    const file = join(shop.folder, api, 'src/credentials.ts')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(`{ fault: 'unknown' }`, `{ caller: { id: 'ada' } }`))
    server = await shop.start(api)
    const statuses: (readonly [string, number])[] = []
    for (const operation of operations) {
      const [path, init] = exampleRequest(contract, operation)
      const [name] = Object.keys(operation.security[0] ?? {})
      const credential = name !== undefined && name in securitySchemes ? credentialFor(contract, name) : {}
      const { status } = await ask(path, { ...init, headers: { ...init.headers, ...credential } })
      statuses.push([operation.id, status])
    }
    writeFileSync(file, text)
    await server.stop()

    expect(statuses).toEqual(operations.map(({ id }) => [id, 501]))
  })
})

function named(operation: Operation): [string, Operation] {
  return [operation.id, operation]
}

function takesMore({ document }: Contract, { path, method }: Operation): boolean {
  const operation = document.paths[path]?.[method.toLowerCase()]
  return (operation as Readonly<Record<string, unknown>>)['x-eov-allow-unknown-query-parameters'] === true
}
