import { Failure } from './failure.ts'

/** Does what takes packages that come with the repository and not with the package; says so where they are missing. */
export async function withDevelopmentPackages<Result>(does: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    const [, name = 'a module'] = /package '([^']+)'/.exec(error.message) ?? []
    throw new Failure(
      `${does} takes development packages, and ${name} is not installed: run it in Latchkey's repository, after "npm ci"`,
      { cause: error },
    )
  }
}
