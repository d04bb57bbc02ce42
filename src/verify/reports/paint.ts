/** Puts a style on a text, or leaves it as it is where there are no colours. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string

/** No colours. */
export const plainly: Paint = (_style, text) => text
