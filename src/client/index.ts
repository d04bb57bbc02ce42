/** What generated clients import, and what apps beside them: `latchkey/client`. */
export { type ApiClient, type ClientOptions, createApiClient } from './api-client.ts'
export type { HeldCredential } from './credential.ts'
export { AuthenticationFailed, RedirectRefused, UnreadableAnswer } from './errors.ts'
export type { Lost, Renewed, StorageFailed } from './events.ts'
export type { Credential } from './sender.ts'
export { type CredentialStorage, memoryStorage, type StorageArea, webStorage } from './storage.ts'
export type { Input, WayTable } from './ways.ts'
