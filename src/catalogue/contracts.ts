import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { GenerationTarget } from '../codegen/derive.ts'

/** The ids of a project's contracts: each folder of its `openapi` that has an openapi.yaml. */
export function contractIds(root: string): string[] {
  const folder = join(root, 'openapi')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((id) => existsSync(contractFile(root, id)))
    .sort()
}

export function contractFile(root: string, id: string): string {
  return join(root, 'openapi', id, 'openapi.yaml')
}

/** Every contract of a project, and the folder of what is generated of it. */
export function projectTargets(root: string): GenerationTarget[] {
  return contractIds(root).map((id) => {
    const seed = join(root, 'openapi', id, 'seed.yaml')
    const target = { file: contractFile(root, id), folder: join(root, 'generated', id) }
    return existsSync(seed) ? { ...target, seed } : target
  })
}
