import type { Oas3Rule } from '@redocly/openapi-core'

/** A 401 says how to authenticate (RFC 9110, 15.5.2). */
export const challengeOnUnauthorized: Oas3Rule = () => ({
  ResponsesMap(responses, { report, resolve, location }) {
    const unauthorized = responses['401']
    if (!unauthorized) return
    const { node } = resolve<{ headers?: Readonly<Record<string, object>> }>(unauthorized)
    const header = resolve<{ required?: boolean; example?: unknown }>(
      node?.headers?.['WWW-Authenticate'] as object,
    ).node
    if (header?.required !== true || header.example === undefined) {
      report({
        message: 'A 401 needs a required `WWW-Authenticate` header with an example',
        location: location.child('401'),
      })
    }
  },
})
