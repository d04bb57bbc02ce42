import { bodyContracts } from './bodies.ts'
import type { Judged } from './case.ts'
import { parameterContracts } from './parameters.ts'
import { schemaContracts } from './schemas.ts'

export const contracts: readonly Judged[] = [...parameterContracts, ...schemaContracts, ...bodyContracts]
