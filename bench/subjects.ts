import { demoPassword } from '../src/apis/demo.ts'

/** An operation that is measured on every server. */
export interface Subject {
  readonly name: string
  readonly api: string
  /** Where the API stands. */
  readonly mount: string
  readonly method: 'get' | 'post'
  readonly path: string
  readonly query: string
  readonly answer: object
  /** The headers of the request, once a credential was had from the reference server at this origin. */
  headers(origin: string): Promise<Record<string, string>>
}

const mount = '/numbers-station'
const apiKey = 'ZGVtby1rZXktb2YtYWNtZS1wdWJsaXNoZWQtb24tcHVycG9zZQ'

export const subjects: readonly Subject[] = [
  {
    name: 'GET users/me: authenticated, state checked, validated both ways',
    api: 'numbers-station',
    mount,
    method: 'get',
    path: `${mount}/api/v3/orgs/acme/users/me`,
    query: '',
    answer: {
      id: '6f1e7c1e-55a5-4d0c-9a52-0c6f0f3c1a01',
      email: 'ada@example.com',
      name: 'Ada',
      account_name: 'acme',
      role: 'USER',
    },
    async headers(origin) {
      const body = new URLSearchParams({ username: 'ada@example.com', password: demoPassword.plain })
      const login = await fetch(`${origin}${mount}/api/v1/login/access-token`, { method: 'POST', body })
      const { access_token: token } = (await login.json()) as { access_token: string }
      return { Authorization: `Bearer ${token}` }
    },
  },
  {
    name: 'POST login/access-token/api-key: key checked, session written, validated both ways, nothing hashed slowly',
    api: 'numbers-station',
    mount,
    method: 'post',
    path: `${mount}/api/v1/login/access-token/api-key`,
    query: '?email=ada%40example.com&account_name=acme',
    answer: { access_token: 'ZG9jdW1lbnRhdGlvbi1zYW1wbGUtdG9rZW4tb25seS0', token_type: 'bearer' },
    headers: async () => ({ 'X-API-Key': apiKey }),
  },
]
