/** The script of Redoc that `redocly build-docs` puts into its pages. */
declare module 'redoc' {
  export function init(definition: unknown, options: object, element: Element): void
}
