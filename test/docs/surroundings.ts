/** What a block takes for granted of the reader's own, by its name in `CopiedCode`; every other block stands for itself. */
export const surroundings: Readonly<Record<string, string>> = {
  'docs/clients.md 1': `declare const form: { readonly password: string }
declare function showLogin(): void
declare function show(users: readonly { readonly email: string }[]): void
declare function wait(seconds: string | null): void
declare function complain(errors: readonly string[]): void`,
  'docs/server.md 1': `import type * as contract from 'latchkey/servers/khe'
type Login = Extract<contract.Reply<'createToken'>, { readonly status: 200 }>['body']
interface Users { logIn(client: string, email: string, password: string): Promise<Login | undefined> }
type Handlers = contract.Handlers<{ readonly users: Users }, { readonly basic: { readonly id: string } }>`,
  'docs/server.md 3': `import type { HandlersFor } from 'latchkey/contract'
interface GetReport {
  readonly parameters: { readonly path: { id: number } }
  readonly requestBody?: never
  readonly responses: {
    readonly 200: { readonly headers: object; readonly content: { readonly 'application/pdf': Blob } }
  }
}
declare const table: {
  readonly getReport: {
    readonly method: 'GET'
    readonly path: '/reports/{id}'
    readonly security: readonly []
    readonly statuses: readonly [200]
  }
}
interface Context {
  readonly reports: { openAsStream(id: number): ReadableStream<Uint8Array> }
}
type Handlers = HandlersFor<{ readonly getReport: GetReport }, typeof table, Context, object>`,
  'docs/server.md 4': `import type { HandlersFor } from 'latchkey/contract'
interface Note { readonly id: string; readonly owner: string }
declare const notes: {
  find(id: string): Promise<Note | undefined>
  isTaken(name: string): Promise<boolean>
  rename(note: Note, name: string): Promise<{ readonly name: string }>
}
interface RenameNote {
  readonly parameters: { readonly path: { readonly id: string } }
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly name: string } } }
  readonly responses: Readonly<Record<403 | 404 | 409, { readonly content: { readonly 'application/json': unknown } }>> & {
    readonly 200: { readonly content: { readonly 'application/json': { readonly name: string } } }
  }
}
declare const table: {
  readonly renameNote: {
    readonly method: 'PATCH'
    readonly path: '/notes/{id}'
    readonly security: readonly [{ readonly bearer: readonly [] }]
    readonly statuses: readonly [200, 403, 404, 409]
  }
}
type Handlers = HandlersFor<
  { readonly renameNote: RenameNote },
  typeof table,
  { readonly notes: typeof notes },
  { readonly bearer: { readonly id: string } }
>`,
  'docs/server.md 5': "import type { Challenges } from 'latchkey/server'",
  'docs/prove.md 1': `declare function createApp(url: string): {
  logIn(name: string, password: string): Promise<void>
  orders(): Promise<unknown>
  profile(): Promise<unknown>
  logOut(): Promise<void>
}`,
  'docs/server.md 2': `declare const users: { ofToken(token: string): Promise<{ readonly id: string } | undefined> }
declare const handlers: Readonly<Record<string, () => { readonly status: number }>>`,
}

/** Files that blocks import and a reader has, by their path beside the block. */
export const neighbours: Readonly<Record<string, string>> = {
  'generated/mine/contract.json': '{}',
  'generated/mine/server.ts': `import type { RefusalForm } from 'latchkey/server'
export declare const contract: unknown
export declare const form: RefusalForm
export declare const challenges: { readonly bearer: { readonly scheme: 'Bearer'; readonly realm: 'mine' } }`,
  'mine.ts': `import type { RefusalForm, Schemes } from 'latchkey/server'
export declare const form: RefusalForm
export declare const handlers: Readonly<Record<string, () => { readonly status: number }>>
export declare const schemes: Schemes<{ readonly bearer: string }, object>
export declare const users: object`,
  'fixtures.ts': "export { test } from './docs-testing.md-1.ts'",
  // What Playwright exports is not installed here; the fixture is made of the same function.
  'playwright.d.ts': "declare module '@playwright/test' { export { test } from 'vitest' }",
}
