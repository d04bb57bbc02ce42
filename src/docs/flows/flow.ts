import type { Contract } from '../../contract/contract.ts'
import { type Call, readCall, type StepObject } from './call.ts'

/** One workflow of an Arazzo file, ready to be drawn and written as code. */
export interface Flow {
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly calls: readonly Call[]
}

/** The parts of an Arazzo 1.0 description that are read here. */
interface ArazzoDocument {
  readonly workflows: readonly {
    readonly workflowId: string
    readonly summary: string
    readonly description: string
    readonly steps: readonly StepObject[]
  }[]
}

/** Reads all workflows; throws a TypeError where a step is not understood or names no operation. */
export function readFlows({ workflows }: ArazzoDocument, contract: Contract): Flow[] {
  return workflows.map(({ workflowId, summary, description, steps }) => ({
    id: workflowId,
    summary,
    description: description.trim(),
    calls: steps.map((step) => readCall(step, contract)),
  }))
}
