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
  const { api = '' } = server.dataset
  const { method = 'GET', path = '' } = form.dataset
  const credentials = credentialsFor(server, form)
  const url = new URL(`${addressOf(server)}/${api}${filled(path, form)}`)
  for (const { name, value } of [...given(form, 'query'), ...inPlace(credentials, 'query')])
    url.searchParams.append(name, value)
  const headers = new Headers(given(form, 'header').map(({ name, value }): [string, string] => [name, value]))
  for (const { name, value } of inPlace(credentials, 'header')) headers.set(name, value)
  const body = bodyOf(form)
  if (body.mediaType) headers.set('Content-Type', body.mediaType)
  const content = body.content === undefined ? {} : { body: body.content }
  return {
    url: url.href,
    init: { method, headers, credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...content },
  }
}

function addressOf(server: HTMLFormElement): string {
  return (server.querySelector<HTMLInputElement>('input[type="url"]')?.value ?? '').trim().replace(/\/+$/, '')
}

interface Field {
  readonly name: string
  readonly value: string
}

/** Inputs have no names of their own: one that is called like a property of its form would take its place. */
function given(form: HTMLFormElement, where: string): Field[] {
  const fields = form.querySelectorAll<HTMLInputElement>(`input[data-in="${where}"]`)
  return [...fields]
    .filter(({ value }) => value !== '')
    .map(({ dataset, value }) => ({ name: dataset.name ?? '', value }))
}

function filled(path: string, form: HTMLFormElement): string {
  return given(form, 'path').reduce(
    (text, { name, value }) => text.replace(`{${name}}`, () => encodeURIComponent(value)),
    path,
  )
}

interface Credential extends Field {
  readonly in: string
}

function inPlace(credentials: readonly Credential[], where: string): readonly Credential[] {
  return credentials.filter((each) => each.in === where)
}

/** Those of the first alternative that is filled in as a whole, else of the first that is in part. */
function credentialsFor(server: HTMLFormElement, form: HTMLFormElement): readonly Credential[] {
  const alternatives = JSON.parse(form.dataset.security ?? '[]') as readonly (readonly string[])[]
  const all = alternatives.map((names) => ({ names, sent: names.flatMap((name) => credentialOf(server, name) ?? []) }))
  const whole = all.find(({ names, sent }) => sent.length === names.length)
  return (whole ?? all.find(({ sent }) => sent.length > 0))?.sent ?? []
}

function credentialOf(server: HTMLFormElement, scheme: string): Credential | undefined {
  const places = [...server.querySelectorAll<HTMLElement>('.credential')]
  const place = places.find(({ dataset }) => dataset.scheme === scheme)
  const values = [...(place?.querySelectorAll('input') ?? [])].map(({ value }) => value)
  if (!place || values.every((value) => value === '')) return undefined
  const { kind, name = '', in: where = 'header' } = place.dataset
  if (kind === 'key') return { in: where, name, value: values[0] ?? '' }
  const value = kind === 'basic' ? base64(values.join(':')) : values[0]
  return { in: where, name: 'Authorization', value: `${name} ${value}` }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** JSON goes as it was typed, so that what is wrong with it can be tried too. */
function bodyOf(form: HTMLFormElement): { readonly mediaType?: string; readonly content?: BodyInit } {
  const mediaType = form.querySelector('.media')?.textContent ?? ''
  const text = form.querySelector('textarea')?.value ?? ''
  if (mediaType === '' || text.trim() === '') return {}
  if (/[/+]json\s*(;|$)/i.test(mediaType)) return { mediaType, content: text }
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(mediaType))
    return { mediaType, content: text }
  const pairs = text
    .split('\n')
    .filter((line) => line !== '')
    .map(pairOf)
  if (!/^multipart/i.test(mediaType)) return { mediaType, content: new URLSearchParams(pairs).toString() }
  const content = new FormData()
  for (const [name, value] of pairs) content.set(name, value)
  return { content }
}

function pairOf(line: string): [string, string] {
  const [name = '', ...value] = line.split('=')
  return [name.trim(), value.join('=')]
}
