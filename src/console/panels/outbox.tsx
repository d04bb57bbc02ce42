import { useConsole } from '../console-state.ts'
import type { Message } from '../control.ts'
import { useApiTitle } from '../parts/api-picker.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Panel } from '../parts/panel.tsx'
import { timeOfDay } from '../time.ts'

const most = 20

/** What the APIs would have sent, the newest first, with codes big enough to type; nothing where no API sends messages. */
export function Outbox() {
  const { messages = [], apis } = useConsole().state.known
  const canSend = apis?.some(({ sendsMessages }) => sendsMessages) ?? true
  const newest = [...messages].sort((one, other) => other.sent.localeCompare(one.sent)).slice(0, most)
  if (!canSend && messages.length === 0) return null
  return (
    <Panel title="Outbox" needs={['messages']}>
      {newest.length === 0 ? (
        <p class="empty">No message yet. One-time passwords and activation links appear here.</p>
      ) : (
        <ol class="messages">
          {newest.map((message) => (
            <MessageCard key={`${message.api} ${message.id}`} message={message} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

function MessageCard({ message }: { readonly message: Message }) {
  const titleOf = useApiTitle()
  const { body, channel, recipient, sent, subject } = message
  const code = /\b\d{6,10}\b/.exec(body)?.[0]
  const link = /https?:\/\/\S+/.exec(body)?.[0]
  return (
    <li>
      <p class="sub">
        {titleOf(message.api)} · {channel} to {recipient} · <time dateTime={sent}>{timeOfDay(sent)}</time>
      </p>
      {subject !== '' && <p class="subject">{subject}</p>}
      {code !== undefined && (
        <p class="code">
          <output aria-label="Code">{code}</output> <CopyButton text={code} what="the code" />
        </p>
      )}
      {link === undefined ? <p>{body}</p> : <WithLink body={body} link={link} />}
    </li>
  )
}

function WithLink({ body, link }: { readonly body: string; readonly link: string }) {
  const [before, after] = body.split(link)
  const { change, load, place } = useConsole()
  const follow = async () => {
    const answer = await fetch(link).catch(() => undefined)
    const text = answer ? `The link answered ${answer.status}` : 'The link does not answer'
    change({ to: 'say', notice: { kind: answer?.ok ? 'done' : 'refused', text } })
    await load('accounts', 'secrets')
  }
  return (
    <>
      <p class="wrap">
        {before}
        <a href={link} target="_blank" rel="noreferrer">
          {link}
        </a>
        {after}
      </p>
      {link.startsWith(`${place.origin}/`) && (
        <button type="button" onClick={follow}>
          Follow the link
        </button>
      )}
    </>
  )
}
