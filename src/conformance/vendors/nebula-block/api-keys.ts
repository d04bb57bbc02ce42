import { createHash } from 'node:crypto'
import { apiKey, checksOf, createKey, ownAccount, token } from './probe.ts'

const tenYears = 10 * 365 * 86_400

/** The forms in which a server may store a key; each of them lets a reader search for the key. */
function hashesOf(key: string): string[] {
  return ['sha256', 'sha512', 'sha1', 'md5'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => createHash(algorithm).update(key).digest(encoding)),
  )
}

/** What creating, listing and deleting API keys promises. */
export const apiKeys = [
  ...checksOf('createApiKey', [
    {
      title: 'a key is made, shown once, and works',
      tags: ['authentication', 'form'],
      facts: ['NB-02', 'NB-05', 'NB-07', 'NB-15', 'NB-16', 'NB-17', 'NB-20'],
      needs: ['server'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        const json = { name: 'ci', description: 'Nightly builds' }
        const created = await createKey(probe, { bearer, json })
        const { id, key, name, description } = created.body.data
        created.is('what was given', json, { name, description })
        await probe.send('getCredits', 200, { bearer: key })
        const listed = await probe.send('listApiKeys', 200, { bearer })
        listed.holds('a list without the key', !listed.text.includes(key), 'the key')
        const found = listed.body.data.find((each) => each.id === id)
        listed.is('the key in the list', json, { name: found?.name ?? '', description: found?.description ?? '' })
      },
    },
    {
      title: 'the description may be left out',
      tags: ['form'],
      facts: ['NB-15'],
      needs: ['server'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        const created = await createKey(probe, { bearer, json: { name: 'bare' } })
        created.is('the description', '', created.body.data.description)
      },
    },
    {
      title: 'an account has many keys, and two of one name',
      tags: ['form'],
      facts: ['NB-28'],
      needs: ['server'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        const first = await createKey(probe, { bearer, json: { name: 'twin' } })
        const second = await createKey(probe, { bearer, json: { name: 'twin' } })
        second.holds('another id', first.body.data.id !== second.body.data.id, second.body.data.id)
        await probe.send('getCredits', 200, { bearer: first.body.data.key })
        await probe.send('getCredits', 200, { bearer: second.body.data.key })
      },
    },
    {
      title: 'a key makes, lists and deletes keys',
      tags: ['authorization'],
      facts: ['NB-23'],
      needs: ['server'],
      async run(probe) {
        const { key } = await apiKey(probe, probe.people.ordinary)
        const { body } = await createKey(probe, { bearer: key, json: { name: 'by a key' } })
        const listed = await probe.send('listApiKeys', 200, { bearer: key })
        listed.holds(
          'the new key in the list',
          listed.body.data.some(({ id }) => id === body.data.id),
          body.data.id,
        )
        await probe.send('deleteApiKey', 200, { bearer: key, path: { id: body.data.id } })
        await probe.send('getCredits', 401, { bearer: body.data.key })
      },
    },
    {
      title: 'a key lives for ten years and more',
      tags: ['lifetime'],
      facts: ['NB-05'],
      needs: ['server', 'advanceClock'],
      async run(probe) {
        const { key } = await apiKey(probe, probe.people.ordinary)
        await probe.hooks.advanceClock?.(tenYears)
        await probe.send('getCredits', 200, { bearer: key })
      },
    },
    {
      title: 'an account holds at most a hundred keys; deleting one makes room',
      tags: ['form'],
      facts: ['NB-38'],
      needs: ['server', 'guessing', 'createAccount'],
      async run(probe) {
        const bearer = await token(probe, await ownAccount(probe))
        const held = (await probe.send('listApiKeys', 200, { bearer })).body.data.length
        for (let count = held; count < 100; count++)
          await probe.send('createApiKey', 200, { bearer, json: { name: `key ${count}` } })
        await probe.send('createApiKey', 409, { bearer, json: { name: 'one too many' } })
        const { body } = await probe.send('listApiKeys', 200, { bearer })
        await probe.send('deleteApiKey', 200, { bearer, path: { id: body.data[0]?.id ?? 0 } })
        await probe.send('createApiKey', 200, { bearer, json: { name: 'fits again' } })
      },
    },
  ]),
  ...checksOf('listApiKeys', [
    {
      title: 'a key is listed without a part of it or its hash',
      tags: ['form'],
      facts: ['NB-16', 'NB-18'],
      needs: ['server'],
      async run(probe) {
        const { key, token: bearer } = await apiKey(probe, probe.people.ordinary)
        const listed = await probe.send('listApiKeys', 200, { bearer })
        const parts = [0, 9, 18, 27].map((at) => key.slice(3 + at, 3 + at + 16))
        const shown = [...parts, ...hashesOf(key)].filter((text) => listed.text.includes(text))
        listed.is('parts of the key, or its hash', [], shown)
      },
    },
    {
      title: 'the keys of another account are not in the list',
      tags: ['authorization'],
      facts: ['NB-49'],
      needs: ['server'],
      async run(probe) {
        const { id } = await apiKey(probe, probe.people.staff)
        const bearer = await token(probe, probe.people.ordinary)
        const listed = await probe.send('listApiKeys', 200, { bearer })
        listed.holds('a list without it', !listed.body.data.some((each) => each.id === id), listed.body.data)
      },
    },
    {
      title: 'of the later spellings of the path one lists, and nothing else',
      tags: ['http'],
      facts: ['NB-27'],
      needs: ['server'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        await probe.ask('GET', '/keys', 404, { bearer })
        await probe.ask('POST', '/api_keys', 405, { bearer, json: { name: 'ci' } })
        await probe.ask('DELETE', '/api_keys/1', 404, { bearer })
      },
    },
  ]),
  ...checksOf('getApiKeys', [
    {
      title: 'the path of today lists what the older one lists',
      tags: ['form'],
      facts: ['NB-27'],
      async run(probe) {
        const bearer = await token(probe, probe.people.ordinary)
        const [today, before] = [
          await probe.send('getApiKeys', 200, { bearer }),
          await probe.send('listApiKeys', 200, { bearer }),
        ]
        today.is('the keys', before.body, today.body)
      },
    },
  ]),
  ...checksOf('deleteApiKey', [
    {
      title: 'a deleted key is dead at once, and gone from the list',
      tags: ['revocation'],
      facts: ['NB-19', 'NB-20'],
      needs: ['server'],
      async run(probe) {
        const { id, key, token: bearer } = await apiKey(probe, probe.people.ordinary)
        await probe.send('deleteApiKey', 200, { bearer, path: { id } })
        await probe.send('getCredits', 401, { bearer: key })
        const listed = await probe.send('listApiKeys', 200, { bearer })
        listed.holds('a list without it', !listed.body.data.some((each) => each.id === id), listed.body.data)
      },
    },
    {
      title: 'a key may delete itself',
      tags: ['revocation'],
      facts: ['NB-23'],
      needs: ['server'],
      async run(probe) {
        const { id, key } = await apiKey(probe, probe.people.ordinary)
        await probe.send('deleteApiKey', 200, { bearer: key, path: { id } })
        await probe.send('deleteApiKey', 401, { bearer: key, path: { id } })
      },
    },
    {
      title: 'a key that is deleted, never was or is of another account is unknown alike',
      tags: ['enumeration', 'authorization'],
      facts: ['NB-37', 'NB-49'],
      needs: ['server'],
      async run(probe) {
        const { id, token: bearer } = await apiKey(probe, probe.people.ordinary)
        const foreign = await apiKey(probe, probe.people.staff)
        await probe.send('deleteApiKey', 200, { bearer, path: { id } })
        const deleted = await probe.send('deleteApiKey', 404, { bearer, path: { id } })
        for (const other of [2_000_000_000, foreign.id]) {
          const answer = await probe.send('deleteApiKey', 404, { bearer, path: { id: other } })
          answer.saysAs(deleted)
        }
        await probe.send('getCredits', 200, { bearer: foreign.key })
      },
    },
  ]),
]
