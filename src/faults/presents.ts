import { presentedIn } from '../contract/presented.ts'
import type { FaultyExchange } from './faulty-exchange.ts'

/** Whether a call presents a credential, wherever the schemes of its API have one; any call does if none is asked for. */
export function presents({ api, context, asked }: FaultyExchange, credential: string | undefined): boolean {
  if (credential === undefined) return true
  const sent = presentedIn(api.contract, { fields: context.fields, search: asked.originalUrl })
  // In Authorization it comes behind the name of its scheme.
  return sent.some(({ value }) => value === credential || value.split(/ +/)[1] === credential)
}
