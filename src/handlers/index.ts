/** What a handlers file is typed with: `latchkey/handlers`. The `Handlers` of a contract are made by `latchkey generate`. */
export type { Account, Caller, Callers, HandlerContext, HandlersFile, Issued, Place, Purge } from './context.ts'
export type { NewThing, OwnData, Owned, Thing } from './store.ts'
