import { useConsole } from '../console-state.ts'
import type { Api } from '../control.ts'
import { shortTitle } from '../parts/api-picker.tsx'
import { CodeBlock, Copyable } from '../parts/copyable.tsx'
import { Panel } from '../parts/panel.tsx'

/** Where each API stands, who can log in, and a first request. */
export function Apis() {
  const { apis = [] } = useConsole().state.known
  return (
    <Panel title="APIs" needs={['apis']} note="Point your app at an address and log in with what stands beside it.">
      <div class="cards">
        {apis.map((api) => (
          <ApiCard key={api.id} api={api} />
        ))}
      </div>
    </Panel>
  )
}

function ApiCard({ api }: { readonly api: Api }) {
  const title = shortTitle(api)
  return (
    <article class="card" aria-label={title}>
      <h3>{title}</h3>
      <div class="card-halves">
        <dl class="facts">
          <Row term="Server" value={api.url} what={`the address of ${title}`} />
          {api.mock && <Row term="Mock" value={api.mock} what={`the mock's address of ${title}`} />}
          <Row term="Other site" value={otherSite(api)} what={`the address of ${title} on another site`} />
          {api.demo.map(({ label, value }) => (
            <Row key={value} term={label} value={value} what={`${label} of ${title}`} />
          ))}
        </dl>
        <div class="snippets">
          {api.tryIt !== '' && <CodeBlock title="curl" text={api.tryIt} what={`the curl line for ${title}`} />}
          <CodeBlock title="Typed client" text={api.client} what={`the client code for ${title}`} />
        </div>
      </div>
    </article>
  )
}

function Row({ term, value, what }: { readonly term: string; readonly value: string; readonly what: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Copyable text={value} what={what} />
      </dd>
    </div>
  )
}

/** The same API at a host name of its own, which a browser takes for another site. */
function otherSite({ id, url }: Api): string {
  const { port, pathname } = new URL(url)
  return `http://${id}.localhost${port && `:${port}`}${pathname.replace(`/${id}`, '')}`
}
