import { styleText } from 'node:util'

export type Paint = (style: 'bold' | 'dim' | 'cyan', text: string) => string

/** Colors on a terminal, none elsewhere. */
export const painted: Paint = (style, text) => styleText(style, text, { stream: process.stdout })
