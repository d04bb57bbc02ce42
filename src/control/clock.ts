import { iso, second } from '../auth/clock.ts'
import { canShow, clockBounds, type World } from '../store/world.ts'
import type { SandboxHandlers } from './handlers.ts'
import { problem } from './problems.ts'

/** `GET /clock` (SB-06). */
export const getClock: SandboxHandlers['getClock'] = (_request, { control }) => shown(control.world)

/** `PATCH /clock` (SB-07, SB-53). */
export const setClock: SandboxHandlers['setClock'] = async ({ body }, { control: { world } }) => {
  const now = body.now === undefined ? world.clock() : Date.parse(body.now)
  if (!canShow(now)) return outOfBounds(`"now" would be ${body.now}`)
  await world.changeClock({ now, frozen: body.frozen })
  return shown(world)
}

/** `POST /clock/advance` (SB-07, SB-53). */
export const advanceClock: SandboxHandlers['advanceClock'] = async ({ body }, { control: { world } }) => {
  const now = world.clock() + Math.round(body.seconds * second)
  if (!canShow(now)) return outOfBounds(`${body.seconds} seconds on from ${iso(world.clock())} it would be ${iso(now)}`)
  await world.changeClock({ now })
  return shown(world)
}

function outOfBounds(what: string) {
  const { earliest, latest } = clockBounds
  return problem(400, `${what}; a clock shows moments from ${iso(earliest)} to ${iso(latest)}`)
}

function shown(world: World) {
  return { status: 200, body: { now: iso(world.clock()), frozen: world.clockSetting.frozen !== undefined } } as const
}
