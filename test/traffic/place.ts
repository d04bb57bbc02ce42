import type { components } from '../../generated/sandbox/schema.ts'
import { type Place, stillPlace } from '../attacks/place.ts'
import type { TestServer } from '../test-server.ts'

type Exchange = components['schemas']['Exchange']

export const password = 'correct-horse-battery-staple'

/** A world whose clock stands still, and what is told of its traffic. */
export async function watchedPlace(server: Pick<TestServer, 'port'>) {
  const place = await stillPlace(server)
  const all = async (query = ''): Promise<Exchange[]> => {
    const got = await place.control('GET', `/traffic${query}`)
    return (got.json as { exchanges: Exchange[] }).exchanges
  }
  return { place, all, last: async () => (await all('?limit=1'))[0] as Exchange }
}

export async function advance(place: Place, seconds: number): Promise<void> {
  await place.control('POST', '/clock/advance', { seconds })
}
