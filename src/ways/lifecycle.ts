import type { Lifecycle } from './declarations.ts'
import { isObject } from './evaluate.ts'

/** `x-lifecycle` of a scheme with what a way declares in its place, member by member. */
export function mergedLifecycle(ofScheme: unknown, ofWay: unknown): Lifecycle {
  const [scheme, way] = [membersOf(ofScheme), membersOf(ofWay)]
  const parts = ['credential', 'refresh', 'cookie'].flatMap((name) => {
    const merged = { ...membersOf(scheme[name]), ...membersOf(way[name]) }
    return Object.keys(merged).length > 0 ? [[name, merged] as const] : []
  })
  return { ...scheme, ...way, ...Object.fromEntries(parts) } as Lifecycle
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) && !Array.isArray(value) ? value : {}
}
