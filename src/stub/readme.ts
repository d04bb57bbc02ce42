import { schemesOf } from './credentials-file.ts'
import { pathOf } from './handler-files.ts'
import { handlerGroups } from './handler-groups.ts'
import type { OwnContract, StubPlan, Suite } from './plan.ts'
import { waysSection } from './ways-section.ts'
import { addressOf } from './words.ts'

/** The README of a project. */
export function readme(plan: StubPlan): string {
  const { contract, name, versions, own, suite } = plan
  return `# ${name}

A server of ${contract.title}. It runs as it is: requests are validated, credentials are read, refusals are worded and answers are
checked. What is left to write is what the operations do; until then each one answers 501.

\`\`\`sh
npm install
npm start            # PORT and HOST say where; http://127.0.0.1:3000 unless given
npm test             # ${suite ? "the contract's own suite, against this server" : 'your tests, and what is left to write'}
npm run check        # types
${own ? 'npm run generate     # after a change of the contract\n' : ''}\`\`\`

Any Node.js that can run npm will do; the project brings its own Node ${versions.devDependencies.node} for these scripts.

## Implementing an operation

Find its handler and put a function in the place of \`todo\`. It returns one of the replies that are documented above it. An
undocumented status, a missing field or a wrong one does not compile; what types cannot see is checked when the answer leaves, and
one that breaks the contract becomes a 500 and a line on the standard error that says which rule it broke.

| file | operations |
|---|---|
${fileRows(plan)}

A handler gets the validated request and the [context](src/context.ts): put your database there. Besides replies it may
answer refusals, which get the API's own words and headers: \`{ refusal: 'wrong-login' }\`,
\`{ refusal: 'conflict', detail: 'That name is taken' }\`, \`{ refusal: 'throttled', retryAfter: 30 }\`,
\`{ refusal: 'unavailable', retryAfter: 1 }\`. Each compiles where its status is documented.
${refusalsSection(plan)}${credentialsSection(plan)}${waysSection(contract)}
## Testing
${suite ? suiteSection(suite, plan) : ownTestsSection}${own ? changesSection(own) : ''}
## What is where

- [src/app.ts](src/app.ts): the API as an Express application; add your own middleware here.
- [src/handlers.ts](src/handlers.ts): the table of handlers.
- [src/context.ts](src/context.ts): what handlers work with, and who may be asking.
${originsItem(plan)}- [src/server.ts](src/server.ts): listens, and stops when it is told to. It stops taking requests at SIGTERM and answers those
  it has. Behind a proxy that ends TLS, give \`createApi\` the \`ownOrigin\` that browsers see.
${own ? `- [${own.file}](${own.file}): the contract. [generated](generated/server.ts): what is made of it; do not edit it.\n` : ''}`
}

/** More are counted, not listed. */
const mostListed = 100

function fileRows({ contract }: StubPlan): string {
  const isShort = contract.operations.length <= mostListed
  const rows = handlerGroups(contract).map((group) => {
    const { operations } = group
    const listed = operations.map((operation) => `\`${addressOf(operation).replaceAll('|', '\\|')}\``).join('<br>')
    return `| [${pathOf(group)}](${pathOf(group)}) | ${isShort ? listed : operations.length} |`
  })
  return rows.join('\n')
}

/** Only a contract with `x-refusals` says how refusals look. */
function refusalsSection({ contract: { document }, own }: StubPlan): string {
  if (!own || document['x-refusals'] !== undefined) return ''
  return `
What the server refuses by itself, such as a request without a credential, has the documented status and is a problem document
(RFC 9457). If the contract documents another body, the standard error says so once. To word refusals otherwise, add \`x-refusals\` to
the contract, or give \`createApi\` a \`form\` of your own in [src/app.ts](src/app.ts).
`
}

function credentialsSection({ contract }: StubPlan): string {
  const names = schemesOf(contract).map(([name]) => `\`${name}\``)
  if (names.length === 0) return ''
  return `
## Credentials

[src/credentials.ts](src/credentials.ts) reads ${names.join(', ')}. The form of a credential is checked there already; looking
up whose it is, is yours, and until then everyone is refused. Compare secrets in constant time, and keep only hashes of them.
`
}

function originsItem({ contract: { cors } }: StubPlan): string {
  const item: Readonly<Record<string, string>> = {
    'allow-list': '- `allowedOrigins` in [src/app.ts](src/app.ts): the pages that may call the API.\n',
    own: '- Pages of other origins are refused, since the contract has no `x-cors` that lets them in.\n',
  }
  return item[cors.origins] ?? ''
}

const ownTestsSection = `
\`npm test\` runs [test](test/server.test.ts) with the test runner of Node.js. Operations that are not written yet are listed as
todo; they do not fail. Add your own tests there: \`createApp\` starts on any port.
`

function changesSection({ file, isBundle }: OwnContract): string {
  const origin = isBundle
    ? `[${file}](${file}) is the contract in one file, with everything it refers to and with its overlays applied.`
    : `[${file}](${file}) is a copy of the contract.`
  return `
## Changing the contract

${origin} Edit it, or replace it with a newer one, and run:

\`\`\`sh
npm run generate
npm run check
\`\`\`

What no longer fits does not compile: an operation without a handler, a handler without an operation, a reply that has changed, a
security scheme without a reader. For a new operation, add \`todo\` under its name to a file of handlers.
`
}

function suiteSection({ api, people }: Suite, { contract }: StubPlan): string {
  return `
\`npm test\` starts the server on a free port and runs \`latchkey verify ${api}\` against it. Operations that are yet to be
written fail, and are told in a line each; one by one they turn green. Options follow two dashes:

\`\`\`sh
npm test -- --list
npm test -- --operation ${contract.operations[0]?.id}
npm test -- --bail --html report.html
\`\`\`

The suite has to know people of your server. Have these in what \`createApp\` serves, or name others in [verify.yaml](verify.yaml):

| in verify.yaml | unless said | who or what |
|---|---|---|
${people.map(({ path, value, description }) => `| \`people.${path}\` | \`${value}\` | ${description} |`).join('\n')}

[verify.yaml](verify.yaml) also says how the suite reaches what only you can do, such as moving the server's clock or reading a
message: its comments say what each hook is handed and answers. A check that needs a hook that is not there is *not run*, and
never counts as passed.
`
}
