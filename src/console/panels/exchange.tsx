import { useState } from 'preact/hooks'
import type { Exchange } from '../control.ts'
import { useApiTitle } from '../parts/api-picker.tsx'
import { Badge, toneOfStatus } from '../parts/badge.tsx'
import { CodeBlock } from '../parts/copyable.tsx'
import { moment, timeOfDay } from '../time.ts'

/** An exchange in a line; opened, everything about it. */
export function ExchangeRow({ exchange }: { readonly exchange: Exchange }) {
  const [open, setOpen] = useState(false)
  const titleOf = useApiTitle()
  const { method, path, operation, status, started, milliseconds, reason, fault, verdict } = exchange
  const breaks = verdict.request.length + verdict.response.length > 0
  return (
    <li>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <time dateTime={started}>{timeOfDay(started)}</time>
          <Badge tone={toneOfStatus(status)} text={status === null ? 'none' : String(status)} />
          <span class="what">
            <code>
              <b>{method}</b> {path}
            </code>
            <span class="sub">
              {titleOf(exchange.api)} · {operation ?? 'no operation'} · {Math.round(milliseconds)} ms
              {fault !== null && ` · fault: ${fault}`}
              {breaks && ' · breaks the contract'}
            </span>
            {reason !== null && <span class="reason">{reason}</span>}
          </span>
        </summary>
        {open && <Details exchange={exchange} />}
      </details>
    </li>
  )
}

function Details({ exchange }: { readonly exchange: Exchange }) {
  const { credential, verdict, request, response, curl, status } = exchange
  return (
    <div class="exchange-details">
      {credential && <CredentialFacts credential={credential} />}
      <Verdict verdict={verdict} />
      <Message title="Request" {...request} />
      <Message title={status === null ? 'No answer' : `Answer ${status}`} {...response} />
      <CodeBlock title="Again" text={curl} what="the curl line" />
    </div>
  )
}

function CredentialFacts({ credential }: { readonly credential: NonNullable<Exchange['credential']> }) {
  const { scheme, kind, state, subject, issued, expires, since, claims } = credential
  const facts = [
    ['Scheme', scheme],
    ['Kind', kind],
    ['State', since === null ? state : `${state} since ${moment(since)}`],
    ['Acts for', subject],
    ['Issued', issued && moment(issued)],
    ['Expires', expires && moment(expires)],
    ['Claims', claims && JSON.stringify(claims, null, 2)],
  ] as const
  return (
    <>
      <h3>Credential</h3>
      <dl class="facts">
        {facts.map(([term, value]) =>
          value ? (
            <div key={term}>
              <dt>{term}</dt>
              <dd class="wrap">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </>
  )
}

function Verdict({ verdict: { request, response } }: { readonly verdict: Exchange['verdict'] }) {
  const breaks = [...request.map((line) => `Request: ${line}`), ...response.map((line) => `Answer: ${line}`)]
  return (
    <>
      <h3>Contract</h3>
      {breaks.length === 0 ? (
        <p>Request and answer keep it.</p>
      ) : (
        <ul>
          {breaks.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Message({ title, headers, body }: { readonly title: string } & Exchange['request']) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  return (
    <>
      <h3>{title}</h3>
      <pre class="wrap">
        <code>{body === null ? lines : `${lines}\n\n${body}`}</code>
      </pre>
    </>
  )
}
