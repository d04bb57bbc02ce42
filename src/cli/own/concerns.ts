/** Whether one of the changed paths is one of the sources, or a folder that has one of them. */
export function concernsAny(changed: Iterable<string>, sources: Iterable<string>): boolean {
  const all = [...sources]
  return [...changed].some((path) => all.some((source) => source === path || source.startsWith(`${path}/`)))
}
