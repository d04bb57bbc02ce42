import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Topic } from '../state.ts'

interface PanelProps {
  readonly title: string
  readonly note?: string
  /** What stands beside the title: buttons, a filter. */
  readonly tools?: ComponentChildren
  /** Without these there is nothing to show. */
  readonly needs?: readonly Topic[]
  readonly children: ComponentChildren
}

/** A titled part of the page, which says what it waits for and why it has nothing. */
export function Panel({ title, note, tools, needs = [], children }: PanelProps) {
  const id = useId()
  const { known, problems } = useConsole().state
  const hasNone = needs.includes('apis') && known.apis?.length === 0
  const missing = needs.find((topic) => known[topic] === undefined)
  const problem = missing && problems[missing]
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {tools && <div class="tools">{tools}</div>}
      </div>
      {note && <p class="note">{note}</p>}
      {missing === undefined && !hasNone ? (
        children
      ) : (
        <p class="empty">{hasNone ? noApi : problem ? absence(problem.status, problem.detail) : 'Loading …'}</p>
      )}
    </section>
  )
}

const noApi = 'This server serves no API. Start it with a contract: latchkey start ./openapi.yaml'

function absence(status: number, detail: string): string {
  return status === 404 ? 'This server does not have that.' : `Not available: ${detail}`
}
