import { all, asking, askingWith } from './breaking.ts'
import { type Break, type Mutant, mutantsOf, type Passing } from './mutant.ts'
import { lineOf } from './wires.ts'

/** What careless servers make of the values that a login is sent: other ones than were sent. */

const secret = 'correct-horse-battery-staple'

type Body = Readonly<Record<string, unknown>>

/** A login whose name is put into a statement as it came: what follows a quote decides. */
function concatenated(operation: string, member: string): Break {
  return asking(operation, (request) => {
    const body = request.body as Body
    const [, name] = /^([^']*)'\s*(?:--|#|;)/.exec(String(body[member])) ?? []
    return name === undefined ? request : { ...request, body: { ...body, [member]: name, password: secret } }
  })
}

const withoutAccents = (text: string) => text.normalize('NFD').replaceAll(/\p{Mark}/gu, '')
const normalised = (text: string) => text.normalize('NFKC')
const asLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

/** A request with another text for a body. */
function rewritten(request: Passing, change: (body: Buffer) => Buffer | string): Passing {
  return { ...request, body: Buffer.from(change(request.body)) }
}

function isForm({ headers }: Passing): boolean {
  return lineOf(headers, 'Content-Type')?.includes('urlencoded') ?? false
}

export const values: readonly Mutant[] = [
  ...mutantsOf('nebula-block', [
    {
      name: 'statement-concatenated',
      kind: 'authentication',
      title: 'The name stands in the SQL statement as it was sent',
      facts: ['NB-30'],
      break: concatenated('login', 'username'),
    },
    {
      name: 'accents-dropped',
      kind: 'authentication',
      title: 'Names are compared by a collation that knows no accents',
      facts: ['NB-30'],
      break: askingWith('login', 'username', withoutAccents),
    },
    {
      name: 'form-read-as-latin-1',
      kind: 'passwords',
      title: 'The form is decoded as Latin-1',
      facts: ['NB-09'],
      break: askingWith('login', 'password', asLatin1),
    },
  ]),
  ...mutantsOf('innodata', [
    {
      name: 'password-normalised',
      kind: 'passwords',
      title: 'A password is normalised by NFKC, at the login as at the sign-up',
      facts: ['IN-43', 'IN-60'],
      break: all(askingWith('login', 'password', normalised), askingWith('createUser', 'password', normalised)),
    },
    {
      name: 'bytes-dropped',
      kind: 'validation',
      title: 'Bytes that are no UTF-8 are dropped before a body is parsed',
      facts: ['IN-33', 'IN-42'],
      wire: {
        request: (request) => rewritten(request, (body) => body.toString('utf8').replaceAll('\ufffd', '')),
      },
    },
  ]),
  ...mutantsOf('khe', [
    {
      name: 'password-normalised',
      kind: 'passwords',
      title: 'A password is normalised by NFKC at every place',
      facts: ['KH-30'],
      break: all(askingWith('createToken', 'password', normalised), askingWith('createUser', 'password', normalised)),
    },
  ]),
  ...mutantsOf('numbers-station', [
    {
      name: 'empty-password-binds',
      kind: 'authentication',
      title: 'A password of nothing is a bind without a name at the directory, and that succeeds',
      facts: ['NS-35', 'NS-42'],
      wire: {
        request: (request) =>
          isForm(request)
            ? rewritten(request, (body) => body.toString().replace(/\bpassword=(?=&|$)/, `password=${secret}`))
            : request,
      },
    },
    {
      name: 'escapes-dropped',
      kind: 'validation',
      title: 'Escapes that mean nothing are dropped from a form',
      facts: ['NS-35', 'NS-42'],
      wire: {
        request: (request) =>
          isForm(request)
            ? rewritten(request, (body) => body.toString('latin1').replaceAll(/%(?:ff|[^0-9a-f].)/gi, ''))
            : request,
      },
    },
    {
      name: 'input-repeated',
      kind: 'validation',
      title: 'A 422 repeats the form that it refuses, password and all, as Pydantic does unless told',
      facts: ['NS-69'],
      wire: {
        answer: (answer, request) =>
          answer.status === 422 && isForm(request)
            ? {
                ...answer,
                text: answer.text.replace(
                  '"msg":',
                  `"input":${JSON.stringify(Object.fromEntries(new URLSearchParams(request.body.toString())))},"msg":`,
                ),
              }
            : answer,
      },
    },
  ]),
]
