import { type NameTree, newTree, placeIn } from '../body/name-tree.ts'
import { pathFault } from '../body/parsed-body.ts'
import type { Shape } from '../contract/schema-shape.ts'
import { readRepeated } from './parameter-styles.ts'
import { refuse } from './unreadable.ts'

/** Whether a name is one of an object of that name: `filter[name]`. */
export function isDeepName(object: string, name: string): boolean {
  return name.startsWith(`${object}[`) && name.endsWith(']')
}

/**
 * An object in the style `deepObject`. What members are that have members or are lists is left open there (OpenAPI 3.1.1,
 * 4.8.12.3): `filter[a][b]` is nested, and a list is a repeated name, or one of `filter[a][]` and `filter[a][0]`.
 */
export function readDeepObject(
  object: string,
  sent: Iterable<readonly [name: string, texts: readonly string[]]>,
  shape: Shape,
): unknown {
  const root = newTree<string>()
  for (const [name, texts] of sent) {
    const keys = name.slice(object.length + 1, -1).split('][')
    refuse(pathFault(keys))
    placeIn(root, keys).sent.push(...texts)
  }
  return memberValue(root, shape)
}

function memberValue({ sent: texts, members }: NameTree<string>, shape: Shape | undefined): unknown {
  if (members.size === 0) return shape ? readRepeated(texts, shape) : texts.length === 1 ? texts[0] : texts
  if (shape?.types.has('array') && !shape.types.has('object')) {
    const items = [...members.values()].map((item) =>
      item.members.size > 0 ? [memberValue(item, shape.items)] : item.sent,
    )
    return [...texts, ...items.flat()].map((item) =>
      typeof item === 'string' ? readRepeated([item], shape.items) : item,
    )
  }
  return Object.fromEntries([...members].map(([name, member]) => [name, memberValue(member, shape?.member(name))]))
}
