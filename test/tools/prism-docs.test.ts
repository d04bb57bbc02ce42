import { expect, test } from 'vitest'
import { prismDifferences } from './prism-differences.ts'
import { proxyDifferences, proxyExceptions } from './proxy-differences.ts'

test('the documentation lists what the tests of `prism mock` and `prism proxy` see', async () => {
  const page = [
    introduction,
    '| What is sent | `prism mock` | Our mock | Why |\n|---|---|---|---|',
    ...prismDifferences.map(({ sent, prism, ours, reason }) => `| ${sent} | ${prism} | ${ours} | ${reason} |`),
    proxy,
    '| What is sent | Directly | Through `prism proxy` | Why |\n|---|---|---|---|',
    ...proxyDifferences.map(({ sent, direct, proxied, reason }) => `| ${sent} | ${direct} | ${proxied} | ${reason} |`),
    '\nThese documented successes are not available through the proxy:\n',
    ...proxyExceptions.map(({ operation, status, reason }) => `- \`${operation}\` ${status}: ${reason}.`),
  ]
  await expect(`${page.join('\n')}\n`).toMatchFileSnapshot('../../docs/prism.md')
})

const introduction = `# Prism's own command

The generated contracts work with [Prism](https://github.com/stoplightio/prism) as they are. In this repository:

\`\`\`sh
npx prism mock generated/khe/contract.json
npx prism proxy generated/khe/contract.json http://localhost:4000/khe/v1.0
\`\`\`

In an app, run \`npx @stoplight/prism-cli\` with \`node_modules/latchkey/dist/generated/khe/contract.json\`. Everything on this page
is tested with \`@stoplight/prism-cli\` 5.16.0 and \`@stoplight/prism-http-server\` 5.15.10.

## Mocks

\`prism mock\` gives each documented answer exactly as our mocks do: the same status, headers and body for the examples of the
contract, by default and with \`Prefer: code=…\`. Our mocks put the paths and the origin policy of the reference server in front
of Prism, which makes these differences:
`

const proxy = `
## Proxy

\`prism proxy\` in front of the reference server reports no violation for any documented success, except as listed here. Give it
the address of the API with its base path, and call it without the base path.
`
