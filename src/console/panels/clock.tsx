import { useConsole } from '../console-state.ts'
import { Badge } from '../parts/badge.tsx'
import { Panel } from '../parts/panel.tsx'
import { useNow } from '../parts/use-now.ts'
import { moment } from '../time.ts'

const steps = [
  ['1 min', 60],
  ['30 min', 1_800],
  ['1 h', 3_600],
  ['1 day', 86_400],
] as const

/** The world's time, and buttons that move it. */
export function ClockPanel() {
  const { state, control, run, now: machine } = useConsole()
  const now = useNow()
  const frozen = state.known.clock?.frozen ?? false
  const advance = (seconds: number, label: string) =>
    run(control.POST('/clock/advance', { body: { seconds } }), `Advanced by ${label}`, 'clock', 'secrets')
  const freeze = () =>
    run(control.PATCH('/clock', { body: { frozen: !frozen } }), frozen ? 'Clock running' : 'Clock frozen', 'clock')
  const machineTime = () =>
    run(
      control.PATCH('/clock', { body: { now: new Date(machine()).toISOString(), frozen: false } }),
      "Set to this machine's time",
      ...(['clock', 'secrets'] as const),
    )
  return (
    <Panel
      title="Clock"
      needs={['clock']}
      tools={<Badge tone={frozen ? 'warn' : 'good'} text={frozen ? 'frozen' : 'running'} />}
    >
      <p class="clock">
        <time>{now === undefined ? '' : moment(new Date(now).toISOString())}</time> <span class="unit">UTC</span>
      </p>
      <fieldset class="buttons">
        <legend>Advance by</legend>
        {steps.map(([label, seconds]) => (
          <button key={label} type="button" onClick={() => advance(seconds, label)}>
            {label}
          </button>
        ))}
      </fieldset>
      <div class="buttons">
        <button type="button" onClick={freeze}>
          {frozen ? 'Resume' : 'Freeze'}
        </button>
        <button type="button" onClick={machineTime}>
          Set to now
        </button>
      </div>
    </Panel>
  )
}
