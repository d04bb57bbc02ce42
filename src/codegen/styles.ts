import type { Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'

type Encodings = Readonly<
  Record<string, { readonly style?: string; readonly explode?: boolean; readonly contentType?: string }>
>

interface Style {
  readonly style?: string
  readonly explode?: boolean
  readonly isJson?: true
}

/** The parameters of an operation that are not written in the default style of their place, by place and name. */
export function stylesOf({
  parameters,
}: Operation): Readonly<Record<string, Readonly<Record<string, Style>>>> | undefined {
  const styled = parameters.flatMap((parameter) => {
    const style = styleOf(parameter)
    return Object.keys(style).length > 0 ? [{ place: parameter.in, name: parameter.name, style }] : []
  })
  if (styled.length === 0) return undefined
  const places = Object.entries(Object.groupBy(styled, ({ place }) => place))
  return Object.fromEntries(
    places.map(([place, found = []]) => [place, Object.fromEntries(found.map(({ name, style }) => [name, style]))]),
  )
}

function styleOf({ in: place, style, explode, content }: Parameter): Style {
  if (content) return { isJson: true }
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple'
  const chosen = style ?? usual
  return {
    ...(chosen !== usual && { style: chosen }),
    ...(explode !== undefined && explode !== (chosen === 'form') && { explode }),
  }
}

/** How the fields of forms and parts are written, by media type and field, where the contract says so. */
export function encodingsOf({ requestBody }: Operation): Readonly<Record<string, Encodings>> | undefined {
  const encoded = Object.entries(requestBody?.content ?? {}).flatMap(([type, { encoding = {} }]) => {
    const fields = Object.entries(encoding).flatMap(([name, field]) => {
      const { style, explode, contentType } = field
      const written = {
        ...(style !== undefined && style !== 'form' && { style }),
        ...(explode === false && { explode }),
        ...(contentType !== undefined && { contentType }),
      }
      return Object.keys(written).length > 0 ? [[name, written]] : []
    })
    return fields.length > 0 ? [[type, Object.fromEntries(fields)]] : []
  })
  return encoded.length > 0 ? Object.fromEntries(encoded) : undefined
}
