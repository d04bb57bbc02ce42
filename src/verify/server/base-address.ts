import { isLoopback } from '../../net/listening-host.ts'
import { CannotVerify } from '../cannot-verify.ts'

/** Reads `--url` or `--sandbox`: an address of http or https without a slash at its end; throws a {@link CannotVerify}. */
export function baseAddress(text: string, option: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CannotVerify(
      `${option} must be an address such as http://127.0.0.1:3000/api; it is "${withoutSecrets(text)}"`,
    )
  }
  if (url.username !== '' || url.password !== '')
    throw new CannotVerify(`${option} must hold no user name and no password`)
  if (url.search !== '' || url.hash !== '') {
    throw new CannotVerify(
      `${option} must end with the path that the API stands below; "${url.origin}${url.pathname}" is followed by more`,
    )
  }
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** An address as it stands before the paths of an API. */
export function textOf(url: URL): string {
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname}`
}

/** Whether an address is this machine's, so that whoever runs this owns it. */
export function isThisMachine({ hostname }: URL): boolean {
  return isLoopback(hostname.replace(/^\[|\]$/g, '')) || hostname.endsWith('.localhost')
}

function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@').slice(0, 200)
}
