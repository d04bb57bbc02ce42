import type { Page } from 'playwright-core'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import type { Consenting } from '../../src/conformance/hooks.ts'
import { oauth } from '../attacks/numbers-station.ts'
import type { Scene } from './stage.ts'

/** Where a login at the provider begins; a page is to be sent there. */
export function beginning(api: string, query: Readonly<Record<string, string>> = {}): string {
  return `${api}/api/v1/login/session/oauth?${new URLSearchParams({ provider: 'google', redirect_header: 'true', ...query })}`
}

/** Every address that a page is sent to from now on, redirects included. */
export function journeyOf(page: Page): URL[] {
  const journey: URL[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) journey.push(new URL(request.url()))
  })
  return journey
}

/** The callback of such a journey. */
export function callbackOn(journey: readonly URL[]): URL {
  const found = journey.find(({ pathname }) => pathname.endsWith('/oauth/callback'))
  if (!found) throw new Error(`No callback on ${journey.map(({ pathname }) => pathname).join(', ')}`)
  return found
}

/** The callback of a login that somebody else began elsewhere and kept from their own browser. */
export async function callbackOfSomebodyElse({ place, at }: Scene, person: Consenting): Promise<URL> {
  const got = await place.send('GET', oauth, { query: { provider: 'google' } })
  const callback = new URL(await developmentConsent(atLoopback(String(got.json)), person))
  return new URL(callback.search, `${at('numbers-station').sameSite}/api/v1/login/session/oauth/callback`)
}

/** Names under `localhost` are for browsers to resolve. */
function atLoopback(address: string): string {
  return address.replace('//localhost:', '//127.0.0.1:')
}
