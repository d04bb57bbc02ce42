import type { Answer } from '../../conformance/answer.ts'
import { type Ground, logIn } from './ground.ts'
import { instantsIn, movedAt } from './instants.ts'
import type { Tried } from './tried.ts'

/** Long enough to be told from the time that two requests take. */
const advance = 120

/** Times are told in whole seconds. */
const pause = 1_100

export async function tryAdvanceClock(ground: Ground): Promise<Tried> {
  const before = instantsIn(await telling(ground))
  await ground.hooks.advanceClock?.(advance)
  ground.movedTimes = movedAt(before, instantsIn(await telling(ground)), advance * 900)
  if (ground.movedTimes.length > 0) return { result: 'works', saw: `the times in answers moved on by ${advance} s` }
  return { result: 'called', saw: 'it answered; no time in the answers of the server moved' }
}

export async function tryFreezeClock(ground: Ground): Promise<Tried> {
  const { hooks, movedTimes = [], wait } = ground
  if (!hooks.reset) return { result: 'not tried', saw: 'without reset, time would not go on' }
  await hooks.freezeClock?.()
  const before = instantsIn(await telling(ground))
  if (movedTimes.length === 0)
    return { result: 'called', saw: 'it answered; no time in the answers of the server shows it' }
  await wait(pause)
  const goOn = movedAt(before, instantsIn(await telling(ground)), 0)
  if (movedTimes.some((at) => goOn.includes(at))) return { result: 'fails', saw: 'the times in answers go on' }
  return { result: 'works', saw: 'the times in answers stopped' }
}

/** A login tells when its credential ends; without one, there is the header Date at least. */
async function telling(ground: Ground): Promise<Answer> {
  const person = ground.account ?? ground.cast.ordinary
  return (person && (await logIn(ground, person))) ?? ground.ask(ground.url)
}
