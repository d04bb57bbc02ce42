import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { ownerHooks } from '../../src/verify/hooks/owner-hooks.ts'
import { blocksOf } from '../docs/copied-code.ts'

/** Says the port that it got, and what the hooks did. */
const observed = `const server = app
  .get('/accounts', (_request, response) => response.json({ accounts: [...accounts], movedBy }))
  .listen(0, '127.0.0.1', () => console.log(server.address().port))`

test('the sample server of docs/verify.md has the hooks that it says', async () => {
  const [sample = ''] = blocksOf('docs/verify.md').filter((block) => block.includes('hookRouter'))
  const code = sample.replace('app.listen(3000)', observed)
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module-typescript', '--eval', code], {
    env: { PATH: process.env.PATH, HOOK_SECRET: 'the-secret-of-the-hooks' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [port] = await once(child.stdout, 'data')
    const origin = `http://127.0.0.1:${String(port).trim()}`
    const headers = { Authorization: 'Bearer the-secret-of-the-hooks' }
    const names = ['advanceClock', 'createAccount', 'disableAccount', 'changeSettings', 'reset']
    const written = Object.fromEntries(names.map((name) => [name, { url: `${origin}/test/${name}`, headers }]))
    const hooks = ownerHooks(written, { folder: '.', environment: {}, signal: undefined })
    const state = async () => (await fetch(`${origin}/accounts`)).json()

    await hooks.createAccount?.({ email: 'lin@example.com', password: 'p' })
    await hooks.disableAccount?.('lin@example.com', true)
    await hooks.advanceClock?.(60)
    expect(await state()).toEqual({
      accounts: [['lin@example.com', { password: 'p', isDisabled: true }]],
      movedBy: 60_000,
    })
    await expect(hooks.disableAccount?.('eve@example.com', true)).rejects.toThrow('There is no account eve@example.com')
    await expect(hooks.changeSettings?.({ otpEnabled: true })).rejects.toThrow('does not know otpEnabled')
    await hooks.reset?.()
    expect(await state()).toEqual({ accounts: [], movedBy: 0 })
  } finally {
    child.kill()
  }
})
