/** What the forms of the page say about a request. */
interface Wanted {
  readonly server: HTMLFormElement
  readonly form: HTMLFormElement
}

interface Prepared {
  readonly url: string
  readonly init: RequestInit
}

/** Makes a request of the forms. A path parameter left empty stays in braces, so that the answer shows what is missing. */
export function prepare({ server, form }: Wanted): Prepared {
  const { api = '', base = '' } = server.dataset
  const { method = 'GET', path = '' } = form.dataset
  const url = new URL(`${addressOf(server)}/${api}${base}${filled(path, form)}`)
  for (const { name, value } of given(form, 'query')) url.searchParams.append(name, value)
  const headers = new Headers(given(form, 'header').map(({ name, value }): [string, string] => [name, value]))
  for (const [name, value] of credentials(server, form)) headers.set(name, value)
  const body = bodyOf(form)
  if (body.mediaType) headers.set('Content-Type', body.mediaType)
  const content = body.content === undefined ? {} : { body: body.content }
  return {
    url: url.href,
    init: { method, headers, credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...content },
  }
}

function addressOf(server: HTMLFormElement): string {
  return field(server, 'address').trim().replace(/\/+$/, '')
}

function field(form: HTMLFormElement, name: string): string {
  const found = form.elements.namedItem(name)
  return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement ? found.value : ''
}

function given(form: HTMLFormElement, where: string): HTMLInputElement[] {
  const fields = form.querySelectorAll<HTMLInputElement>(`input[data-in="${where}"]`)
  return [...fields].filter(({ value }) => value !== '')
}

function filled(path: string, form: HTMLFormElement): string {
  return given(form, 'path').reduce(
    (text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  )
}

/** The first credential that the operation takes and that is filled in. */
function credentials(server: HTMLFormElement, form: HTMLFormElement): [string, string][] {
  for (const scheme of form.dataset.schemes?.split(' ') ?? []) {
    const place = server.querySelector<HTMLElement>(`.credential[data-scheme="${scheme}"]`)
    const values = [...(place?.querySelectorAll('input') ?? [])].map(({ value }) => value)
    if (!place || values.every((value) => value === '')) continue
    return [headerOf(place, values)]
  }
  return []
}

function headerOf(place: HTMLElement, values: readonly string[]): [string, string] {
  const { kind, header = '' } = place.dataset
  if (kind === 'basic') return ['Authorization', `Basic ${base64(values.join(':'))}`]
  return kind === 'header' ? [header, values[0] ?? ''] : ['Authorization', `Bearer ${values[0]}`]
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** JSON goes as it was typed, so that what is wrong with it can be tried too. */
function bodyOf(form: HTMLFormElement): { readonly mediaType?: string; readonly content?: BodyInit } {
  const mediaType = form.querySelector('.media')?.textContent ?? ''
  const text = field(form, 'body')
  if (mediaType === '' || text.trim() === '') return {}
  if (mediaType.endsWith('json')) return { mediaType, content: text }
  const pairs = text
    .split('\n')
    .filter((line) => line !== '')
    .map(pairOf)
  if (mediaType !== 'multipart/form-data') return { mediaType, content: new URLSearchParams(pairs).toString() }
  const content = new FormData()
  for (const [name, value] of pairs) content.set(name, value)
  return { content }
}

function pairOf(line: string): [string, string] {
  const [name = '', ...value] = line.split('=')
  return [name.trim(), value.join('=')]
}
