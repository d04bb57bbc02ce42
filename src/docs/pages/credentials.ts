import type { Contract, Operation } from '../../contract/contract.ts'
import { placeOf } from '../../contract/credential-place.ts'
import type { SecurityScheme } from '../../contract/document.ts'
import { type ServedWay, servedWays } from '../../engine/ways/way-rules.ts'
import type { Fragment, Html } from '../../markup/html.ts'
import { html } from '../../markup/html.ts'
import { flowsOf } from '../../ways/oauth-flows.ts'
import { isRole } from '../../ways/roles.ts'
import { scopesOf } from '../../ways/scheme-scopes.ts'
import type { WayCall } from '../../ways/way.ts'
import { timeInWords } from '../duration-words.ts'
import { linkTo, pageOf } from '../links.ts'
import { foreign, inline } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'

/** Each security scheme: where its credential travels, how one gets, renews and ends it, and what it may be good for. */
export function credentials(api: ApiSource): Html {
  const { contract } = api
  const ways = servedWays(contract)
  return html`<h2 id="credentials">Credentials</h2>
${Object.entries(contract.securitySchemes).map(([name, scheme]) =>
  schemeSection(
    api,
    name,
    scheme,
    ways.filter((way) => way.scheme === name),
  ),
)}`
}

const states: Readonly<Record<string, string>> = {
  presence: 'the sandbox takes any value',
  off: 'the sandbox does not ask for it',
  closed: 'the sandbox cannot check it and refuses what requires it',
  unused: 'no operation requires it',
}

function schemeSection(api: ApiSource, name: string, scheme: SecurityScheme, ways: readonly ServedWay[]): Html {
  const how = api.served?.report.schemes.find((each) => each.name === name)?.how ?? ''
  const state = states[how]
  return html`<section class="scheme"><h3>${name} <small>${placeOf(scheme)}${state !== undefined && ` · ${state}`}</small></h3>
${foreign((scheme.description ?? '').trim())}
${ways.map((way) => waySection(api, way))}
${ways.length === 0 && oauthSection(scheme)}
${asked(api.contract, name, scheme)}
</section>
`
}

function waySection(api: ApiSource, way: ServedWay): Html {
  const { name, description, inputs = {}, life } = way
  const needs = Object.keys(inputs).filter((input) => inputs[input]?.required !== false)
  const steps: readonly (readonly [label: string, value: Fragment])[] = [
    ['Needs', codes(needs)],
    ['Obtain', call(api, way.obtain)],
    ['Begin', call(api, way.redirect)],
    ['Lasts', lasting(life.credential)],
    [
      'Renew',
      way.renew && [
        call(api, way.renew),
        life.refresh.rotation === 'always' && '; each renewal gives a new refresh token',
      ],
    ],
    ['Refresh token', way.renew && lasting(life.refresh)],
    ['End', way.end && [call(api, way.end), `; ${ends[life.ends]}`]],
  ]
  const said = steps.filter(([, value]) => value !== undefined && value !== false)
  return html`<div class="way"><h4>${name}</h4>
${description !== undefined && html`<p>${inline(description)}</p>`}
<dl class="addresses">${said.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl></div>
`
}

const ends: Readonly<Record<ServedWay['life']['ends'], string>> = {
  this: 'ends this credential',
  family: 'ends all that came of the same login',
  client: 'ends all of this account and client',
  subject: 'ends all of this account',
}

function lasting({
  lifetime,
  idle,
}: {
  readonly lifetime: number | undefined
  readonly idle: number | undefined
}): Fragment {
  const words = [
    ...(lifetime === undefined ? [] : [timeInWords(lifetime)]),
    ...(idle === undefined ? [] : [`${timeInWords(idle)} without use`]),
  ]
  return words.length === 0 ? undefined : words.join(', ')
}

function call(api: ApiSource, declared: WayCall | undefined): Fragment {
  if (!declared) return undefined
  const operation = api.contract.operations.find(({ id }) => id === declared.operationId)
  return operation ? link(api, operation) : html`<code>${declared.operationId}</code>`
}

function link(api: ApiSource, operation: Operation): Html {
  const to = linkTo(pageOf(api.id, 'index'), referenceOf(api, operation))
  return html`<a href="${to}"><span class="method ${operation.method.toLowerCase()}">${operation.method}</span> <code>${operation.path}</code></a>`
}

const flowNames: Readonly<Record<string, string>> = {
  authorizationCode: 'Authorization code',
  clientCredentials: 'Client credentials',
  deviceAuthorization: 'Device authorization',
  implicit: 'Implicit',
  password: 'Password',
}

const addressNames = {
  authorizationUrl: 'Authorization endpoint',
  deviceAuthorizationUrl: 'Device authorization endpoint',
  tokenUrl: 'Token endpoint',
  refreshUrl: 'Refresh endpoint',
} as const

/** What OAuth 2 and OpenID Connect say of themselves. */
function oauthSection(scheme: SecurityScheme): Fragment {
  const { openIdConnectUrl } = scheme as { readonly openIdConnectUrl?: unknown }
  if (typeof openIdConnectUrl === 'string')
    return html`<dl class="addresses"><dt>Discovery</dt><dd><code>${openIdConnectUrl}</code></dd></dl>`
  return Object.entries(flowsOf(scheme)).map(([name, flow]) => {
    const addresses = Object.entries(addressNames).flatMap(([member, label]) => {
      const address: unknown = flow[member as keyof typeof addressNames]
      return typeof address === 'string' ? [html`<dt>${label}</dt><dd><code>${address}</code></dd>\n`] : []
    })
    return html`<div class="way"><h4>${flowNames[name] ?? name}</h4><dl class="addresses">${addresses}</dl></div>\n`
  })
}

/** The scopes with what their flows say of them, and the roles, that operations ask for. */
function asked(contract: Contract, name: string, scheme: SecurityScheme): Fragment {
  const all = scopesOf(contract, name)
  const roles = all.filter((each) => isRole(scheme, each))
  const scopes = all.filter((each) => !roles.includes(each))
  const meanings = new Map(
    Object.values(flowsOf(scheme)).flatMap(({ scopes: said }) => Object.entries(Object(said) as object)),
  )
  return [
    roles.length > 0 && html`<p>Roles: ${codes(roles)}</p>`,
    scopes.length > 0 &&
      html`<details class="scopes"><summary>${scopes.length === 1 ? 'One scope' : `${scopes.length} scopes`}</summary><dl>${scopes.map((scope) => html`<dt><code>${scope}</code></dt><dd>${inline(String(meanings.get(scope) ?? ''))}</dd>\n`)}</dl></details>`,
  ]
}

function codes(names: readonly string[]): Fragment {
  if (names.length === 0) return undefined
  return names.map((name, index) => [index > 0 && ', ', html`<code>${name}</code>`])
}
