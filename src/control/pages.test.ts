import { expect, test } from 'vitest'
import { pageOf } from './pages.ts'

const numbers = Array.from({ length: 25 }, (_, at) => at)

/** A list of those numbers, each at the place of its own value. */
const listing = {
  list: ({ from: [first] = [0], limit }: { readonly from?: readonly [number] | undefined; readonly limit: number }) =>
    numbers.filter((number) => number >= first).slice(0, limit),
  placeOf: (number: number) => [number] as const,
  example: [0] as const,
}

async function pages(limit: number): Promise<readonly (readonly number[])[]> {
  const found: (readonly number[])[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await pageOf({ limit, ...(cursor !== undefined && { cursor }) }, listing)
    if ('status' in page) throw new TypeError('A cursor was refused')
    found.push(page.items)
    cursor = page.next
  }
  return found
}

test.each([
  [1, 25],
  [10, 3],
  [24, 2],
  [25, 1],
  [1_000, 1],
])('pages of %i show every item once, on %i pages', async (limit, count) => {
  const found = await pages(limit)
  expect(found).toHaveLength(count)
  expect(found.flat()).toEqual(numbers)
})

test('an empty list has one page', async () => {
  expect(await pageOf({}, { ...listing, list: () => [] })).toEqual({ items: [], next: null })
})

test.each(['x', '!', '', 'bnVsbA', 'W10', 'WyJhIl0', 'WzEsMl0', 'e30'])(
  'the cursor %s is none of this list',
  async (cursor) => {
    expect(await pageOf({ cursor }, listing)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('"cursor"') },
    })
  },
)
