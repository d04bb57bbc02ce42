import type { Secrets } from '../../store/secrets.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActingAccount } from './callers-account.ts'

/** Ends what a former password let in: the logins that a new one ends, but for the one that set it. */
export async function endOtherLogins(
  { ways }: Pick<EngineContract, 'ways'>,
  { account, credential }: ActingAccount,
  secrets: Secrets,
): Promise<void> {
  const ending = ways.filter(({ life }) => life.endedBy.includes('password-changed'))
  const names = new Set(ending.map(({ name }) => name))
  const kinds = new Set(ending.flatMap(({ life }) => [life.credential.name, life.refresh.name]))
  for (const kind of kinds) {
    const others = (await secrets.list(kind, account.id)).filter(({ family }) => family !== credential.family)
    const ended = others.filter(({ data }) => data.way === undefined || names.has(String(data.way)))
    for (const secret of ended) await secrets.end(secret)
  }
}
