/** Where a section of an RFC is published; undefined for what is no RFC. */
export function rfcAddress(section: string): string | undefined {
  const [, rfc, number] = /^RFC (\d+)(?:, ([\d.]+))?$/.exec(section) ?? []
  if (rfc === undefined) return undefined
  return `https://www.rfc-editor.org/rfc/rfc${rfc}${number === undefined ? '' : `#section-${number}`}`
}
