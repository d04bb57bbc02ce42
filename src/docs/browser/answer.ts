/** What the contract says about each answer, by status. */
export type Meanings = Readonly<Record<string, string>>

/** Shows an answer: its status and what it means, its headers and its body. */
export async function showAnswer(
  place: Element,
  answer: Response,
  meanings: Meanings,
  milliseconds: number,
): Promise<void> {
  if (answer.type === 'opaqueredirect') {
    return showNote(
      place,
      'The answer leads elsewhere, and a page may not look at such an answer. Follow it with curl, or in a tab of its own.',
    )
  }
  const { status } = answer
  const meaning = meanings[status] ?? meanings[`${Math.floor(status / 100)}XX`] ?? meanings.default
  place.replaceChildren(
    element('p', 'result', [
      element('span', status < 400 ? 'status granted' : 'status refused', String(status)),
      ` ${meaning ?? 'The contract does not document this answer.'} `,
      element('small', '', `${Math.round(milliseconds)} ms`),
    ]),
    headersOf(answer),
    bodyOf(await answer.text()),
  )
}

export function showNote(place: Element, text: string): void {
  place.replaceChildren(element('p', 'note', text))
}

function headersOf({ headers }: Response): Element {
  const rows = [...headers].flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)])
  const list = element('dl', 'headers', rows)
  const details = element('details', '', [
    element('summary', '', `${rows.length / 2} headers that a page may see`),
    list,
  ])
  return details
}

function bodyOf(text: string): Element {
  if (text === '') return element('p', 'quiet', 'No body')
  const block = element('pre', '', [element('code', '', readable(text))])
  block.tabIndex = 0
  return block
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function element(name: string, className: string, content: string | readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  made.append(...(typeof content === 'string' ? [content] : content))
  return made
}
