import { type Meanings, showAnswer, showNote } from './answer.ts'
import { prepare } from './request.ts'

interface Example {
  readonly mediaType: string
  readonly text: string
}

const server = document.querySelector<HTMLFormElement>('form#server')

if (server) {
  serveFromHere(server)
  for (const form of document.querySelectorAll<HTMLFormElement>('.operation form')) listen(form, server)
  openNamed()
  addEventListener('hashchange', openNamed)
  server.addEventListener('submit', (event) => event.preventDefault())
}

/** Where the sandbox serves this page it is the one to ask, in the same world. */
function serveFromHere(server: HTMLFormElement): void {
  const [, world] = /^(\/~[a-z0-9-]+)?\/docs\//.exec(location.pathname) ?? []
  const address = server.elements.namedItem('address')
  if (!location.protocol.startsWith('http') || !/^(\/~[a-z0-9-]+)?\/docs\//.test(location.pathname)) return
  if (address instanceof HTMLInputElement) address.value = `${location.origin}${world ?? ''}`
}

function listen(form: HTMLFormElement, server: HTMLFormElement): void {
  const id = form.closest('details')?.id ?? ''
  const meanings = read<Meanings>(`${id}-meanings`, {})
  const examples = read<readonly Example[]>(`${id}-examples`, [])
  form.querySelector('select')?.addEventListener('change', (event) => {
    if (event.currentTarget instanceof HTMLSelectElement) fill(form, examples[Number(event.currentTarget.value)])
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const place = form.querySelector('.answer')
    if (place) void send(form, server, place, meanings)
  })
}

function read<T>(id: string, otherwise: T): T {
  const text = document.getElementById(id)?.textContent
  return text ? (JSON.parse(text) as T) : otherwise
}

function fill(form: HTMLFormElement, example: Example | undefined): void {
  const media = form.querySelector('.media')
  const body = form.querySelector('textarea')
  if (!example || !media || !body) return
  media.textContent = example.mediaType
  body.value = example.text
}

async function send(form: HTMLFormElement, server: HTMLFormElement, place: Element, meanings: Meanings): Promise<void> {
  const started = performance.now()
  showNote(place, 'Sent …')
  try {
    const { url, init } = prepare({ server, form })
    const answer = await fetch(url, init)
    await showAnswer(place, answer, meanings, performance.now() - started)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    showNote(
      place,
      `There is no answer that this page may see (${reason}). Is the server running at that address, and may pages of ${location.origin} call it? The docs that the server itself serves under /docs/ may.`,
    )
  }
}

function openNamed(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (named instanceof HTMLDetailsElement) named.open = true
}
