import type { Operation } from '../contract/contract.ts'
import { schemesIn } from './credentials-file.ts'
import type { StubPlan } from './plan.ts'
import { kebab } from './words.ts'

/** The README of a project. */
export function readme(plan: StubPlan): string {
  const { api, contract, name, versions } = plan
  return `# ${name}

A server of ${contract.title}. It runs as it is: requests are validated, credentials read, errors worded and answers
checked by the contract. What is left to write is what the operations do; until then each one answers 501.

\`\`\`sh
npm install
npm start            # PORT and HOST say where; http://127.0.0.1:3000 unless given
npm test             # the contract's own suite, against this server
npm run check        # types
\`\`\`

Any Node.js that can run npm will do; the project brings its own Node ${versions.devDependencies.node} for these scripts.

## Implementing an operation

Open its file, take what is documented above the handler and answer one of the documented replies. An undocumented status,
a missing field or a wrong one does not compile; what types cannot see is checked when the answer leaves, and one that
breaks the contract becomes a 500 and a line on the standard error that says which rule it broke.

| operation | file |
|---|---|
${contract.operations.map((operation) => row(operation)).join('\n')}

A handler gets the validated request and the [context](src/context.ts): put your database there. Besides replies it may
answer refusals, which get the API's own words and headers: \`{ refusal: 'wrong-login' }\`,
\`{ refusal: 'conflict', detail: 'That name is taken' }\`, \`{ refusal: 'throttled', retryAfter: 30 }\`,
\`{ refusal: 'unavailable', retryAfter: 1 }\`. Each compiles where its status is documented.
${credentialsSection(plan)}
## Testing

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
${plan.verified.people.map(({ path, value, description }) => `| \`people.${path}\` | \`${value}\` | ${description} |`).join('\n')}

[verify.yaml](verify.yaml) also says how the suite reaches what only you can do, such as moving the server's clock or reading a
message: its comments say what each hook is handed and answers. A check that needs a hook that is not there is *not run*, and
never counts as passed.

## What is where

- [src/app.ts](src/app.ts): the API as an Express application; add your own middleware here.
- [src/handlers.ts](src/handlers.ts): the table of handlers.
- [src/context.ts](src/context.ts): what handlers work with, and who may be asking.
${contract.cors.origins === 'allow-list' ? '- `allowedOrigins` in [src/app.ts](src/app.ts): the pages that may call the API.\n' : ''}- [src/server.ts](src/server.ts): listens, and stops when it is told to. It stops taking requests at SIGTERM and answers those
  it has. Behind a proxy that ends TLS, give \`createApi\` the \`ownOrigin\` that browsers see.
`
}

function row({ id, method, path, basePaths: [basePath = ''] }: Operation): string {
  const file = `src/handlers/${kebab(id)}.ts`
  return `| \`${method} ${basePath}${path}\` | [${file}](${file}) |`
}

function credentialsSection({ contract }: StubPlan): string {
  const names = schemesIn(contract).map(([name]) => `\`${name}\``)
  if (names.length === 0) return ''
  return `
## Credentials

[src/credentials.ts](src/credentials.ts) reads ${names.join(', ')}. The form of a credential is checked there already; looking
up whose it is, is yours, and until then everyone is refused with the documented 401. Compare secrets in constant time, and
keep only hashes of them.
`
}
