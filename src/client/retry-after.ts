/**
 * Seconds until another try makes sense: digits, or a date that is compared with the clock here (RFC 9110, 10.2.3). Undefined
 * for anything else.
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const text = headers.get('Retry-After')?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  // A date without a zone is the form of asctime, which is in UTC as well.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000))
}
