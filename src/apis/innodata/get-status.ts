import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'

/** `GET /v1.1/status`: that the service is up (IN-72), which without its data it is not (IN-48). */
export const getStatus: InnodataHandlers['getStatus'] = async (_request, { store, random }) => {
  await store.accounts.find('')
  return succeeded(random, 200, { status: 'ok' })
}
