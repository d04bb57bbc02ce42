import { useConsole } from '../console-state.ts'
import { shortTitle } from '../parts/api-picker.tsx'
import { timeOfDay } from '../time.ts'

/** Files that are wrong and are not served, until they are mended. */
export function ReloadFaults() {
  const { apis = [] } = useConsole().state.known
  const refused = apis.flatMap((api) => (api.reload?.outcome === 'refused' ? [{ api, reload: api.reload }] : []))
  return (
    <div role="alert" class="faults">
      {refused.map(({ api, reload }) => (
        <p key={api.id} class="fault wrap">
          <b>{shortTitle(api)} was not reloaded</b> at <time dateTime={reload.at}>{timeOfDay(reload.at)}</time> UTC:{' '}
          {reload.text}
        </p>
      ))}
    </div>
  )
}
