import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ControlRefused, createWorld, type TestWorld } from '../../src/testing/index.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://127.0.0.1:${server.port}`
})

afterAll(() => server.stop())

const password = 'correct-horse-battery-staple'

function logIn(world: TestWorld, username = 'ada', typed = password): Promise<Response> {
  const body = new URLSearchParams({ username, password: typed })
  return fetch(`${world.baseUrl('nebula-block')}/login`, { method: 'POST', body })
}

describe('a world', () => {
  test('has a name of its own, which twenty made at once do not share', async () => {
    const worlds = await Promise.all(Array.from({ length: 20 }, () => createWorld({ url })))
    expect(new Set(worlds.map(({ name }) => name)).size).toBe(20)
    const [first, second] = worlds
    await first?.accounts.create('nebula-block', { email: 'lin@example.com', password })
    expect(await second?.accounts.list('nebula-block')).toHaveLength(
      ((await first?.accounts.list('nebula-block'))?.length ?? 0) - 1,
    )
    await Promise.all(worlds.map((world) => world.remove()))
  })

  test('bears the name it is given, and a slash behind the address does not matter', async () => {
    const world = await createWorld({ url: `${url}/`, name: 'by-name' })
    expect(world.baseUrl('khe')).toBe(`${url}/~by-name/khe/v1.0`)
    expect(world.apis).toContain('tag')
    await world.remove()
  })

  test.each(['', 'Upper', '-x', 'a'.repeat(41)])('cannot have the name "%s"', async (name) => {
    const asking = createWorld({ url, name })
    await expect(asking).rejects.toThrow(RangeError)
    await expect(asking).rejects.toThrow(
      `No world can have the name "${name}": it must be 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end`,
    )
  })

  test.each(['localhost:4000', 'http://', 'ws://localhost:4000'])('has no server at "%s"', async (at) => {
    await expect(createWorld({ url: at })).rejects.toThrow(
      new RangeError(`"${at}" is not the address of a server: write one such as http://localhost:4000`),
    )
  })

  test('is not made with a token that no header can carry, which says nothing of the server', async () => {
    await expect(createWorld({ url, token: 'a\nb' })).rejects.toThrow(TypeError)
  })

  test('is not made where no server is, and the error says what to do', async () => {
    const gone = await startTestServer()
    await gone.stop()
    const at = `http://127.0.0.1:${gone.port}`
    await expect(createWorld({ url: at })).rejects.toMatchObject({
      name: 'ServerNotFound',
      message: `No Latchkey server answers at ${at}; start one with "latchkey start"`,
      cause: { message: 'fetch failed' },
    })
  })

  test('does not answer for an API there is not', async () => {
    const world = await createWorld({ url })
    expect(() => world.baseUrl('nebula')).toThrow(/There is no API "nebula"; there are .*nebula-block/)
    await expect(world.accounts.list('nebula')).rejects.toThrow(ControlRefused)
    await world.remove()
  })

  test('goes when it is removed, by hand or at the end of its block, and begins anew with a reset', async () => {
    let name: string
    {
      await using world = await createWorld({ url })
      name = world.name
      const made = await world.accounts.create('nebula-block', { email: 'lin@example.com', password, groups: [] })
      await world.reset()
      expect((await world.accounts.list('nebula-block')).map(({ id }) => id)).not.toContain(made.id)
    }
    const other = await createWorld({ url })
    await expect(other.remove()).resolves.toBeUndefined()
    await expect(other.remove()).rejects.toMatchObject({ status: 404, message: `There is no world "${other.name}"` })
    const names = (await server.store.list()).map((world) => world.name)
    expect(names).not.toContain(name)
  })

  test('of a server that wants a token is refused without it', async () => {
    const token = 'a-token-of-some-length-for-tests'
    const guarded = await startTestServer({ controlToken: token })
    try {
      const at = `http://127.0.0.1:${guarded.port}`
      await expect(createWorld({ url: at })).rejects.toMatchObject({ status: 401 })
      await using world = await createWorld({ url: at, token })
      expect((await logIn(world)).status).toBe(200)
    } finally {
      await guarded.stop()
    }
  })
})

describe('in a world', () => {
  test('the clock is stopped, set, moved and let go', async () => {
    await using world = await createWorld({ url })
    const at = new Date('2030-01-01T00:00:00.000Z')
    expect(await world.clock.freeze(at)).toEqual(at)
    expect(await world.clock.advance(90)).toEqual(new Date('2030-01-01T00:01:30.000Z'))
    expect(await world.clock.now()).toEqual(new Date('2030-01-01T00:01:30.000Z'))
    expect(await world.clock.set(at)).toEqual(at)
    expect((await world.clock.run()).getTime()).toBeGreaterThanOrEqual(at.getTime())
  })

  test('accounts are made, disabled and removed', async () => {
    await using world = await createWorld({ url })
    const lin = await world.accounts.create('nebula-block', { email: 'lin@example.com', password, login: 'lin' })
    expect((await logIn(world, 'lin')).status).toBe(200)
    expect((await world.accounts.change('nebula-block', lin.id, { disabled: true })).disabled).toBe(true)
    expect((await logIn(world, 'lin')).status).toBe(401)
    await world.accounts.remove('nebula-block', lin.id)
    await expect(world.accounts.remove('nebula-block', lin.id)).rejects.toMatchObject({ status: 404 })
  })

  test('clients are registered with a secret, and keys issued', async () => {
    await using world = await createWorld({ url })
    const { id, secret } = await world.clients.create('tag', { name: 'Tests' })
    expect((await world.clients.list('tag')).map((client) => client.id)).toContain(id)
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
    const token = () => fetch(`${world.baseUrl('tag')}/oauth/v2/token`, { method: 'POST', body })
    expect((await token()).status).toBe(200)
    await world.clients.remove('tag', id)
    expect((await token()).status).toBe(400)
    expect((await world.keys.issue('numbers-station', 'acme')).key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('settings are read and changed', async () => {
    await using world = await createWorld({ url })
    expect(await world.settings.get('tag')).toMatchObject({ otpEnabled: true })
    expect(await world.settings.change('tag', { otpEnabled: false })).toMatchObject({ otpEnabled: false })
    await expect(world.settings.change('tag', { otp: 1 })).rejects.toThrow('There is no setting "otp"')
  })

  test('a one-time password and a link are read as soon as they are sent', async () => {
    await using world = await createWorld({ url })
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
    const token = await fetch(`${world.baseUrl('tag')}/oauth/v2/token`, {
      ...json,
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' }),
    })
    const { access_token: bearer } = (await token.json()) as { access_token: string }
    const waiting = world.outbox.oneTimePassword('tag', 'ada@example.com')
    await fetch(`${world.baseUrl('tag')}/otp/send`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ email: 'ada@example.com' }),
    })
    expect(await waiting).toMatch(/^\d{6}$/)
    const [message] = await world.outbox.list('tag')
    expect(await world.outbox.waitFor('tag', { channel: 'email', text: 'one-time' })).toEqual(message)
    await expect(world.outbox.waitFor('tag', { recipient: 'x@example.com' }, { timeout: 0 })).rejects.toThrow(
      'No such message of "tag" within 0 ms',
    )
  })

  test('calls go wrong as they are told to', async () => {
    await using world = await createWorld({ url })
    const fault = await world.faults.add({ api: 'nebula-block', kind: 'status', status: 503, times: 2 })
    expect((await logIn(world)).status).toBe(503)
    expect(await world.faults.list()).toEqual([{ ...fault, remaining: 1 }])
    await world.faults.remove(fault.id)
    await world.faults.scenario('nebula-block', 'rate-limited', { operation: 'login' })
    expect((await logIn(world)).status).toBe(429)
    await world.faults.clear()
    expect((await logIn(world)).status).toBe(200)
    await expect(world.faults.scenario('nebula-block', 'otp-late')).rejects.toMatchObject({ status: 422 })
  })
})
