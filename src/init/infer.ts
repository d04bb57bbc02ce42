import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { oauthAddresses } from '../engine/oauth-addresses.ts'
import { expressionOf } from '../ways/expressions.ts'
import type { Ways } from '../ways/way.ts'
import { findAccountActions } from './accounts.ts'
import { findActivations } from './activations.ts'
import { apiFacts } from './api-facts.ts'
import { findCodes } from './codes.ts'
import { endingSchemes, findEndings } from './endings.ts'
import type { Guess, Inferred, Remark } from './guess.ts'
import { findKeys } from './keys.ts'
import { findLogins, type Login } from './logins.ts'
import { withChanges } from './merge.ts'
import { findRegistrations, type WayOutputs } from './registrations.ts'
import { findRenewals } from './renewals.ts'
import { findSchemes } from './undeclared-schemes.ts'

/** What a contract could declare: how its credentials are obtained, renewed and ended, and what it does to accounts and keys. */
export function infer(document: ContractDocument): Inferred {
  const schemes = findSchemes(apiFacts(readContract(document)))
  const declared = withChanges(
    document,
    schemes.flatMap(({ changes }) => changes),
  )
  const known = oauthAddresses(declared)
  const whole = apiFacts(readContract(declared))
  const facts = {
    ...whole,
    // What the authorization server answers is none of ours, nor what the contract declares itself.
    operations: whole.operations.filter(({ name, operation }) => !known.has(name) && !isDeclared(declared, operation)),
  }
  const hints = endingSchemes(facts)
  const { logins, guesses, remarks } = findLogins(facts, hints)
  const renewals = findRenewals(facts, logins)
  const renewing = new Set(renewals.guesses.flatMap(({ scheme }) => scheme ?? []))
  const registrations = findRegistrations(facts, logins, outputsOf([...guesses, ...renewals.guesses]))
  const codes = findCodes(facts, hints, new Set(logins.map(({ way }) => way)))
  const redeemed = codes.flatMap(({ scheme }) => scheme ?? [])
  const loginSchemes = new Set([...logins.map(({ scheme }) => scheme), ...redeemed])
  const all = [
    ...guesses,
    ...renewals.guesses,
    ...findEndings(facts, logins, renewing),
    ...registrations,
    ...findActivations(facts, registrations),
    ...codes,
    ...findKeys(facts, loginSchemes, new Set(logins.map(({ way }) => way))),
    ...findAccountActions(facts, loginSchemes),
    ...byEmail(logins),
  ]
  const needed = schemes.filter(
    ({ scheme, certainty }) => certainty !== 'unsure' || all.some((guess) => guess.scheme === scheme),
  )
  return {
    guesses: once([...needed, ...all.map((guess) => onSchemes(guess, needed))]),
    remarks: [...endpointRemarks(known), ...remarks, ...renewals.remarks],
  }
}

/** By way, the places of its answers. */
function outputsOf(guesses: readonly Guess[]): WayOutputs {
  const ways = guesses.flatMap(({ changes }) =>
    changes.flatMap(({ value }) => Object.entries(Object(value['x-ways']) as Ways)),
  )
  const places = ways.map(([name, { outputs = {}, expires = {} }]) => ({
    name,
    at: [...Object.values(outputs).map(expressionOf), ...Object.values(expires)],
  }))
  return new Map([...Map.groupBy(places, ({ name }) => name)].map(([name, all]) => [name, all.flatMap(({ at }) => at)]))
}

/** Where every login is by e-mail, accounts have no other name to log in by. */
function byEmail(logins: readonly Login[]): readonly Guess[] {
  const passwords = logins.filter(({ isPassword, certainty }) => isPassword && certainty !== 'unsure')
  const [first] = passwords
  if (!first || !passwords.every((login) => login.byEmail)) return []
  return [
    {
      id: 'accounts by e-mail',
      kind: 'accounts',
      certainty: first.certainty,
      subject: 'x-accounts',
      what: 'one logs in by e-mail',
      reasons: [`${first.facts.name} takes an e-mail`],
      changes: [{ at: [], value: { 'x-accounts': { loginBy: ['email'] } } }],
      needs: [first.id],
    },
  ]
}

/** A guess about a scheme builds upon the guess that there is such a scheme. */
function onSchemes(guess: Guess, schemes: readonly Guess[]): Guess {
  const own = schemes.find(({ scheme }) => scheme === guess.scheme)
  return own && own.id !== guess.id ? { ...guess, needs: [own.id, ...guess.needs] } : guess
}

/** The first guess about an operation wins: it has one action. */
function once(guesses: readonly Guess[]): readonly Guess[] {
  const actions = new Set<string>()
  return guesses.filter((guess) => {
    const own = guess.changes.flatMap(({ at, value }) =>
      'x-action' in value && 'kind' in Object(value['x-action']) ? [at.join(' ')] : [],
    )
    if (own.some((place) => actions.has(place))) return false
    for (const place of own) actions.add(place)
    return true
  })
}

function isDeclared(
  { paths }: ContractDocument,
  { path, method }: { readonly path: string; readonly method: string },
): boolean {
  return Object.hasOwn(Object(paths[path]?.[method.toLowerCase()]), 'x-action')
}

function endpointRemarks(known: ReadonlyMap<string, string>): readonly Remark[] {
  return [...known].map(([subject, what]) => ({
    subject,
    text: `is the ${what} of a security scheme: it is served without a declaration`,
  }))
}
