import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { compareGenerators } from './generate.ts'
import { timeLogins } from './logins.ts'
import { timeLookups } from './lookups.ts'
import { compareRequests } from './requests.ts'
import { timeStarts } from './start-up.ts'

const usage = `npm run bench [-- [requests|logins|lookups|starts|generate …] [--only PATTERN] [--runs 3] [--rounds 5] [--seconds 2] [--file openapi.yaml …]]\n`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    file: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})
const [runs, rounds, seconds] = [Number(values.runs), Number(values.rounds), Number(values.seconds)]

const benches: Readonly<Record<string, () => Promise<string>>> = {
  requests: () => compareRequests({ runs, rounds, seconds }, new RegExp(values.only)),
  logins: () => timeLogins(runs, 4 * seconds),
  lookups: () => timeLookups(runs, rounds),
  starts: () => timeStarts(rounds),
  generate: async () => compareGenerators(4 * rounds, values.file),
}

const wanted = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = wanted.find((name) => !(name in benches))
if (values.help || unknown !== undefined) {
  process.stderr.write(unknown === undefined ? usage : `There is no bench "${unknown}"\n${usage}`)
  process.exit(unknown === undefined ? 0 : 1)
}
process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${runs} runs of ${rounds} rounds of ${seconds} s\n\n`,
)
for (const name of wanted) process.stdout.write(`${await benches[name]?.()}\n`)
