import type { components } from '../../generated/sandbox/schema.ts'
import { readContract } from '../contract/contract.ts'
import { placeOf } from '../contract/credential-place.ts'
import type { Api } from '../served/api.ts'
import type { Note, SchemeReport } from '../served/report.ts'
import { governed } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'
import { filledIn } from './place-of-api.ts'

type Report = components['schemas']['Report']
type Shown = components['schemas']['SchemeReport']

/** As much of each as one answer has (SB-64). */
const most = { schemes: 100, notesOfKind: 500, credentials: 10, logins: 20, notesOfScheme: 20 } as const
const longestText = 2_000
const longestLine = 10_000

const noteKinds: readonly Note['kind'][] = ['warning', 'inferred', 'unrecognized', 'enforced']

/** `GET /apis/{api}/report` (SB-64). */
export const getReport: SandboxHandlers['getReport'] = ({ path }, context) => {
  const target = governed(path.api, context)
  return 'status' in target ? target : { status: 200, body: reportOf(target.api, context) }
}

function reportOf(api: Api, context: SandboxContext): Report {
  const { schemes, notes } = api.report ?? { schemes: builtInSchemes(api), notes: [] }
  const shownNotes = noteKinds.flatMap((kind) => notes.filter((note) => note.kind === kind).slice(0, most.notesOfKind))
  return {
    schemes: schemes.slice(0, most.schemes).map((scheme) => schemeShown(scheme, api, context)),
    notes: shownNotes.map(({ kind, text }) => ({ kind, text: cut(text) })),
    omitted: {
      schemes: Math.max(0, schemes.length - most.schemes),
      notes: notes.length - shownNotes.length,
    },
  }
}

function schemeShown(scheme: SchemeReport, api: Api, context: SandboxContext): Shown {
  const { name, how, place, credentials, logins, curl = '', notes } = scheme
  const { demo } = context.control
  const placed = (text: string) => filledIn(text, api, context)
  const line = placed(curl)
  return {
    name: cut(name),
    how,
    place: cut(place),
    credentials: demo ? credentials.filter(({ value }) => fits(value)).slice(0, most.credentials) : [],
    ...(demo && fits(line) && { curl: line }),
    logins: demo
      ? logins
          .map(({ label, curl }) => ({ label: cut(label), curl: placed(curl) }))
          .filter(({ curl }) => fits(curl))
          .slice(0, most.logins)
      : [],
    notes: notes.slice(0, most.notesOfScheme).map((note) => cut(placed(note))),
  }
}

/** The schemes of an API that comes with Latchkey: it enforces what its contract requires. */
function builtInSchemes({ document }: Api): readonly SchemeReport[] {
  const { operations, securitySchemes } = readContract(document)
  const used = new Set(operations.flatMap(({ security }) => security.flatMap((each) => Object.keys(each))))
  return Object.entries(securitySchemes).map(([name, scheme]) => ({
    name,
    how: used.has(name) ? 'enforced' : 'unused',
    place: placeOf(scheme),
    credentials: [],
    curl: undefined,
    logins: [],
    notes: [],
  }))
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text
}

/** What is longer nobody would paste. */
function fits(text: string): boolean {
  return text !== '' && text.length <= longestLine
}
