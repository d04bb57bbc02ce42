import type { Lifecycle } from '../../ways/declarations.ts'
import type { FoundWay } from '../../ways/found.ts'
import { type Declared, wayAt } from './declared.ts'
import { expressionFaults, unknown } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { schemeAt } from './places.ts'

/** A lifecycle where it is declared, and the ways that it is for. */
interface DeclaredLife {
  readonly life: Lifecycle
  readonly at: readonly string[]
  readonly scheme: string
  readonly ways: readonly FoundWay[]
}

/** What a lifecycle says that its scheme and its ways cannot do. */
export function lifecycleFaults(declared: Declared): DeclarationFault[] {
  const { contract, ways } = declared
  const ofSchemes = Object.entries(contract.securitySchemes).flatMap(([scheme, { 'x-lifecycle': life }]) => {
    if (life === undefined) return []
    const own = ways.filter((way) => way.scheme === scheme)
    return [{ life: life as Lifecycle, at: [...schemeAt(scheme), 'x-lifecycle'], scheme, ways: own }]
  })
  const ofWays = declared.places
    .filter(({ shape }) => shape === 'ways')
    .flatMap(({ value }) => Object.entries(value as Readonly<Record<string, { readonly lifecycle?: Lifecycle }>>))
    .flatMap(([name, { lifecycle: life }]) => {
      const way = ways.find((each) => each.name === name)
      return life && way ? [{ life, at: [...wayAt(way), 'lifecycle'], scheme: way.scheme, ways: [way] }] : []
    })
  return [...ofSchemes, ...ofWays].flatMap((each) => [...wrongMembers(declared, each), ...wrongForms(declared, each)])
}

function wrongMembers({ contract }: Declared, { life, at, scheme, ways }: DeclaredLife): DeclarationFault[] {
  const { refresh, cookie, atLimit, atMost } = life
  const inputs = ways.flatMap((way) => Object.keys(way.inputs ?? {}))
  const faults: readonly [boolean, string, string | undefined][] = [
    [ways.length === 0, '', `"${scheme}" has no "x-ways", so nothing issues such a credential`],
    [
      refresh !== undefined && ways.every(({ renew }) => !renew),
      'refresh',
      'Expected a way with "renew", which a refresh token is sent to',
    ],
    [
      cookie !== undefined && contract.securitySchemes[scheme]?.in !== 'cookie',
      'cookie',
      `"${scheme}" is not a cookie`,
    ],
    [atLimit !== undefined && atMost === undefined, 'atLimit', 'Expected "atMost", the limit'],
    [cookie?.crossSite !== undefined, 'cookie', unknown('input', cookie?.crossSite ?? '', inputs)],
  ]
  return faults.flatMap(([isWrong, member, message]) =>
    isWrong && message !== undefined ? [{ at: member === '' ? at : [...at, member], message }] : [],
  )
}

function wrongForms(declared: Declared, { life, at }: DeclaredLife): DeclarationFault[] {
  return (['credential', 'refresh'] as const).flatMap((part) => {
    const form = life[part]?.form
    if (typeof form !== 'object') return []
    const place = [...at, part, 'form']
    if ('jwt' in form) return expressionFaults(declared, form.jwt.claims, [...place, 'jwt', 'claims'], {})
    return patternFaults(form.pattern, [...place, 'pattern'])
  })
}

/** A form of credentials or ids has to be a regular expression, as `pattern` of JSON Schema is. */
export function patternFaults(pattern: string, at: readonly string[]): DeclarationFault[] {
  try {
    RegExp(pattern, 'u')
    return []
  } catch (error) {
    return [{ at, message: (error as SyntaxError).message }]
  }
}
