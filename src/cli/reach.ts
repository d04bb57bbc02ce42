import { InvalidArgumentError } from 'commander'
import { hostName, isLoopback, isWildcard } from '../net/listening-host.ts'

/** Where the servers are reached. */
interface Wanted {
  readonly host: string
  readonly allowHost: readonly string[]
  readonly publicUrl?: string
}

/** What to open in a browser. */
export interface Addresses {
  readonly origin: string
  readonly mockOrigin: string
}

/** From where the servers are reached, and by which names. */
export interface Reach {
  /** Whether from this machine alone. */
  readonly onLoopback: boolean
  /** Whether there is any name that requests can be sent to. */
  readonly hasName: boolean
  /** The host names other than the loopback names. */
  readonly hosts: readonly string[]
  readonly publicOrigin: string | undefined
  /** Addresses that answer. */
  addresses(ports: { readonly port: number; readonly mockPort: number }): Addresses
}

export function reachOf({ host, allowHost, publicUrl }: Wanted): Reach {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).hostname
  const own = isWildcard(host) ? undefined : hostName(host)
  const names = [own, ...allowHost, publicHost].filter((name) => name !== undefined)
  const [name = 'localhost'] = names
  return {
    onLoopback: isLoopback(host) && (publicHost === undefined || isLoopbackName(publicHost)),
    hasName: names.length > 0,
    hosts: [...new Set(names)].filter((each) => !isLoopbackName(each)),
    publicOrigin: publicUrl,
    addresses: ({ port, mockPort }) => ({
      origin: publicUrl ?? `http://${name}:${port}`,
      mockOrigin: `http://${name}:${mockPort}`,
    }),
  }
}

/** The names and addresses that always lead to this machine; every server answers at the first three. */
function isLoopbackName(name: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(name)
}

/** One name, or several with commas between them as the environment has them, behind those that were given before. */
export function hostNames(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').map(oneName)]
}

function oneName(text: string): string {
  const name = hostName(text.trim())
  if (/^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])$/.test(name) && !isWildcard(name)) return name
  throw new InvalidArgumentError(
    'It must be a host name or an address without scheme and port, such as latchkey or 192.168.0.7.',
  )
}

export function publicUrl(text: string): string {
  const url = URL.parse(text)
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && !isWildcard(url.hostname)
  if (isOrigin) return url.origin
  throw new InvalidArgumentError(
    'It must be scheme, host and port alone, such as https://auth.test or http://localhost:8080.',
  )
}
