import type { Contract } from './contract.ts'

/** What a request sent, as far as it can present a credential. */
interface Sending {
  /** The lines of a header field, by its name in lower case. */
  fields(name: string): readonly string[]
  /** The query, with or without its `?`. */
  readonly search: string
}

/** Everything that a request has where the schemes of a contract look for a credential: header fields, cookies and parameters. */
export function presentedIn(
  { securitySchemes }: Pick<Contract, 'securitySchemes'>,
  { fields, search }: Sending,
): readonly { readonly place: 'header' | 'cookie' | 'query'; readonly value: string }[] {
  const named = (place: string) =>
    Object.values(securitySchemes).flatMap(({ in: where, name }) => (where === place && name ? [name] : []))
  const pairs = fields('cookie').flatMap((line) => line.split(';').map((pair) => pair.trim()))
  const parameters = new URLSearchParams(search)
  const headers = new Set(['authorization', ...named('header').map((name) => name.toLowerCase())])
  return [
    ...[...headers].flatMap((name) => fields(name)).map((value) => ({ place: 'header', value }) as const),
    ...named('cookie')
      .flatMap((name) => pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1)))
      .map((value) => ({ place: 'cookie', value }) as const),
    ...named('query')
      .flatMap((name) => parameters.getAll(name))
      .map((value) => ({ place: 'query', value }) as const),
  ]
}
