import type { Contract } from '../contract/contract.ts'
import { meaningsOfInputs } from './meaning.ts'
import { sentAs } from './sent-as.ts'
import type { Way } from './way.ts'

/** Whether what one logs in by has to be an e-mail, by the schema that it is sent as. */
export function takesEmail(contract: Contract, way: Way): boolean {
  const logins = [...meaningsOfInputs(contract, way)].filter(([, meaning]) => meaning?.is === 'login')
  const sent = logins.flatMap(([name]) => sentAs(contract, way, `$inputs.${name}`))
  return sent.length > 0 && sent.every(({ schema }) => schema.format === 'email')
}
