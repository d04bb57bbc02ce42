import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'

/** `GET /v1.1/status`: that the service is up (IN-72). */
export const getStatus: InnodataHandlers['getStatus'] = (_request, { random }) =>
  succeeded(random, 200, { status: 'ok' })
