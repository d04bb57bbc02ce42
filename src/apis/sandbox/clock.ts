import { second } from '../../auth/clock.ts'
import type { World } from '../../store/world.ts'
import type { SandboxHandlers } from './handlers.ts'
import { moment } from './worlds.ts'

/** `GET /clock` (SB-06). */
export const getClock: SandboxHandlers['getClock'] = (_request, { control }) => shown(control.world)

/** `PATCH /clock` (SB-07). */
export const setClock: SandboxHandlers['setClock'] = async ({ body }, { control: { world } }) => {
  if (body.frozen !== undefined) await world.freeze(body.frozen)
  if (body.now !== undefined) await world.setTime(Date.parse(body.now))
  return shown(world)
}

/** `POST /clock/advance` (SB-07). */
export const advanceClock: SandboxHandlers['advanceClock'] = async ({ body }, { control: { world } }) => {
  await world.setTime(world.clock() + Math.round(body.seconds * second))
  return shown(world)
}

function shown(world: World) {
  return { status: 200, body: { now: moment(world.clock()), frozen: world.clockSetting.frozen !== undefined } } as const
}
