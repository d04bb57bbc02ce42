import { createHash } from 'node:crypto'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import { type Fragment, type Html, html, trusted } from '../../markup/html.ts'
import { paletteStyle } from '../../markup/palette.ts'
import { Refused } from './refused.ts'

const style = `${paletteStyle}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--sunken); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--raised); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25 }
p, ul { margin: .5rem 0 1.25rem; color: var(--soft) }
ul { padding-left: 1.25rem }
button, input { width: 100%; font: inherit; color: inherit; border-radius: .5rem; border: 1px solid var(--line); background: transparent; padding: .625rem .75rem }
button { cursor: pointer; text-align: left; margin-bottom: .5rem }
button small { display: block; color: var(--soft) }
button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); text-align: center; margin-top: 1rem }
button.plain { border-color: transparent; text-align: center; color: var(--soft); margin: .5rem 0 0 }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
label { display: block; margin-top: .75rem }
[role="alert"] { padding: .625rem .75rem; border-radius: .5rem; background: var(--bad-paper); color: var(--bad) }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--soft) }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/**
 * No scripts, no frames, no other style. The form leads back to the client, whose address may have a scheme of its own
 * (RFC 8252, 7.1).
 */
function policyOf(leadsTo: string): string {
  const own = /^[a-z][a-z0-9+.-]*:/i.exec(leadsTo)?.[0] ?? 'https:'
  const targets = [...new Set(["'self'", 'http:', 'https:', own])].join(' ')
  return `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`
}

/** A page whose form leads to an address. Without the referrer policy, browsers would hide that the form is its own. */
function page(status: number, title: string, content: Html, leadsTo = 'https:'): Reply {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policyOf(leadsTo),
    'Referrer-Policy': 'same-origin',
  }
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
<footer>Latchkey's authorization server, for development.</footer>
</main>
</body>
</html>
`
  return { status, headers, body: markup }
}

/** A page with one message. */
export function messagePage(status: number, title: string, text: string): Reply {
  return page(status, title, html`<p>${text}</p>`)
}

/** What went wrong, for a person who cannot be sent back. */
export function problemPage(text: string, finding?: Finding, status = 400): Refused {
  return new Refused({ ...messagePage(status, 'This request cannot go on', text), ...(finding && { finding }) })
}

/** An account that the page offers by name. */
export interface Offered {
  readonly login: string
  readonly name: string
  readonly email: string
}

export interface ConsentQuestion {
  /** Where the form is sent to. */
  readonly action: string
  /** Where the browser is redirected to after that. */
  readonly leadsTo?: string
  readonly formToken: string
  readonly clientName: string
  readonly scopes: readonly string[]
  readonly offered: readonly Offered[]
  readonly loginHint?: string | undefined
  /** What was wrong with the last try. */
  readonly problem?: string | undefined
}

/** The page on which the user signs in and agrees, or denies. */
export function consentPage(status: number, question: ConsentQuestion): Reply {
  const { clientName, scopes, offered, loginHint = '', problem, leadsTo } = question
  return page(
    status,
    `Sign in to ${clientName}`,
    html`${problem !== undefined && html`<p role="alert">${problem}</p>`}
<p>${scopes.length > 0 ? `${clientName} asks for access to:` : `${clientName} asks for access to your account.`}</p>
${scopes.length > 0 && html`<ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>`}
${offered.length > 0 && form(question, offered.map(offeredButton))}
${form(
  question,
  html`<label>User name <input name="username" required maxlength="254" autocomplete="username" value="${loginHint}"></label>
<label>Password <input name="password" type="password" required maxlength="1024" autocomplete="current-password"></label>
<button class="main">Sign in and allow</button>`,
)}
${form(question, html`<button class="plain" name="decision" value="deny">Deny</button>`)}`,
    leadsTo,
  )
}

function form({ action, formToken }: ConsentQuestion, content: Fragment): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="form_token" value="${formToken}">
${content}</form>`
}

function offeredButton({ login, name, email }: Offered): Html {
  return html`<button name="account" value="${login}">Allow as ${name}<small>${email}</small></button>`
}

/** The page on which the code of a device is typed. */
export function userCodePage(action: string, problem?: { readonly status: number; readonly text: string }): Reply {
  return page(
    problem?.status ?? 200,
    'Connect a device',
    html`${problem && html`<p role="alert">${problem.text}</p>`}
<form method="get" action="${action}">
<label>Code on your device <input name="user_code" required maxlength="20" autocomplete="off" autocapitalize="characters"></label>
<button class="main">Continue</button></form>`,
  )
}
