// A client as a program: it logs in, asks, renews where it has to, and logs out.
const base = process.env.LATCHKEY_URL
const post = (path, body, token) => send('POST', path, body, token)

async function send(method, path, body, token) {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
  const response = await fetch(`${base}${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
    redirect: 'manual',
  })
  return { status: response.status, json: await response.json().catch(() => ({})) }
}

const { json: first } = await post('/login', { user: 'ada', password: 'correct-horse-battery-staple' })
let { access } = first
const asked = await send('GET', '/notes', undefined, access)
if (asked.status === 401) {
  const tries = process.argv[2] === 'storm' ? 2 : 1
  const renewals = await Promise.all(Array.from({ length: tries }, () => post('/refresh', { refresh: first.refresh })))
  access = renewals.find(({ json }) => json.access)?.json.access
  await send('GET', '/notes', undefined, access)
}
await post('/logout', undefined, access)
