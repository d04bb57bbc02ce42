/** What a backend does with the package; compiled in a project as it stands here. */
import { createServer } from 'node:http'
import { createApi, createFetchApi } from 'latchkey/server'
import * as khe from 'latchkey/servers/khe'

export { createApi, createFetchApi, createServer, khe }
