import { answering, wording } from './breaking.ts'
import { mutantsOf } from './mutant.ts'
import { changingAnswers } from './wires.ts'

/** Innodata: the envelope of every answer. */
export const innodataEnvelope = mutantsOf('innodata', [
  {
    name: 'answers-are-200',
    kind: 'form',
    title: 'Every answer is 200, and the envelope says what it is',
    facts: ['IN-26', 'IN-41'],
    wire: changingAnswers((answer) => (answer.status >= 400 ? { ...answer, status: 200 } : answer)),
  },
  {
    name: 'refusals-succeed',
    kind: 'form',
    title: '`success` is true in every envelope',
    facts: ['IN-26', 'IN-41'],
    break: wording((body) => ({ ...body, success: true })),
  },
  {
    name: 'refusals-without-tracking',
    kind: 'form',
    title: 'The error handler builds an envelope of its own and forgets `tracking`',
    facts: ['IN-25', 'IN-27'],
    break: wording(({ tracking: _, ...body }) => body),
  },
  {
    name: 'one-tracking-for-all',
    kind: 'form',
    title: '`tracking` is made when the process starts',
    facts: ['IN-27'],
    wire: changingAnswers((answer) => ({
      ...answer,
      text: answer.text.replace(/"tracking":"[^"]+"/, '"tracking":"5a2e5257-404d-4aaf-86c4-b1c2a1ff886b"'),
    })),
  },
  {
    name: 'fields-not-named',
    kind: 'validation',
    title: 'A request that breaks the contract gets a message, and no `errors`',
    facts: ['IN-41', 'IN-42'],
    break: wording((body) => {
      const { errors: _, ...response } = body.response as Readonly<Record<string, unknown>>
      return { ...body, response }
    }),
  },
  {
    name: 'password-hash-shown',
    kind: 'form',
    title: 'The user is answered as it stands in the database',
    facts: ['IN-05', 'IN-28'],
    break: answering<{ response: object }>('getCurrentUser', 200, (body) => ({
      ...body,
      response: { ...body.response, password_hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA' },
    })),
  },
  {
    name: 'is-demo-left-out',
    kind: 'form',
    title: '`is_demo` is left out unless it is true',
    facts: ['IN-21'],
    break: answering<{ response: { is_demo: boolean } }>('createUser', 201, (body) => {
      const { is_demo: isDemo, ...response } = body.response
      return { ...body, response: { ...response, ...(isDemo && { is_demo: isDemo }) } }
    }),
  },
  {
    name: 'unknown-paths-are-html',
    kind: 'http',
    title: 'What no route takes is answered by the page of the framework',
    facts: ['IN-51'],
    wire: changingAnswers((answer) =>
      answer.status === 404 && answer.text.includes('"Not found"')
        ? { status: 404, headers: [['Content-Type', 'text/html; charset=utf-8']], text: '<pre>Cannot GET</pre>' }
        : answer,
    ),
  },
])
