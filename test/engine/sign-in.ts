/** What a browser and a person do with the pages of the authorization server. */

type Fields = Readonly<Record<string, string>>

/** The form token of a page. */
export function formTokenIn(page: string): string {
  return /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

/** Opens a page and submits its form; what the answer to that is. */
export async function answerPage(url: string | URL, fields: Fields): Promise<Response> {
  const page = await fetch(url, { redirect: 'manual' })
  const action = /action="([^"]+)"/.exec(await page.clone().text())?.[1] ?? ''
  const body = new URLSearchParams({ form_token: formTokenIn(await page.text()), ...fields })
  return fetch(new URL(action, url), { method: 'POST', redirect: 'manual', body })
}

/** Where the browser is redirected once the user agreed. */
export async function agreeAs(account: string, url: string | URL): Promise<URL> {
  const answer = await answerPage(url, { account })
  return new URL(answer.headers.get('location') ?? '')
}
