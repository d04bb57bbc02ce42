import type { Contract } from '../../contract/contract.ts'
import type { Cast, Requests } from '../cast.ts'
import type { Check, Input, OperationsTypes, Suite } from '../check.ts'
import type { Need } from '../hooks.ts'
import { hasInput, isInputNeed } from '../target.ts'
import { accessChecks } from './access.ts'
import { accountChangeChecks } from './account-changes.ts'
import { activationChecks } from './activation.ts'
import { addressLimitChecks } from './address-limits.ts'
import { bodyChecks } from './bodies.ts'
import { changedCredentialChecks } from './changed-credential.ts'
import { cookieChecks } from './cookie-rules.ts'
import { corsChecks } from './cors.ts'
import type { DerivedCheck } from './derived-check.ts'
import { disguiseChecks } from './disguises.ts'
import { endingChecks } from './ending.ts'
import { expiryChecks } from './expiry.ts'
import { foreignKeyChecks } from './foreign-keys.ts'
import { guessedCredentialChecks } from './guessed-credentials.ts'
import { hookedChecks } from './hooked.ts'
import { httpChecks } from './http.ts'
import { inputsFor } from './inputs.ts'
import { issuedChecks } from './issued.ts'
import { keyChecks } from './keys.ts'
import { loginAnswerChecks } from './login-answers.ts'
import { loginValueChecks } from './login-values.ts'
import { neverExpiresChecks } from './never-expires.ts'
import { newPasswordChecks } from './new-passwords.ts'
import { outageChecks } from './outage.ts'
import { parameterChecks } from './parameter-values.ts'
import { type Plan, planOf, type RuledFact } from './plan.ts'
import { redeemedCodeChecks } from './redeemed-codes.ts'
import { redirectChecks } from './redirects.ts'
import { refusedLoginChecks } from './refused-login.ts'
import { renewalChecks } from './renewal.ts'
import { rightsChecks } from './rights.ts'
import { sentCodeChecks } from './sent-codes.ts'
import type { DerivedProbe } from './session.ts'
import { shownAccountChecks } from './shown-accounts.ts'
import { signUpChecks } from './signing-up.ts'
import { throttlingChecks } from './throttling.ts'
import { tokenEndpointChecks } from './token-endpoint.ts'

/** The parts of the derivation; each makes its checks of what the contract has, and none where it has nothing. */
const sections: readonly ((plan: Plan) => readonly DerivedCheck[])[] = [
  accessChecks,
  disguiseChecks,
  corsChecks,
  httpChecks,
  bodyChecks,
  parameterChecks,
  changedCredentialChecks,
  loginValueChecks,
  loginAnswerChecks,
  issuedChecks,
  endingChecks,
  renewalChecks,
  expiryChecks,
  neverExpiresChecks,
  cookieChecks,
  refusedLoginChecks,
  throttlingChecks,
  guessedCredentialChecks,
  tokenEndpointChecks,
  sentCodeChecks,
  redeemedCodeChecks,
  redirectChecks,
  rightsChecks,
  keyChecks,
  foreignKeyChecks,
  hookedChecks,
  outageChecks,
  signUpChecks,
  newPasswordChecks,
  activationChecks,
  accountChangeChecks,
  shownAccountChecks,
  addressLimitChecks,
]

/** Every check that follows from a contract. */
function derivedChecks(plan: Plan): readonly DerivedCheck[] {
  return sections.flatMap((section) => section(plan))
}

/** What any server that implements a contract is held to; everything a check needs to know is optional. */
export function derivedSuite(api: string, contract: Contract, requests: Requests = {}): Suite {
  const plan = planOf(contract, { requests })
  const checks = derivedChecks(plan)
  const inputs: readonly Input[] = inputsFor(plan, checks)
  return { api, inputs, demoPeople: {}, logins: [], protected: [], checks: checks as unknown as Suite['checks'] }
}

/** A suite with the checks that follow from its contract in front, acting as the cast of its people. */
export function withDerivedChecks<People>(
  suite: Suite<OperationsTypes, People>,
  contract: Contract,
  register: readonly RuledFact[],
): Suite<OperationsTypes, People> {
  const { cast, requests, demoPeople, checks } = suite
  if (!cast) return suite
  const derivedOnes = derivedChecks(planOf(contract, { requests, register, issuesKeys: true }))
  const possible = derivedOnes.filter(({ needs }) => needs.every((need) => canBeMet(need, cast(demoPeople))))
  return { ...suite, checks: [...possible.map((check) => actingAs(check, cast)), ...checks] }
}

/** Every value of a written suite is given, so that what its cast lacks, no run has. */
function canBeMet(need: Need, cast: Cast): boolean {
  return !isInputNeed(need) || hasInput(cast, need)
}

function actingAs<People>(
  { needs, run, ...check }: DerivedCheck,
  cast: (people: People) => Cast,
): Check<OperationsTypes, People> {
  return {
    ...check,
    needs: needs.filter((need) => !isInputNeed(need)),
    // The operations of a derived check are known by name alone.
    run: (probe) => run({ ...(probe as unknown as DerivedProbe), people: cast(probe.people) }),
  }
}
