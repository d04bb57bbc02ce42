/** On every answer of the house, whoever makes it: nothing of it is stored, sniffed, framed or passed on. */
export const standingHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const
