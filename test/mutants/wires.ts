import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Passing, Wire } from './mutant.ts'

type Lines = Passing['headers']

/** Answers of these statuses without a header. */
export function without(name: string, isMeant: (status: number) => boolean = () => true): Wire {
  return changingAnswers((answer) =>
    isMeant(answer.status) ? { ...answer, headers: withoutLine(answer.headers, name) } : answer,
  )
}

/** Every line of a header in another form. */
export function rewriting(name: string, change: (value: string) => string): Wire {
  return changingAnswers((answer) => ({
    ...answer,
    headers: answer.headers.map(([own, value]) => [own, isNamed(own, name) ? change(value) : value]),
  }))
}

/** Answers with a further header. */
export function adding(name: string, value: string, isMeant: (answer: WireAnswer) => boolean = () => true): Wire {
  return changingAnswers((answer) =>
    isMeant(answer) ? { ...answer, headers: [...answer.headers, [name, value]] } : answer,
  )
}

export function changingAnswers(answer: NonNullable<Wire['answer']>): Wire {
  return { answer }
}

/** Requests whose path is read as another. */
export function readingPaths(change: (path: string) => string): Wire {
  return {
    request: (request) => {
      const [path = '', ...search] = request.target.split('?')
      return { ...request, target: [change(path), ...search].join('?') }
    },
  }
}

/** Requests whose body is read as another where it came in chunks. */
export function readingChunks(change: (body: Buffer) => Buffer): Wire {
  return {
    request: (request) =>
      lineOf(request.headers, 'Transfer-Encoding') === undefined ? request : { ...request, body: change(request.body) },
  }
}

/** Requests with a credential of more characters than this. */
export function longerThan(characters: number, { headers }: Passing): boolean {
  return (lineOf(headers, 'Authorization')?.length ?? 0) > characters
}

export function withoutLine(headers: Lines, name: string): Lines {
  return headers.filter(([own]) => !isNamed(own, name))
}

export function lineOf(headers: Lines, name: string): string | undefined {
  return headers.find(([own]) => isNamed(own, name))?.[1]
}

function isNamed(own: string, name: string): boolean {
  return own.toLowerCase() === name.toLowerCase()
}
