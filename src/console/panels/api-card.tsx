import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Api } from '../control.ts'
import { isOwn, shortTitle } from '../parts/api-picker.tsx'
import { Badge } from '../parts/badge.tsx'
import { CodeBlock, CopyRow } from '../parts/copyable.tsx'
import { timeOfDay } from '../time.ts'
import { ServedAs } from './served-as.tsx'

interface CardProps {
  readonly api: Api
  /** How the card is at first, if it can be folded. */
  readonly fold: 'open' | 'closed' | 'never'
}

/** An API: where it comes from, where it is served, and how to call it. */
export function ApiCard({ api, fold }: CardProps) {
  const title = shortTitle(api)
  return (
    <article class="card" aria-label={title}>
      {fold === 'never' ? (
        <>
          <CardHead api={api} />
          <CardBody api={api} />
        </>
      ) : (
        <Fold isOpen={fold === 'open'} head={<CardHead api={api} />}>
          <CardBody api={api} />
        </Fold>
      )}
    </article>
  )
}

interface FoldProps {
  readonly isOpen: boolean
  readonly head: ComponentChildren
  readonly children: ComponentChildren
}

/** Made when it is opened, since it asks for more. */
function Fold({ isOpen, head, children }: FoldProps) {
  const [open, setOpen] = useState(isOpen)
  return (
    <details class="fold" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{head}</summary>
      {open && <div class="fold-body">{children}</div>}
    </details>
  )
}

function CardHead({ api }: { readonly api: Api }) {
  const { contract, overlays = [] } = api.source
  return (
    <div class="card-head">
      <h3>{shortTitle(api)}</h3>
      {api.reload?.outcome === 'refused' && <Badge tone="bad" text="not reloaded" />}
      <span class="sub">{countsLine(api)}</span>
      {contract !== undefined && (
        <span class="sub wrap">
          <code>{contract}</code>
          {overlays.map((overlay) => (
            <span key={overlay}>
              {' + '}
              <code>{overlay}</code>
            </span>
          ))}
        </span>
      )}
    </div>
  )
}

function countsLine({ counts: { operations, protected: closed, webhooks } }: Api): string {
  const parts = [
    counted(operations, 'operation'),
    ...(operations > 0 ? [requirement(operations, closed)] : []),
    ...(webhooks > 0 ? [counted(webhooks, 'webhook')] : []),
  ]
  return parts.join(' · ')
}

function requirement(operations: number, closed: number): string {
  if (closed === 0) return operations === 1 ? 'it requires no credential' : 'none requires a credential'
  if (closed === operations) return operations === 1 ? 'it requires a credential' : 'all require a credential'
  return closed === 1 ? '1 requires a credential' : `${closed} require a credential`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function CardBody({ api }: { readonly api: Api }) {
  const title = shortTitle(api)
  const { tryIt, reload } = api
  return (
    <>
      {reload?.outcome === 'served' && (
        <p class="sub wrap">
          Reloaded at <time dateTime={reload.at}>{timeOfDay(reload.at)}</time> UTC: {reload.text}
        </p>
      )}
      <div class="card-halves">
        <dl class="facts">
          <CopyRow term="Server" value={api.url} what={`the address of ${title}`} />
          {api.mock && <CopyRow term="Mock" value={api.mock} what={`the mock's address of ${title}`} />}
          <CopyRow term="Other site" value={otherSite(api)} what={`the address of ${title} on another site`} />
          {loginsOf(api).map(({ label, value }) => (
            <CopyRow key={`${label} ${value}`} term={label} value={value} what={`${label} of ${title}`} />
          ))}
        </dl>
        <div class="snippets">
          {tryIt !== '' && <CodeBlock title="curl" text={tryIt} what={`the curl line for ${title}`} />}
          <CodeBlock title="Typed client" text={api.client} what={`the client code for ${title}`} />
        </div>
      </div>
      {isOwn(api) && <ServedAs api={api} />}
    </>
  )
}

/** The credentials of schemes are shown with their schemes. */
function loginsOf({ demo, keySchemes = [] }: Api): Api['demo'] {
  return demo.filter(({ label }) => !keySchemes.some(({ name }) => name === label))
}

/** The same API at a host name of its own, which a browser takes for another site. */
function otherSite({ id, url }: Api): string {
  const { port, pathname } = new URL(url)
  return `http://${id}.localhost${port && `:${port}`}${pathname.replace(`/${id}`, '')}`
}
