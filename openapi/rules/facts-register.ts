import type { Oas3Rule } from '@redocly/openapi-core'
import { readRegister, registerFaults } from './register.ts'

/** Every contract has a register of facts beside it, and the register is well-formed. */
export const factsRegister: Oas3Rule = () => ({
  Root(_root, { report, location }) {
    const register = readRegister(location.source.absoluteRef)
    const faults = register ? registerFaults(register) : ['There is no facts.yaml beside this contract']
    for (const message of faults) report({ message })
  },
})
