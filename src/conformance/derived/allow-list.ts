import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import { setOf } from '../header-lists.ts'
import { filledPath, type Sent } from '../request.ts'
import { proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { origins } from './http-rules.ts'
import type { Plan } from './plan.ts'
import { preflightsAre } from './preflights.ts'
import type { DerivedProbe } from './session.ts'

/** What a list of origins promises: to those that are on it, and against all others. */
export function allowListChecks(plan: Plan): readonly DerivedCheck[] {
  const needs = ['people.origin'] as const
  return [
    derived(plan, origins.listed, {
      title: 'a page of a listed origin may call, and reads refusals',
      needs,
      run: (probe) => grantsListed(plan, probe),
    }),
    derived(plan, origins.foreign, {
      title: 'a page of another origin is granted nothing',
      needs,
      run: (probe) => grantsNobodyElse(plan, probe),
    }),
  ]
}

function askedBy(plan: Plan, probe: DerivedProbe, operation: Operation, origin: string): Promise<Answer> {
  const { headers = [], ...request }: Sent = plan.request(operation, probe.people)
  return probe.receive(operation.id, { ...request, headers: [...headers, ['Origin', origin]] })
}

function isGranted(answer: Answer, origin: string): boolean {
  const granted = answer.all('access-control-allow-origin')
  return granted.includes(origin) || granted.includes('*')
}

async function grantsListed(plan: Plan, probe: DerivedProbe): Promise<void> {
  const { origin = '' } = probe.people
  const { credentials } = plan.contract.cors
  for (const operation of plan.contract.operations) {
    const answer = await askedBy(plan, probe, operation, origin)
    answer.is('Access-Control-Allow-Origin', [origin], answer.all('access-control-allow-origin'))
    answer.is(
      'Access-Control-Allow-Credentials',
      credentials ? ['true'] : [],
      answer.all('access-control-allow-credentials'),
    )
    answer.holds('a Vary that names Origin', setOf(answer, 'vary').has('origin'), answer.all('vary'))
  }
  await preflightsAre(plan, probe, origin)
}

/** Origins near a listed one that nobody lists, too. */
function others(listed: string): readonly string[] {
  const { protocol, hostname, host } = new URL(listed)
  return [
    'https://evil.example',
    'null',
    `${protocol}//${hostname}:49213`,
    `${listed}/`,
    `${listed}.evil.example`,
    `${protocol}//evil-${host}`,
    `${protocol}//user@${host}`,
    host,
    '',
  ].filter((origin) => origin !== listed)
}

async function grantsNobodyElse(plan: Plan, probe: DerivedProbe): Promise<void> {
  const { origin: listed = '' } = probe.people
  const [first, ...operations] = plan.contract.operations
  if (!first) return
  const good = await askedBy(plan, probe, first, listed)
  proves(good, 'a listed origin granted', isGranted(good, listed))
  const nothingFor = (answer: Answer, origin: string) =>
    answer.holds(
      `nothing granted to "${origin}"`,
      !isGranted(answer, origin),
      answer.all('access-control-allow-origin'),
    )
  for (const origin of others(listed)) nothingFor(await askedBy(plan, probe, first, origin), origin)
  for (const operation of operations)
    nothingFor(await askedBy(plan, probe, operation, 'https://evil.example'), 'https://evil.example')
  const headers: Sent['headers'] = [
    ['Origin', 'https://evil.example'],
    ['Access-Control-Request-Method', first.method],
  ]
  const preflight = await probe.attempt('OPTIONS', filledPath(first.path, plan.request(first, probe.people)), {
    headers,
  })
  if (preflight) nothingFor(preflight, 'https://evil.example')
}
