import { type ApiStore, apiParts } from './api-store.ts'
import type { Database } from './database.ts'

/**
 * The store as HEAD may use it: everything is done as for GET and undone at once (RFC 9110, 9.2.1). Only the limits on
 * guessing still count, or HEAD would guess without one.
 */
export function rehearsal({ scope, settings, failures, memoryLimits }: ApiStore): ApiStore {
  const unwritten = { ...scope, database: undoing(scope.database) }
  return { ...apiParts(unwritten), settings, failures, memoryLimits }
}

/** The database, from which every write disappears again once it has given its result. */
function undoing(database: Database): Database {
  return {
    all: (sql, ...values) => database.all(sql, ...values),
    run: (sql, ...values) => undone(database, (inside) => inside.run(sql, ...values)),
    transaction: (work) => undone(database, work),
    close: () => database.close(),
  }
}

async function undone<Result>(database: Database, work: (inside: Database) => Promise<Result>): Promise<Result> {
  const results: Result[] = []
  const enough = new Error('What was rehearsed is undone')
  try {
    return await database.transaction(async (inside) => {
      results.push(await work(inside))
      throw enough
    })
  } catch (error) {
    const [result] = results
    if (error !== enough) throw error
    return result as Result
  }
}
