/** Characters that Markdown may read as markup; as references they never are (CommonMark 0.31, 2.5). */
const markup = /[\\`*_{}[\]<>#|~&!@:+=\n\r-]/g

/** A text on one line that Markdown shows as it is, in tables, too. */
export function escapedMarkdown(text: string): string {
  return text.replaceAll(markup, (character) => `&#${character.charCodeAt(0)};`)
}
