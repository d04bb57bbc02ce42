import { EventEmitter, once } from 'node:events'
import type { Page } from 'playwright-core'

/** What the browser's network says of the cookies of a page's requests, those included that the page may not read. */
interface CookieTap {
  /** The `Cookie` header of the next request to the address, in the order they were sent; undefined if none goes along. */
  next(url: string): Promise<string | undefined>
}

export async function tapCookies(page: Page): Promise<CookieTap> {
  const told = new EventEmitter()
  const urls = new Map<string, string>()
  const sent: { readonly requestId: string; readonly cookie: string | undefined }[] = []
  const network = await page.context().newCDPSession(page)
  // Either may come first, and both after the page has its answer.
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    urls.set(requestId, request.url)
    told.emit('something')
  })
  network.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    sent.push({ requestId, cookie: headers.Cookie ?? headers.cookie })
    told.emit('something')
  })
  await network.send('Network.enable')
  return {
    async next(url) {
      for (;;) {
        const at = sent.findIndex(({ requestId }) => urls.get(requestId) === url)
        if (at >= 0) return sent.splice(at, 1)[0]?.cookie
        await once(told, 'something')
      }
    },
  }
}
