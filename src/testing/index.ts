/** What tests of an app import: `latchkey/testing`. */
export { ControlRefused, type ServerAddress } from './control.ts'
export type { Message, Outbox, Patience, Wanted } from './outbox.ts'
export {
  type Accounts,
  type Clients,
  createWorld,
  type Faults,
  type TestWorld,
  type WorldClock,
  type WorldOptions,
  type WorldSettings,
} from './world.ts'
