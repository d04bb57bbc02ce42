import type { Contract, Operation } from '../contract/contract.ts'
import { placeOf } from '../contract/credential-place.ts'
import { costOf, curlLine, showcase } from './curl-line.ts'
import type { DemoCredential } from './demo-credentials.ts'
import type { Note, SchemeReport, ServedReport } from './report.ts'
import { prefixOf } from './scheme-guess.ts'

interface Served {
  readonly how: ReadonlyMap<string, SchemeReport['how']>
  readonly credentials: readonly DemoCredential[]
  readonly notes: readonly Note[]
}

/** What there is to say of an own API before it is asked anything. */
export function reportOf(contract: Contract, served: Served): ServedReport {
  const { operations } = contract
  const { how, notes } = served
  const open = operations.filter(isOpen)
  const [easiest] = open.toSorted((one, other) => costOf(one) - costOf(other))
  return {
    title: contract.title,
    operations: operations.length,
    protected: operations.length - open.length,
    webhooks: contract.webhooks.length,
    schemes: [...how].map(([name, each]) => schemeReport(contract, served, name, each)),
    notes: [...notes, ...unusedNotes(how)],
    openCurl: easiest && curlLine(contract, easiest, []),
  }
}

function isOpen({ security }: Operation): boolean {
  return security.length === 0 || security.some((alternative) => Object.keys(alternative).length === 0)
}

function schemeReport(
  contract: Contract,
  { how, credentials }: Served,
  name: string,
  each: SchemeReport['how'],
): SchemeReport {
  const scheme = contract.securitySchemes[name] ?? { type: '' }
  const own = credentials.filter((credential) => credential.scheme === name)
  const isServed = (wanted: string) => how.get(wanted) === 'enforced' || how.get(wanted) === 'presence'
  const shown = isServed(name) ? showcase(contract, name, isServed) : undefined
  const needed = shown ? credentials.filter((credential) => Object.hasOwn(shown.alternative, credential.scheme)) : []
  const prefix = prefixOf(name, scheme)
  return {
    name,
    how: each,
    place: placeOf(scheme),
    credentials: own.map(({ label, value }) => ({ label, value })),
    curl: shown && curlLine(contract, shown.operation, needed),
    notes: prefix && each === 'enforced' ? [`"${prefix.prefix}" in front of the key: ${prefix.reason}`] : [],
  }
}

function unusedNotes(how: Served['how']): readonly Note[] {
  return [...how]
    .filter(([, each]) => each === 'unused')
    .map(([name]) => ({
      kind: 'unrecognized',
      text: `No operation requires ${name}; --protect ${name} closes those that declare no security`,
    }))
}
