/** What tests of an app import: `latchkey/testing`. */
export type { Accounts, Clients } from './accounts.ts'
export type { WorldClock } from './clock.ts'
export { ControlRefused, type ServerAddress, ServerNotFound } from './control.ts'
export type { Faults } from './faults.ts'
export type { KeyOptions, Keys } from './keys.ts'
export type { Message, Outbox, Patience, Wanted } from './outbox.ts'
export type { WorldSettings } from './settings.ts'
export { createWorld, type TestWorld, type WorldOptions } from './world.ts'
