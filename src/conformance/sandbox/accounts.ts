import { checksOf, worldAt } from './probe.ts'

const password = 'a-password-of-some-length'

/** What accounts promise: who is there, who is made, and what can be changed of them. */
export const accounts = [
  ...checksOf('listAccounts', [
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-09'],
      async run({ send, people: { api } }) {
        await send('listAccounts', 200, { path: { api } })
      },
    },
    {
      title: 'an API that there is not is unknown, and the answer says which there are',
      tags: ['validation'],
      facts: ['SB-19'],
      needs: ['server'],
      async run({ send, people }) {
        const path = { api: 'no-such-api' }
        const answer = await send('listAccounts', 404, { path })
        answer.holds('the names of the APIs', answer.body.detail.includes(people.api), answer.body.detail)
        await send('createAccount', 404, { path, json: { email: 'x@example.com', password } })
        await send('changeAccount', 404, { path: { ...path, id: '1' }, json: { disabled: true } })
        await send('issueKey', 404, { path, json: { owner: 'x' } })
        await send('getSettings', 404, { path })
        await send('changeSettings', 404, { path, json: { failuresPerLogin: 1 } })
        await send('listMessages', 404, { path })
        await send('listSecrets', 404, { path })
        await send('getReport', 404, { path })
        await send('listAccounts', 404, { path: { api: 'sandbox' } })
      },
    },
  ]),
  ...checksOf('createAccount', [
    {
      title: 'the account is in the list, and its password nowhere',
      tags: ['form'],
      facts: ['SB-09'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const json = { email: 'Lin@example.com', password, name: 'Lin', login: 'lin', role: undefined }
        const made = await send('createAccount', 201, { path: { api }, json })
        made.is('the name', 'Lin', made.body.name)
        const listed = await send('listAccounts', 200, { path: { api } })
        listed.is(
          'the account in the list',
          made.body,
          listed.body.accounts.find(({ id }) => id === made.body.id),
        )
        listed.holds('no password', !listed.text.includes(password) && !made.text.includes(password), 'the password')
      },
    },
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-09'],
      async run({ send, people: { api } }) {
        await send('createAccount', 201, { path: { api }, json: { email: 'lin@example.com', password } })
      },
    },
    {
      title: 'an address or a name that someone has is refused, in any spelling, and nothing is changed',
      tags: ['form'],
      facts: ['SB-10'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        await send('createAccount', 201, { path: { api }, json: { email: 'lin@example.com', password, login: 'lin' } })
        const before = await send('listAccounts', 200, { path: { api } })
        for (const json of [
          { email: 'LIN@example.com', password },
          { email: 'other@example.com', password, login: 'LIN' },
        ]) {
          await send('createAccount', 409, { path: { api }, json })
        }
        const after = await send('listAccounts', 200, { path: { api } })
        after.is('the accounts', before.text, after.text)
      },
    },
    {
      title: 'a role that the API does not have is refused, and the answer says which it has',
      tags: ['validation'],
      facts: ['SB-12'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const made = await send('createAccount', 201, { path: { api }, json: { email: 'lin@example.com', password } })
        await send('createAccount', 400, { path: { api }, json: { email: 'boss@example.com', password, role: 'BOSS' } })
        const path = { api, id: made.body.id }
        for (const json of [{ role: 'BOSS' }, { roles: ['GUEST', 'BOSS'] }, { role: 'GUEST', roles: ['ADMIN'] }])
          await send('changeAccount', 400, { path, json })
      },
    },
    {
      title: 'a password that is too short, and an address that is none, are refused',
      tags: ['validation'],
      facts: ['SB-14'],
      async run({ send, people: { api } }) {
        for (const json of [
          { email: 'lin@example.com', password: 'seven77' },
          { email: 'lin', password },
          { email: 'lin@example.com', password, admin: true },
        ]) {
          await send('createAccount', 400, { path: { api }, json })
        }
      },
    },
  ]),
  ...checksOf('changeAccount', [
    {
      title:
        'an account that waits for its link is activated, the link is dead then, and a second time changes nothing',
      tags: ['form'],
      facts: ['SB-51'],
      needs: ['server', 'otherWorld'],
      async run({ send, ask, hooks, people: { signUp } }) {
        const at = (await hooks.otherWorld?.('waiting')) ?? ''
        const { api, email } = signUp
        const json = { email, name: 'Lin', password }
        await ask('POST', signUp.path, 201, { at: at.replace(/\/sandbox\/.*/, `/${api}`), json })
        const before = await send('listAccounts', 200, { at, path: { api } })
        const waiting = before.body.accounts.find((account) => account.email === email)
        before.is('pending', true, waiting?.pending)
        const path = { api, id: waiting?.id ?? '' }
        for (const _time of ['first', 'second']) {
          const activated = await send('changeAccount', 200, { at, path, json: { pending: false } })
          activated.is('the account', { ...waiting, pending: false }, activated.body)
        }
        const after = await send('listSecrets', 200, { at, path: { api } })
        const links = after.body.secrets.filter(({ kind, subject }) => kind === 'activation' && subject === email)
        after.is('links that work', [], links)
        await send('removeWorld', 204, { path: { world: worldAt(at) } })
      },
    },
    {
      title: 'an account is disabled, enabled and promoted',
      tags: ['revocation'],
      facts: ['SB-09'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const made = await send('createAccount', 201, { path: { api }, json: { email: 'lin@example.com', password } })
        const path = { api, id: made.body.id }
        const disabled = await send('changeAccount', 200, { path, json: { disabled: true } })
        disabled.is('disabled', true, disabled.body.disabled)
        const promoted = await send('changeAccount', 200, { path, json: { disabled: false, role: 'ADMIN' } })
        promoted.is('the account', { ...made.body, role: 'ADMIN', roles: ['ADMIN'] }, promoted.body)
        const both = await send('changeAccount', 200, { path, json: { roles: ['GUEST', 'ADMIN'] } })
        both.is('with both roles', { ...made.body, role: 'GUEST', roles: ['GUEST', 'ADMIN'] }, both.body)
      },
    },
    {
      title: 'a well-formed request is answered as documented',
      tags: ['form'],
      facts: ['SB-09'],
      needs: [],
      async run({ send, people: { api } }) {
        await send('changeAccount', 404, { path: { api, id: 'nobody' }, json: { disabled: true } })
      },
    },
  ]),
]
