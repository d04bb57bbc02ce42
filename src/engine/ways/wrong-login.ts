import type { Finding } from '../../contract/finding.ts'
import type { Refusal } from '../../contract/refusal.ts'

type WrongLogin = Extract<Refusal, { refusal: 'wrong-login' }>

export function wrongLogin(finding: Finding): WrongLogin {
  return { refusal: 'wrong-login', finding }
}
