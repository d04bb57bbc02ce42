import { type Contract, requiresCredential } from '../contract/contract.ts'
import { placeOf } from '../contract/credential-place.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Note, SchemeReport, ServedReport } from '../served/report.ts'
import type { Action } from '../ways/declarations.ts'
import { hasScopes } from '../ways/roles.ts'
import { issuerPath } from './authorization-server/endpoints.ts'
import { costOf, curlLine, showcase } from './curl-line.ts'
import type { ShownCredential } from './demo-credentials.ts'
import type { DemoData } from './demo-data.ts'
import { loginCalls } from './login-calls.ts'
import { prefixOf } from './scheme-guess.ts'
import type { ServedWay } from './ways/way-rules.ts'

interface Served {
  readonly how: ReadonlyMap<string, SchemeReport['how']>
  readonly credentials: readonly ShownCredential[]
  readonly notes: readonly Note[]
  readonly ways: readonly ServedWay[]
  readonly demo: DemoData
  /** The operations that a handlers file answers. */
  readonly handled: readonly string[]
}

/** What there is to say of an own API before it is asked anything. */
export function reportOf(contract: Contract, served: Served): ServedReport {
  const { operations } = contract
  const { how, notes, ways } = served
  const open = operations.filter((operation) => !requiresCredential(operation))
  const [easiest] = open.toSorted((one, other) => costOf(one) - costOf(other))
  return {
    title: contract.title,
    operations: operations.length,
    protected: operations.length - open.length,
    webhooks: contract.webhooks.length,
    schemes: [...how].map(([name, each]) => schemeReport(contract, served, name, each)),
    notes: [
      ...notes,
      ...handlerNotes(served.handled),
      ...(open.length < operations.length ? unusedNotes(how) : []),
      ...extensionNotes(contract),
      ...ways.flatMap((way) => wayNotes(contract, way)),
    ],
    openCurl: easiest && curlLine(contract, easiest, []),
  }
}

function schemeReport(
  contract: Contract,
  { how, credentials, ways, demo }: Served,
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
    logins: isServed(name) ? loginCalls(contract, name, ways, demo, credentials) : [],
    notes: [
      ...(prefix && each === 'enforced' ? [`"${prefix.prefix}" in front of the key: ${prefix.reason}`] : []),
      ...(hasScopes(scheme) && isServed(name) ? [issuerNote(demo)] : []),
    ],
  }
}

function issuerNote({ client }: DemoData): string {
  const shown = client ? `client ${client.id}, secret ${client.secret}; ` : ''
  return `${shown}issuer {mount}${issuerPath}`
}

function unusedNotes(how: Served['how']): readonly Note[] {
  return [...how]
    .filter(([, each]) => each === 'unused')
    .map(([name]) => ({
      kind: 'unrecognized',
      text: `No operation requires ${name}; "require: [${name}]" in the config, or --protect ${name}, closes those that declare no security`,
    }))
}

/** How many operations are named in a line. */
const mostNamed = 5

function handlerNotes(handled: readonly string[]): readonly Note[] {
  if (handled.length === 0) return []
  const named = handled.length > mostNamed + 1 ? handled.slice(0, mostNamed) : handled
  const left = handled.length - named.length
  const others = left > 0 ? ` and ${left} more` : ''
  return [{ kind: 'enforced', text: `handlers answer ${named.join(', ')}${others}` }]
}

/** Declarations that are not read: misspelt ones, and those of later versions. */
function extensionNotes({ securitySchemes }: Contract): readonly Note[] {
  return Object.entries(securitySchemes).flatMap(([name, scheme]) =>
    Object.keys(scheme)
      .filter((key) => /^x-?(way|lifecycle)/i.test(key) && key !== 'x-ways' && key !== 'x-lifecycle')
      .map((key): Note => {
        const hint = /way/i.test(key) ? '; did you mean "x-ways"?' : ''
        return { kind: 'unrecognized', text: `"${key}" of ${name} is not read${hint}` }
      }),
  )
}

/** What a way needs that only later levels of a contract declare. */
function wayNotes(contract: Contract, { name, redirect, inputs = {}, inputMeanings }: ServedWay): readonly Note[] {
  const isSent = contract.operations.some((operation) => {
    const action = operationExtension(contract.document, operation, 'x-action') as Action | undefined
    return action?.kind === 'send-code' && action.way === name
  })
  const needsCode =
    !isSent &&
    Object.keys(inputs).some(
      (input) => inputMeanings.get(input) === 'one-time-password' && inputs[input]?.required !== false,
    )
  const why = redirect ? 'it leads through a browser' : needsCode ? 'nothing sends its one-time password' : undefined
  return why === undefined ? [] : [{ kind: 'unrecognized', text: `The way "${name}" is not served: ${why}` }]
}
