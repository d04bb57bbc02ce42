import type { Answer } from '../answer.ts'
import type { Need } from '../hooks.ts'
import { proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import { comesBack, consented, logsIn, type RedirectWay, start, started } from './redirect-flow.ts'
import { redirectRules as rules } from './redirect-rules.ts'
import { returnAddresses } from './return-addresses.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

interface Flow {
  readonly plan: Plan
  readonly way: RedirectWay
  readonly probe: DerivedProbe
}

/** What a login at an identity provider promises, where it ends with a cookie. */
export function redirectChecks(plan: Plan): readonly DerivedCheck[] {
  return plan.ways.flatMap((way) => {
    const { in: place } = plan.contract.securitySchemes[way.scheme] ?? {}
    return way.redirect?.callback !== undefined && place === 'cookie' ? checksOf(plan, way as RedirectWay) : []
  })
}

function checksOf(plan: Plan, way: RedirectWay): readonly DerivedCheck[] {
  const at =
    (id: string, consent: readonly Need[]) => (rule: Rule, title: string, run: (flow: Flow) => Promise<void>) =>
      derived(plan, rule, {
        operation: plan.find(id),
        title,
        needs: [...needsOf(way), ...consent],
        run: (probe) => run({ plan, way, probe }),
      })
  const begin = at(way.redirect.operationId, [])
  const end = at(way.redirect.callback, ['consent', 'people.ordinary.email'])
  return [
    begin(rules.request, 'it asks for a code, with state, S256 and nonce', asksForCode),
    begin(rules.fresh, 'state, nonce and challenge are new at every login', hasFreshSecrets),
    ...(way.redirect.returnTo
      ? [begin(rules.listed, 'an address that is not listed is refused', refusesAddresses)]
      : []),
    end(rules.bound, 'a state of another browser, of none or made up logs nobody in', bindsState),
    end(rules.once, 'a callback works once', worksOnce),
    end(rules.code, 'the code of another login logs nobody in', bindsCode),
    end(rules.nonce, 'the nonce of another login logs nobody in', bindsNonce),
  ]
}

function needsOf({ inputMeanings }: RedirectWay): readonly Need[] {
  const meanings = [...inputMeanings.values()]
  return [
    ...(meanings.includes('provider') ? (['people.provider'] as const) : []),
    ...(meanings.includes('redirect-uri') ? (['people.redirectUri'] as const) : []),
  ]
}

async function asksForCode({ plan, way, probe }: Flow): Promise<void> {
  const answer = await start(plan, way, probe)
  const { searchParams } = (await started(plan, way, probe)).address
  const sent = (name: string) => searchParams.get(name) ?? ''
  answer.is('response_type', 'code', sent('response_type'))
  answer.is('code_challenge_method', 'S256', sent('code_challenge_method'))
  answer.holds('a code_challenge by S256', /^[A-Za-z0-9_-]{43}$/.test(sent('code_challenge')), sent('code_challenge'))
  const secrets = sent('scope').split(' ').includes('openid') ? ['state', 'nonce'] : ['state']
  for (const name of secrets) answer.holds(`a ${name} that no one can guess`, sent(name).length >= 16, sent(name))
}

async function hasFreshSecrets({ plan, way, probe }: Flow): Promise<void> {
  const [one, other] = [await started(plan, way, probe), await started(plan, way, probe)]
  const answer = await start(plan, way, probe)
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const values = [one, other].map(({ address }) => address.searchParams.get(name))
    answer.holds(`another ${name}`, values[0] === null || values[0] !== values[1], values)
  }
}

async function refusesAddresses({ plan, way, probe }: Flow): Promise<void> {
  await started(plan, way, probe)
  for (const address of returnAddresses(probe.people.redirectUri ?? '')) {
    const answer = await start(plan, way, probe, { 'redirect-uri': address })
    answer.holds(`a refusal of ${address}`, answer.status >= 400 && answer.status < 500, answer.status)
    answer.is('Location', [], answer.all('location'))
  }
}

function nobodyIsIn({ plan, way }: Flow, answer: Answer): void {
  answer.holds('no session', !logsIn(plan, way, answer), answer.all('set-cookie'))
  answer.holds('no failure of the server', answer.status < 500, answer.status)
}

async function succeeds(flow: Flow, query: URLSearchParams, cookie: string): Promise<void> {
  const answer = await comesBack(flow.way, flow.probe, query, cookie)
  proves(answer, 'a session after a login at the provider', logsIn(flow.plan, flow.way, answer))
}

async function bindsState(flow: Flow): Promise<void> {
  const { plan, way, probe } = flow
  const [mine, theirs] = [await started(plan, way, probe), await started(plan, way, probe)]
  const query = await consented(probe, mine.address)
  for (const cookie of [theirs.cookie, '', `${mine.cookie.split('=')[0]}=x`])
    nobodyIsIn(flow, await comesBack(way, probe, query, cookie))
  nobodyIsIn(flow, await comesBack(way, probe, withState(query, 'x'.repeat(43)), mine.cookie))
  const again = await started(plan, way, probe)
  await succeeds(flow, await consented(probe, again.address), again.cookie)
}

function withState(query: URLSearchParams, state: string): URLSearchParams {
  const changed = new URLSearchParams(query)
  changed.set('state', state)
  return changed
}

async function worksOnce(flow: Flow): Promise<void> {
  const { plan, way, probe } = flow
  const { address, cookie } = await started(plan, way, probe)
  const query = await consented(probe, address)
  await succeeds(flow, query, cookie)
  nobodyIsIn(flow, await comesBack(way, probe, query, cookie))
}

async function bindsCode(flow: Flow): Promise<void> {
  const { plan, way, probe } = flow
  const [mine, theirs] = [await started(plan, way, probe), await started(plan, way, probe)]
  const query = await consented(probe, theirs.address)
  const state = mine.address.searchParams.get('state') ?? ''
  nobodyIsIn(flow, await comesBack(way, probe, withState(query, state), mine.cookie))
  const again = await started(plan, way, probe)
  await succeeds(flow, await consented(probe, again.address), again.cookie)
}

async function bindsNonce(flow: Flow): Promise<void> {
  const { plan, way, probe } = flow
  const [mine, theirs] = [await started(plan, way, probe), await started(plan, way, probe)]
  const nonce = theirs.address.searchParams.get('nonce')
  if (nonce === null) return
  const address = new URL(mine.address)
  address.searchParams.set('nonce', nonce)
  nobodyIsIn(flow, await comesBack(way, probe, await consented(probe, address), mine.cookie))
  const again = await started(plan, way, probe)
  await succeeds(flow, await consented(probe, again.address), again.cookie)
}
