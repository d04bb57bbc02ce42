import { useConsole } from '../console-state.ts'
import { Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'

/** Asks for the control token where the server wants one; it is kept in this page alone. */
export function TokenForm() {
  const { setToken } = useConsole()
  const enter = (event: SubmitEvent) => setToken(fieldsOf(event).token ?? '')
  return (
    <section class="panel" aria-label="Control token">
      <h2>Control token</h2>
      <p>This server was started with a control token. It is kept in this page until it is closed.</p>
      <form onSubmit={enter}>
        <Field label="Token" name="token" type="password" required minLength={32} />
        <button type="submit" class="primary">
          Continue
        </button>
      </form>
    </section>
  )
}
