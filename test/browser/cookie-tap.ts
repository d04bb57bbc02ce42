import type { Page } from 'playwright-core'

/** What the browser's network says of the cookies of a page's requests, those included that the page may not read. */
export interface CookieTap {
  /** The `Cookie` header of each request to the address since the last time, in order; undefined where none went along. */
  taken(url: string): (string | undefined)[]
}

export async function tapCookies(page: Page): Promise<CookieTap> {
  const urls = new Map<string, string>()
  const sent: { readonly requestId: string; readonly cookie: string | undefined }[] = []
  const network = await page.context().newCDPSession(page)
  network.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  network.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    sent.push({ requestId, cookie: headers.Cookie ?? headers.cookie })
  })
  await network.send('Network.enable')
  return {
    taken: (url) => sent.splice(0).flatMap(({ requestId, cookie }) => (urls.get(requestId) === url ? [cookie] : [])),
  }
}
