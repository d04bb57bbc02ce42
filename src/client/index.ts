/** What generated clients import: `latchkey/client`. */
export { type ApiClient, type ClientOptions, createApiClient } from './api-client.ts'
