import type { SandboxControls } from '../served/api.ts'
import { newKey } from './actions/managed-keys.ts'
import type { EngineContract } from './engine-contract.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Issues the keys that no operation of a contract issues, as a vendor's settings page would; undefined where there are none. */
export function heldKeyIssuer(engine: EngineContract): SandboxControls['issueKey'] {
  const way = heldWay(engine)
  if (!way) return undefined
  const [title] = engine.contract.title.split(',')
  return async ({ owner, ...others }, { store, random, keys, clock }) => {
    const further = Object.keys(others)
    if (further.length > 0)
      return { status: 400, detail: `${title} has one kind of key; leave out ${further.join(', ')}` }
    const { atMost } = way.life
    const wanted = await newKey(way, owner, {}, { store, random, keys, clock })
    const { plain, secret } = await store.secrets.issue({
      ...wanted,
      numbered: true,
      ...(atMost !== undefined && { atMost }),
    })
    return { id: secret.id, key: plain }
  }
}

/** A way whose credential is held from the start, and comes from nowhere in the contract. */
function heldWay({ ways, actions }: EngineContract): ServedWay | undefined {
  const issued = new Set([...actions.values()].flatMap((action) => (action.kind === 'issue-key' ? action.way : [])))
  const given = new Set(ways.filter(comesByItself).map(({ life }) => life.credential.name))
  return ways.find(
    (way) =>
      !(way.obtain || way.redirect || issued.has(way.name) || given.has(way.life.credential.name)) &&
      [...way.inputMeanings.values()].includes('key'),
  )
}

function comesByItself({ life }: ServedWay): boolean {
  return life.issuedAt === 'register' || life.issuedAt === 'activate'
}
