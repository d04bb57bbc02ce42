/** A text that cannot control a terminal or break a line: control characters except tab and line feed are escaped. */
export function printableText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n]|[\u2028\u2029]/gu, spelt)
}

function spelt(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
