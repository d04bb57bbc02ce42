import type { Oas3Rule } from '@redocly/openapi-core'

/** Mocks and docs speak in examples: every media type, parameter and header has one. That they are valid is Redocly's own rule. */
export const examplesGiven: Oas3Rule = () => ({
  MediaType(media, { report }) {
    const given = 'example' in media || Object.keys(media.examples ?? {}).length > 0
    if (!given) report({ message: 'A media type needs an example' })
  },
  Parameter(parameter, { report }) {
    if (!('example' in parameter) && parameter.examples === undefined)
      report({ message: 'A parameter needs an example' })
  },
  Header(header, { report }) {
    if (!('example' in header)) report({ message: 'A header needs an example; a mock would send the word "string"' })
  },
})
