/** Hooks for `latchkey verify` in a server that is written with Express or Fastify. */

export { type HookRouter, hookRouter } from './express.ts'
export { hookPlugin } from './fastify.ts'
export type { HookOptions } from './guard.ts'
export type { HookHandlers, UnknownSettings } from './handlers.ts'
