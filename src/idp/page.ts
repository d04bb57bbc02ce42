import type { Person } from './person.ts'

/** The pages' only style sheet, served beside them. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --back: #f3f4f6; --line: #d0d7de; --key: #0b57d0; --on-key: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --paper: #161b22; --back: #0d1117; --line: #363d46; --key: #a8c7fa; --on-key: #062e6f } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25 }
p { margin: .5rem 0 1.25rem; color: var(--soft) }
button, input { width: 100%; font: inherit; color: inherit; border-radius: .5rem; border: 1px solid var(--line); background: transparent; padding: .625rem .75rem }
button { cursor: pointer; text-align: left; margin-bottom: .5rem }
button small { display: block; color: var(--soft) }
button.key { background: var(--key); border-color: var(--key); color: var(--on-key); text-align: center; margin-top: 1rem }
button.plain { border-color: transparent; text-align: center; color: var(--soft); margin: .5rem 0 0 }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px }
details { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem }
summary { cursor: pointer }
label { display: block; margin-top: .75rem }
label.check { display: flex; gap: .5rem; align-items: center }
label.check input { width: auto }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--soft) }
`

/** The page on which a person is chosen and agrees, or does not. */
export function consentPage(people: readonly Person[]): string {
  return page(
    'Choose an account',
    `<h1>Choose an account</h1>
<p>to go on to the app you came from</p>
<form method="post">
${people.map(personButton).join('\n')}
</form>
<form method="post">
<details>
<summary>Someone else</summary>
<label>E-mail <input name="email" type="email" required maxlength="254" autocomplete="off"></label>
<label>Name <input name="name" maxlength="100" autocomplete="off"></label>
<label>Subject <input name="subject" maxlength="100" autocomplete="off" placeholder="derived from the e-mail"></label>
<label class="check"><input name="verified" type="checkbox" value="true" checked> The address is verified</label>
<button class="key" name="choice" value="other">Continue</button>
</details>
</form>
<form method="post"><button class="plain" name="choice" value="cancel">Cancel</button></form>`,
  )
}

/** What went wrong, for people; the details are in the address of the app. */
export function errorPage(title: string, text: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>`)
}

function personButton({ name, email }: Person): string {
  return `<button name="choice" value="${escapeHtml(email)}">${escapeHtml(name)}<small>${escapeHtml(email)}</small></button>`
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · development identity provider</title>
<link rel="stylesheet" href="/idp/style.css">
</head>
<body>
<main>
${content}
<footer>Latchkey's development identity provider. It believes whatever you choose here.</footer>
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
