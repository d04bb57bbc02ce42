import { type Session, ways } from './ways.ts'

/**
 * A small app as a team would write one: it knows the address of the APIs and the typed clients, and nothing else.
 * The query says how it logs in and where the APIs stand; that is kept, since a login may lead elsewhere.
 */
const query = new URLSearchParams(location.search)
const way = ways[remembered('way')]
const root = new URL(remembered('root'))
const isElsewhere = remembered('site') === 'cross'
const thirdParty = remembered('third_party') === 'true'
const base = root.pathname.replace(/\/$/, '')
if (!way) throw new Error('There is no such way to log in')

function remembered(name: string): string {
  const value = query.get(name) ?? sessionStorage.getItem(name) ?? ''
  sessionStorage.setItem(name, value)
  return value
}

const form = made('form', {})
const inputs = new Map(way.fields.map((name) => [name, input(name)]))
const state = made('output', {})
const events = made('ol', {})

const session: Session = way.open({
  at: isElsewhere ? (api) => `http://${api}.${root.host}${base}` : (api) => `${root.origin}${base}/${api}`,
  thirdParty,
  field: (name) => () => inputs.get(name)?.value || undefined,
  events: {
    onRenewed: () => note('renewed'),
    onLost: ({ reason }) => note(`lost: ${reason}`),
  },
})

form.append(made('button', { textContent: 'Log in' }))
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void tell(logIn)
})
document.title = way.title
document.body.append(
  made('h1', { textContent: way.title }),
  form,
  button('Show', session.show),
  button('Show 50 times', showManyTimes),
  button('Log out', async () => {
    await session.client.logout()
    return 'Logged out'
  }),
  state,
  events,
)
const failure = query.get('error')
if (failure) state.textContent = `Not logged in: ${failure}`

async function logIn(): Promise<string> {
  const { leave, login } = session.client
  if (leave) {
    location.assign(await leave())
    return 'Going elsewhere'
  }
  await login()
  return 'Logged in'
}

async function showManyTimes(): Promise<string> {
  const shown = await Promise.all(Array.from({ length: 50 }, () => session.show()))
  return `${shown.length} times ${[...new Set(shown)].join(' and ')}`
}

function button(textContent: string, act: () => Promise<string>): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { textContent, type: 'button' })
  made.addEventListener('click', () => void tell(act))
  return made
}

/** Says how an action ended; what was said before goes first, so that nobody takes it for that. */
async function tell(act: () => Promise<string>): Promise<void> {
  state.textContent = ''
  try {
    state.textContent = await act()
  } catch (error) {
    state.textContent = String(error)
  }
}

function note(textContent: string): void {
  events.append(made('li', { textContent }))
}

function input(name: string): HTMLInputElement {
  const field = made('input', { name })
  const label = made('label', { textContent: `${name} ` })
  label.append(field)
  form.append(label)
  return field
}

function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties)
}
