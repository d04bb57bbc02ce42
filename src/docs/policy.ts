/** What the pages of the site may load and ask: their own files, and for the try-it panel a server on this machine. */
const rules: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  // Redoc carries a face for its code in its styles.
  'font-src': 'data:',
  'img-src': "'self' data:",
  'connect-src': "'self' http://localhost:* http://127.0.0.1:* http://*.localhost:*",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/** The Content-Security-Policy of a page; Redoc writes its styles as it goes, so its pages cannot forbid inline ones. */
export function contentPolicy({ ownStyles }: { readonly ownStyles: boolean }): string {
  const style = ownStyles ? "'self' 'unsafe-inline'" : "'self'"
  return Object.entries({ ...rules, 'style-src': style })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
