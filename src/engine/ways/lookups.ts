import type { Finding } from '../../contract/finding.ts'
import type { Context } from '../../served/api.ts'
import type { Secret } from '../../store/secrets.ts'
import { dataOf } from '../caller.ts'
import type { Presented } from '../carrier.ts'
import { jwtFault } from '../credential-jwt.ts'
import { wordsOf } from '../kind-words.ts'
import { fixedPartFault, secretsIn } from './basic-pair.ts'
import { patternOf } from './pattern.ts'
import { credentialKind } from './way-life.ts'
import type { ServedWay } from './way-rules.ts'

/** Why a text cannot be in the ledger, or need not be looked up. */
export interface Misfit {
  readonly fault: 'malformed' | 'unknown' | 'expired'
  readonly finding?: Finding
  /** Whether it is meant to be of this form: it begins like one. */
  readonly isMeant?: boolean
}

type Fitting = (text: string, context: Context) => Misfit | undefined | Promise<Misfit | undefined>

/** How the credentials of one kind are looked up: in which texts, and of what form they have to be. */
export interface Lookup {
  readonly kind: string
  /** Of which ways they are; none for those that no way issued. */
  readonly ways: readonly ServedWay[]
  textsIn(sent: Presented): readonly string[]
  readonly misfit: Fitting
  /** Whether it is for this lookup to judge what the ledger knows. */
  isOf(secret: Secret): boolean
}

/** How the credentials of a scheme are looked up, by the ways that lead to it; others, such as demo credentials, last. */
export function lookupsOf(ways: readonly ServedWay[]): readonly Lookup[] {
  const byKind = Map.groupBy(ways, ({ life }) => life.credential.name)
  const own = [...byKind].flatMap(([kind, all]) => {
    // Ways of one kind and form differ in nothing that is read.
    const byForm = Map.groupBy(all, ({ life, send }) => JSON.stringify([life.credential.form, send]))
    return [...byForm.values()].flatMap(([first, ...others]) =>
      first ? [lookupOf(kind, first, [first, ...others])] : [],
    )
  })
  return [...own, sharedLookup(ways)]
}

/** Whatever no way issued has one kind and no form. */
function sharedLookup(ways: readonly ServedWay[]): Lookup {
  return {
    kind: credentialKind,
    ways: [],
    textsIn: ({ texts }) => texts,
    misfit: () => undefined,
    isOf: (secret) => !ways.some(({ name }) => name === dataOf(secret).way),
  }
}

function lookupOf(kind: string, first: ServedWay, ways: readonly ServedWay[]): Lookup {
  const fits = formFit(first.life.credential, wordsOf(kind))
  return {
    kind,
    ways,
    textsIn: (sent) => secretsIn(first, sent),
    misfit: fits,
    isOf: () => true,
  }
}

/** What is wrong with a text, by its form: only a pattern and a signature tell. */
function formFit({ form, description }: ServedWay['life']['credential'], what: string): Fitting {
  if (typeof form === 'string') return () => undefined
  if ('jwt' in form) {
    const said = { what, expected: description ?? 'a JWT' }
    return (text, context) => jwtFault(text, said, context)
  }
  const pattern = patternOf(form.pattern)
  if (!pattern) return () => undefined
  const finding = { is: 'misshapen', expected: description ?? `a text that matches ${form.pattern}` } as const
  return (text) => {
    if (pattern.fits(text)) return undefined
    return { fault: 'malformed', finding, isMeant: pattern.prefix !== '' && text.startsWith(pattern.prefix) }
  }
}

/** What is wrong with the rest of what was sent along with a secret. */
export function restFault({ ways }: Lookup, sent: Presented): Finding | undefined {
  return ways[0] && fixedPartFault(ways[0], sent)
}

/** The misfit that says most: of the form that was meant, else of a token that is read by its signature. */
export function chosenMisfit(misfits: readonly Misfit[]): Misfit | undefined {
  return (
    misfits.find(({ fault }) => fault === 'expired') ??
    misfits.find(({ isMeant }) => isMeant) ??
    misfits.find(({ fault }) => fault === 'unknown') ??
    misfits[0]
  )
}
