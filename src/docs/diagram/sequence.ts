import { type Html, html } from '../../markup/html.ts'
import type { Flow } from '../flows/flow.ts'
import { type Line, linesOf, type Message, messagesOf } from './messages.ts'

/** How wide a diagram is drawn, and what it is called in the style sheet. */
interface Format {
  readonly name: 'broad' | 'narrow'
  readonly width: number
  readonly margin: number
  /** Letters of the fixed-width face that fit on a line between the two sides. */
  readonly letters: number
}

export const formats: readonly Format[] = [
  { name: 'broad', width: 720, margin: 76, letters: 64 },
  { name: 'narrow', width: 328, margin: 26, letters: 34 },
]

const head = 56
const lineHeight = 18

/** A flow as a sequence diagram: the app on the left, the API on the right, time going down. Its colours are the page's. */
export function sequence(flow: Flow, api: string, format: Format): Html {
  const messages = messagesOf(flow)
  const rows = place(messages, format)
  const last = rows.at(-1)
  const height = (last ? last.top + last.height : head) + 12
  const [left, right] = [format.margin, format.width - format.margin]
  const id = `${flow.id}-${format.name}`
  return html`<svg class="sequence ${format.name}" viewBox="0 0 ${format.width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${flow.summary}</title>
<desc id="${id}-desc">${messages.map(({ spoken }) => spoken).join(' ')}</desc>
${party(left, 'Your app', format, height)}
${party(right, api, format, height)}
${rows.map((row) => exchange(row, left, right))}
</svg>`
}

interface Row {
  readonly message: Message
  readonly number: number
  readonly top: number
  readonly height: number
  readonly request: readonly Line[]
  readonly answer: readonly Line[]
}

function place(messages: readonly Message[], { letters }: Format): Row[] {
  let top = head
  return messages.map((message, index) => {
    const request = [message.request, ...(message.carries === '' ? [] : [message.carries])].flatMap((text, line) =>
      linesOf(text, letters - 3, line === 0 ? 'address' : 'carried'),
    )
    const answer = linesOf(message.answer, letters - 3, 'answer')
    const height = (request.length + answer.length) * lineHeight + 44
    const row = { message, number: index + 1, top, height, request, answer }
    top += height
    return row
  })
}

function party(x: number, name: string, { name: format, margin, width }: Format, height: number): Html {
  const isLeft = x < width / 2
  const box = format === 'broad' ? 132 : 120
  const from = format === 'broad' ? x - box / 2 : isLeft ? 4 : width - box - 4
  return html`<line class="life" x1="${x}" y1="36" x2="${x}" y2="${height - 4}"/>
<rect class="party" x="${from}" y="6" width="${box}" height="30" rx="${Math.min(6, margin)}"/>
<text class="party-name" x="${from + box / 2}" y="26" text-anchor="middle">${name}</text>`
}

function exchange({ message, number, top, request, answer }: Row, left: number, right: number): Html {
  const sent = top + request.length * lineHeight + 8
  const answered = sent + answer.length * lineHeight + 18
  const side = message.refused ? 'refused' : 'granted'
  return html`<g>
<circle class="step" cx="${left}" cy="${sent}" r="10"/><text class="step-number" x="${left}" y="${sent + 4}" text-anchor="middle">${number}</text>
${request.map((line, index) => text(line, left + 18, top + (index + 1) * lineHeight - 2))}
<path class="call" d="M${left + 11} ${sent}H${right - 3}"/><path class="tip" d="M${right - 1} ${sent}l-9 -4.5v9z"/>
${answer.map((line, index) => text(line, left + 18, sent + (index + 1) * lineHeight + 6, side))}
<path class="reply ${side}" d="M${right} ${answered}H${left + 4}"/><path class="tip ${side}" d="M${left + 1} ${answered}l9 -4.5v9z"/>
</g>
`
}

function text({ text: words, kind }: Line, x: number, y: number, side = ''): Html {
  return html`<text class="${kind} ${side}" x="${x}" y="${y}">${words}</text>
`
}
