import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createPasswords } from '../auth/password.ts'
import { limits } from '../net/limits.ts'
import type { Api } from '../served/api.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { OnExchange } from '../traffic/traffic.ts'
import { type ReferenceServer, startReferenceServer } from './reference-server.ts'

/** The least that the hash takes: nothing outlives the server. */
const passwords = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }, randomBytes)

/** A server on a free port of this machine, with the demo data and without a log; its state is gone when it stops. */
export function startThrowawayServer(
  apis: readonly MountedApi<Api>[],
  onExchange?: OnExchange,
): Promise<ReferenceServer> {
  return startReferenceServer({
    apis,
    data: ':memory:',
    secret: randomBytes(32),
    clock: Date.now,
    passwords,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    hosts: [],
    demo: true,
    providers: {},
    controlToken: undefined,
    isReady: () => true,
    limits: { ...limits, server: { ...limits.server, keepAliveTimeout: 60_000 } },
    onExchange,
  })
}
