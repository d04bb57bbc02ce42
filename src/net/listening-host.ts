/** Whether an address to listen on can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Whether it is every address of this machine, and so says nothing of the name it is reached by. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '[::]'].includes(hostName(host))
}

/** The host as it stands in a `Host` header and in addresses: lower case, an IPv6 address in its short form and in brackets. */
export function hostName(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  if (/[/?#@\\]/.test(bare)) return bare
  return URL.parse(`http://${bare.includes(':') ? `[${bare}]` : bare}/`)?.hostname ?? host.toLowerCase()
}

/** Where this machine itself reaches a server that listens on this host. */
export function reachableAt(host: string): string {
  if (host === 'localhost' || hostName(host) === '0.0.0.0') return '127.0.0.1'
  return hostName(host) === '[::]' ? '::1' : host
}
