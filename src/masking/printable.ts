const unprintable = /[^\P{Cc}\t\n]|[\u2028\u2029]/gu

/** Whether a text controls no terminal and breaks no line, but for tabs and line feeds. */
export function isPrintable(text: string): boolean {
  return text.search(unprintable) < 0
}

/** A printable text: the characters that are not are escaped. */
export function printableText(text: string): string {
  let [printable, end] = ['', 0]
  for (const { 0: character, index } of text.matchAll(unprintable)) {
    printable += `${text.slice(end, index)}\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    end = index + 1
  }
  return printable + text.slice(end)
}
