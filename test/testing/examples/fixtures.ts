import { createWorld, type TestWorld } from 'latchkey/testing'
import { test as base } from 'vitest'

const url = process.env.LATCHKEY_URL ?? 'http://localhost:4000'

/** Each test gets a world of its own, which goes when the test is over. */
export const test = base.extend<{ world: TestWorld }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern which fixtures are needed
  world: async ({}, use) => {
    const world = await createWorld({ url })
    await use(world)
    await world.remove()
  },
})
