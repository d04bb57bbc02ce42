import { useConsole } from '../console-state.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { worldTitle } from '../place.ts'
import { views } from '../views.ts'

/** Which world this is, the ways around, and the way to begin anew. */
export function Header({ view }: { readonly view: string }) {
  const { place, control, run } = useConsole()
  const topics = ['clock', 'secrets', 'messages', 'exchanges', 'faults', 'accounts', 'clients', 'settings'] as const
  const reset = () => run(control.POST('/reset'), 'The world is as it began', ...topics)
  const name = worldTitle(place.world)
  return (
    <header>
      <div class="brand">
        <h1>Latchkey</h1>
        <a class="world" href="#worlds">
          world <b>{name}</b>
        </a>
      </div>
      <nav aria-label="Console">
        <ul>
          {Object.entries(views).map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`} aria-current={id === view ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
          <li>
            <a href="/docs/">Docs</a>
          </li>
        </ul>
      </nav>
      <ConfirmButton
        label="Reset"
        describes="Reset the world"
        question={`Reset the world ${name}? Demo data, default settings and the machine's time come back; every credential dies.`}
        onConfirm={reset}
      />
    </header>
  )
}
