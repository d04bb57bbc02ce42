import type { SandboxControls } from '../served/api.ts'
import type { InputMeaning } from '../ways/way.ts'
import type { EngineContract } from './engine-contract.ts'

/** Whether the clients of a contract keep a secret; undefined where it knows no clients. */
export function clientKind({ ways, actions }: EngineContract): SandboxControls['clients'] {
  const takes = (meaning: InputMeaning) =>
    ways.some(({ inputMeanings }) => [...inputMeanings.values()].includes(meaning))
  const namesClient = [...actions.values()].some((action) => action.kind === 'register' && action.client !== undefined)
  if (takes('client-secret')) return 'confidential'
  return takes('client') || namesClient ? 'public' : undefined
}
