/** What tests import as `latchkey/testing` where the whole of Latchkey is installed. */
export * from '../testing/index.ts'
export { type ClientToProve, proveClient } from './prove-client.ts'
export { type LatchkeyOptions, type RunningLatchkey, startLatchkey } from './start-latchkey.ts'
