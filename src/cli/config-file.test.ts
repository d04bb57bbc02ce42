import { expect, test } from 'vitest'
import { inFolder } from '../../test/start/command.ts'
import { configOf } from './config-file.ts'

test('of two configurations in a folder none is taken, unless one is named', () =>
  inFolder({ 'latchkey.config.json': '{"apis":{"khe":{}}}', 'latchkey.config.yaml': 'apis: { tag: {} }' }, async () => {
    await expect(configOf(undefined, {})).rejects.toThrow(
      'latchkey.config.yaml and latchkey.config.json are both here; keep one, or name one with --config',
    )
    expect((await configOf('latchkey.config.json', {}))?.apis.map(({ id }) => id)).toEqual(['khe'])
  }))
