import type { Oas3Rule } from '@redocly/openapi-core'

/** Whoever is sent away for a while is told for how long (RFC 6585, 4; RFC 9110, 15.6.4). */
export const waitOnRefusal: Oas3Rule = () => ({
  ResponsesMap(responses, { report, resolve, location }) {
    for (const status of ['429', '503']) {
      const response = responses[status]
      if (!response) continue
      const { node } = resolve<{ headers?: Readonly<Record<string, object>> }>(response)
      const header = resolve<{ required?: boolean }>(node?.headers?.['Retry-After'] as object).node
      if (header?.required !== true) {
        report({ message: `A ${status} needs a required \`Retry-After\` header`, location: location.child(status) })
      }
    }
  },
})
