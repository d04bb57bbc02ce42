import type { Context } from '../served/api.ts'
import { type ApiStore, apiParts } from '../store/api-store.ts'
import type { Database, Row, Value } from '../store/database.ts'

/** The context with a part of the store in the place of another. */
export function storing(
  change: (store: ApiStore) => Partial<ApiStore>,
): <Given extends Context>(context: Given) => Given {
  return (context) => ({ ...context, store: { ...context.store, ...change(context.store) } })
}

/** The same object with some members in the place of its own; what is left works on the object itself. */
export function withMembers<Whole extends object>(whole: Whole, members: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (name in members) return Reflect.get(members, name)
      const own: unknown = Reflect.get(target, name, target)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}

/** The context of a request with other lines of one header field. */
export function withField<Given extends Context>(context: Given, name: string, values: readonly string[]): Given {
  return { ...context, fields: (asked) => (asked === name ? values : context.fields(asked)) }
}

/** A list that lets in more than it holds. */
export function listAdmitting(list: readonly string[], isAdmitted: (value: string) => boolean): readonly string[] {
  return Object.assign([...list], { includes: (value: unknown) => isAdmitted(String(value)) })
}

/** A statement, and the values that it is given. */
export interface Statement {
  readonly sql: string
  readonly values: readonly Value[]
}

/** What becomes of the statements of a request, also of those in a transaction. */
interface Statements {
  /** The statement in the place of one that changes something; undefined for nothing at all, which is told as one row. */
  readonly run?: (statement: Statement) => Statement | undefined
  readonly all?: (statement: Statement) => Statement
  readonly row?: (row: Row) => Row
}

/** The context of a request whose statements are others. */
export function stating(statements: Statements): <Given extends Context>(context: Given) => Given {
  return (context) => {
    const { scope, settings, failures, memoryLimits } = context.store
    const database = changedDatabase(scope.database, statements)
    return { ...context, store: { ...apiParts({ ...scope, database }), settings, failures, memoryLimits } }
  }
}

function changedDatabase(database: Database, statements: Statements): Database {
  const { run = (same) => same, all = (same) => same, row = (same) => same } = statements
  return {
    async all<Found extends Row>(sql: string, ...values: readonly Value[]) {
      const statement = all({ sql, values })
      const rows = await database.all<Found>(statement.sql, ...statement.values)
      return rows.map((each) => row(each) as Found)
    },
    async run(sql, ...values) {
      const statement = run({ sql, values })
      return statement ? database.run(statement.sql, ...statement.values) : 1
    },
    transaction: (work) => database.transaction((inside) => work(changedDatabase(inside, statements))),
    close: () => database.close(),
  }
}
