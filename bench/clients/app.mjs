// What every client is used for: a login, calls at once, one with a body, two more, and a logout. An app shows what fails.

export const base = process.env.LATCHKEY_URL
export const person = { user: 'ada', password: 'correct-horse-battery-staple' }

/** @param {{ logIn(): Promise<unknown>, list(): Promise<unknown>, write?(): Promise<unknown>, logOut?(): Promise<unknown> }} client */
export async function use({ logIn, list, write, logOut }) {
  await logIn()
  await Promise.allSettled([list(), list(), list()])
  if (write) await Promise.allSettled([write()])
  await Promise.allSettled([list()])
  await Promise.allSettled([list()])
  if (logOut) await logOut()
}
