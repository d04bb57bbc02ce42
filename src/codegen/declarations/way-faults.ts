import { answerSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import { expressionOf, expressionsIn, readExpression, readResponseExpression } from '../../ways/expressions.ts'
import type { FoundWay } from '../../ways/found.ts'
import { meaningsOfInputs } from '../../ways/meaning.ts'
import type { InputMeaning } from '../../ways/way.ts'
import { type Declared, wayAt } from './declared.ts'
import { hint } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { type WayFault, wrongCallback, wrongCalls } from './way-calls.ts'

/** What the ways of a contract refer to that is not there, and which of them prove nothing. */
export function wayFaults({ contract, ways }: Declared): DeclarationFault[] {
  return ways.flatMap((way) =>
    [
      ...namedTwice(way, ways),
      ...wrongForm(contract, way),
      ...wrongCalls(contract, way),
      ...unproven(contract, way),
      ...wrongCallback(contract, way),
      ...wrongCallback(contract, way),
      ...wrongOutputs(contract, way),
      ...meaningless(contract, way),
      ...wrongNames(way),
    ].map(({ at, ...fault }) => ({ ...fault, at: [...wayAt(way), ...at.split('/').slice(1)] })),
  )
}

function namedTwice({ name, scheme }: FoundWay, ways: readonly FoundWay[]): WayFault[] {
  const first = ways.find((way) => way.name === name)
  return first?.scheme === scheme
    ? []
    : [{ at: '', message: `The way "${name}" of "${first?.scheme}" has this name too` }]
}

function wrongForm({ securitySchemes }: Contract, { scheme, obtain, redirect, send }: FoundWay): WayFault[] {
  const { scheme: kind = '', in: place } = securitySchemes[scheme] ?? { type: '' }
  const isPair = typeof send === 'object'
  const faults: readonly [boolean, string][] = [
    [obtain !== undefined && redirect !== undefined, 'Expected "obtain" or "redirect", got both'],
    [!obtain && !redirect && send === undefined, 'Expected "obtain", "redirect" or "send", got none of them'],
    [obtain !== undefined && send === undefined && place !== 'cookie', 'Expected "send", since this is no cookie'],
    [
      isPair !== (kind.toLowerCase() === 'basic') && send !== undefined,
      'Expected "send" to be a username and a password for HTTP Basic, and one value for anything else',
    ],
  ]
  return faults.filter(([isWrong]) => isWrong).map(([, message]) => ({ at: '', message }))
}

const proofs: ReadonlySet<InputMeaning | undefined> = new Set(['password', 'one-time-password', 'key', 'client-secret'])

/** A login that sends nothing secret lets everyone in. */
function unproven(contract: Contract, way: FoundWay): WayFault[] {
  const { obtain } = way
  const operation = contract.operations.find(({ id }) => id === obtain?.operationId)
  if (!obtain || !operation || obtain.credentials || operation.security.length > 0) return []
  const sent = expressionsIn([obtain.parameters, obtain.requestBody])
  const meanings = meaningsOfInputs(contract, way)
  if ([...meanings].some(([name, meaning]) => sent.includes(`$inputs.${name}`) && proofs.has(meaning?.is))) return []
  // A misspelt input has a fault of its own, and may be the proof.
  if (sent.some((each) => each.startsWith('$inputs.') && !meanings.has(each.slice('$inputs.'.length)))) return []
  const message = `"${operation.id}" is sent no proof: a password, a one-time password, a key or a client secret. Say which input is one with "is: password"`
  return [{ at: '/obtain', message }]
}

function wrongOutputs(contract: Contract, way: FoundWay): WayFault[] {
  const { obtain, outputs = {}, expires = {} } = way
  const operation = contract.operations.find(({ id }) => id === obtain?.operationId)
  if (operation)
    return missingOutputs(contract, way, operation).map(({ name, message }) => ({
      at: name in outputs ? `/outputs/${name}` : `/expires/${name}`,
      message,
    }))
  const hasAny = Object.keys({ ...outputs, ...expires }).length > 0
  return hasAny && !obtain ? [{ at: '', message: 'There are outputs, and nothing to obtain' }] : []
}

/** The outputs of a way that an answer has no place for. */
export function missingOutputs({ document }: Contract, { outputs = {}, expires = {} }: FoundWay, operation: Operation) {
  const answer = answerSchema(document, operation)
  const isThere = (expression: string) => {
    const part = readResponseExpression(expression)
    return part?.in === 'body' ? schemaAt(document, answer, part.members) !== undefined : part !== undefined
  }
  return Object.entries({ ...outputs, ...expires })
    .map(([name, at]) => ({ name, expression: expressionOf(at) }))
    .filter(({ expression }) => !isThere(expression))
    .map(({ name, expression }) => ({
      name,
      message: `The answer of "${operation.id}" has nothing at "${expression}"`,
    }))
}

/** What the server cannot read backward: an input that nothing tells it the meaning of. */
function meaningless(contract: Contract, way: FoundWay): WayFault[] {
  return [...meaningsOfInputs(contract, way)].flatMap(([name, meaning]) => {
    if (meaning) return []
    const message = `Nothing tells what the input "${name}" is, so a server ignores it: add "is", such as "is: login"`
    return [{ at: `/inputs/${name}`, message, isWarning: true }]
  })
}

/** Expressions that name what is not there, and inputs that nothing names. */
function wrongNames(way: FoundWay): WayFault[] {
  const { inputs = {}, obtain, redirect, renew, end, send } = way
  // `returnTo` has expressions of its own.
  const { returnTo: _, ...sent } = redirect ?? {}
  const parts = Object.entries({ obtain, redirect: redirect && sent, renew, end, send })
  const named = parts.flatMap(([part, value]) => expressionsIn(value).map((text) => ({ part, text })))
  const used = new Set(named.map(({ text }) => text))
  const idle = Object.keys(inputs).filter((name) => !used.has(`$inputs.${name}`))
  return [
    ...named.flatMap(({ part, text }) => {
      const message = wrongName(way, part, text)
      return message === undefined ? [] : [{ at: `/${part}`, message }]
    }),
    ...idle.map((name) => ({ at: `/inputs/${name}`, message: `Nothing uses the input "${name}"` })),
  ]
}

function wrongName(way: FoundWay, part: string, text: string): string | undefined {
  const expression = readExpression(text)
  if (!expression) return `Expected "$inputs.NAME" or "$outputs.NAME", got "${text}"`
  const { place, name } = expression
  const known = Object.keys(way[place] ?? {})
  if (!known.includes(name)) return `There is no "${name}" among the ${place}${hint(name, known)}`
  const isBefore = part === 'obtain' || part === 'redirect'
  return place === 'outputs' && isBefore ? `The output "${name}" is not there yet` : undefined
}
