import { Command, InvalidArgumentError, Option } from 'commander'
import { authModes } from '../ways/auth-mode.ts'
import { configOption } from './config-file.ts'
import type { Output } from './output.ts'
import { overlayOption } from './overlay-option.ts'
import { hostNames, publicUrl } from './reach.ts'
import type { StartOptions } from './run-start.ts'

/** Where the state is kept. */
export function dataOption(usual: string): Option {
  return new Option('--data <file>', 'where everything is kept, or :memory:').default(usual).argParser(file)
}

/** What commands take that serve contracts, on how these are served. */
export function withServingOptions(command: Command): Command {
  return command
    .addOption(configOption())
    .addOption(
      new Option('--name <name>', 'what your API is called in addresses (default: the title of its contract)').env(
        'LATCHKEY_NAME',
      ),
    )
    .addOption(
      new Option('--auth <mode>', 'enforce: check credentials; presence: take any; off: ask for none')
        .env('LATCHKEY_AUTH')
        .choices(authModes)
        .default('enforce'),
    )
    .addOption(
      new Option(
        '--protect <scheme>',
        'close what declares no security: a scheme of the contract, "bearer", "basic" or a header; repeatable',
      )
        .env('LATCHKEY_PROTECT')
        .default([], 'none')
        .argParser(listed),
    )
    .addOption(overlayOption())
    .option(
      '--allow-refs',
      'follow $refs to files outside the folder of a contract and to other http(s) addresses (env: LATCHKEY_ALLOW_REFS=true)',
    )
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug']

export function startCommand(environment: NodeJS.ProcessEnv, output?: Output): Command {
  const command = new Command('start')
    .description('Start the reference server and the mocks')
    .argument(
      '[api...]',
      'APIs of the configuration and built-in ones by name; your own by the file, folder or URL of its contract (default: those of the configuration, else the built-in ones)',
    )
  return withServingOptions(command)
    .option('--check', 'say what would be served, and stop')
    .addOption(
      new Option('--port <number>', 'port of the reference server').env('LATCHKEY_PORT').default(4000).argParser(port),
    )
    .addOption(
      new Option('--mock-port <number>', 'port of the mocks').env('LATCHKEY_MOCK_PORT').default(4010).argParser(port),
    )
    .addOption(
      new Option('--host <address>', 'address to listen on; localhost is 127.0.0.1 and [::1]')
        .env('LATCHKEY_HOST')
        .default('localhost'),
    )
    .addOption(
      new Option('--allow-host <name>', 'another host name to answer at, such as that of a container; repeatable')
        .env('LATCHKEY_ALLOW_HOST')
        .default([], 'none')
        .argParser(hostNames),
    )
    .addOption(
      new Option('--public-url <url>', 'where browsers reach the reference server, such as https://auth.test')
        .env('LATCHKEY_PUBLIC_URL')
        .argParser(publicUrl),
    )
    .addOption(dataOption('.latchkey/data.db').env('LATCHKEY_DATA'))
    .option(
      '--demo',
      'have demo data off loopback, where its published passwords open every account (env: LATCHKEY_DEMO=true)',
    )
    .addOption(
      new Option('--log-level <level>', 'what goes to the log on stderr')
        .env('LATCHKEY_LOG_LEVEL')
        .choices(logLevels)
        .default('warn'),
    )
    .addHelpText('after', examples + secrets)
    .action(async (words: string[], options: StartOptions) => {
      const { beginReading } = await import('./own/reading.ts')
      const reading = beginReading(words, options, environment)
      // It is reported where it is awaited; until then the command is loaded.
      reading.catch(() => {})
      await (await running()).start(await reading, options, environment, output)
    })
}

/** Loaded for this command alone: no other one needs a log, a database and a server. */
function running() {
  return import('./run-start.ts')
}

const examples = `
Examples:
  latchkey start                            the APIs of latchkey.config.yaml; without one, the built-in APIs
  latchkey start ./openapi.yaml             your own API, at /the-title-of-its-contract
  latchkey start https://example.com/openapi.json --name acme
  latchkey start ./contracts                every contract of a folder
  latchkey start ./openapi.yaml --protect bearer      close what declares no security
  latchkey start ./openapi.yaml --overlay ./acme.overlay.yaml
  latchkey start ./openapi.yaml --check               say what would be served
`

const secrets = `
Off loopback two secrets have to be set:
  LATCHKEY_SECRET         32 random bytes, which all keys are derived from: openssl rand -base64 32
  LATCHKEY_CONTROL_TOKEN  what the control API asks for as a bearer token, at least 32 characters: openssl rand -hex 32`

function port(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.')
  return number
}

/** One more, or several with commas between them as the environment has them. */
function listed(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').map((each) => each.trim())].filter((each) => each !== '')
}

function file(text: string): string {
  if (text === '' || /^\w+:\/\//.test(text)) throw new InvalidArgumentError('It must be a file, or :memory:.')
  return text
}
