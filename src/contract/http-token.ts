const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Whether a text is a token (RFC 9110, 5.6.2): the name of a header, a cookie or an authentication scheme. */
export function isToken(text: string): boolean {
  return token.test(text)
}
