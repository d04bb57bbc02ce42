import type { World } from '../store/world.ts'
import { Faults } from './faults.ts'

const kept = new WeakMap<World, Faults>()

/** The faults of a world, which go with it. */
export function faultsOf(world: World): Faults {
  const known = kept.get(world)
  if (known) return known
  const faults = new Faults()
  kept.set(world, faults)
  return faults
}
