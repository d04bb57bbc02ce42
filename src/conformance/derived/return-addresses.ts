/** Addresses that are near an allowed one, or odd; none of them is it. */
export function returnAddresses(allowed: string): readonly string[] {
  const { protocol, host, origin } = new URL(allowed)
  return [
    'https://evil.example/',
    '//evil.example/',
    `${protocol === 'http:' ? 'https:' : 'http:'}//${host}/`,
    `${allowed}?x=1`,
    `${allowed}#x`,
    `${allowed}/`,
    `${allowed}LOGIN`,
    `${origin}.evil.example/`,
    `${origin}@evil.example/`,
    `${origin}:x@evil.example/`,
    `${protocol}//user@${host}/`,
    `${allowed}%2e%2e/`,
    `${allowed}..;/`,
    `${allowed}\r\nX: y`,
    'javascript:alert(1)',
    'data:text/html,x',
    '\\\\evil.example',
  ]
}
