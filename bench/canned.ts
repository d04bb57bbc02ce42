import { loadSubjects } from './subjects.ts'

/** An operation as an Express route that answers with an example. */
interface Canned {
  readonly api: string
  readonly mount: string
  readonly method: 'get' | 'post'
  readonly path: string
  readonly answer: unknown
}

export async function canned(): Promise<Canned[]> {
  const subjects = await loadSubjects()
  return subjects.map(({ api, contract, operation, answer }) => ({
    api,
    mount: `/${api}${contract.basePath}`,
    method: operation.method === 'GET' ? 'get' : 'post',
    path: operation.path.replaceAll(/\{([^}]+)\}/g, ':$1'),
    answer,
  }))
}
