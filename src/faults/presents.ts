import type { FaultyExchange } from './faulty-exchange.ts'

/** Whether a call presents a credential, wherever the schemes of its API have one; any call does if none is asked for. */
export function presents(exchange: FaultyExchange, credential: string | undefined): boolean {
  return credential === undefined || presentedIn(exchange).includes(credential)
}

function presentedIn({ context, api, asked }: FaultyExchange): readonly string[] {
  const schemes = Object.values(api.contract.securitySchemes)
  const named = (place: string) => schemes.flatMap(({ in: where, name }) => (where === place && name ? [name] : []))
  const pairs = context.fields('cookie').flatMap((line) => line.split(';').map((pair) => pair.trim()))
  const parameters = new URLSearchParams(asked.originalUrl)
  return [
    ...context.fields('authorization').flatMap((line) => line.split(' ').slice(1)),
    ...named('header').flatMap((name) => context.fields(name.toLowerCase())),
    ...named('cookie').flatMap((name) =>
      pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1)),
    ),
    ...named('query').flatMap((name) => parameters.getAll(name)),
  ]
}
