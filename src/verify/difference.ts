/**
 * How a secret differs from another that it was made of, in words that show neither; undefined if they have nothing to do
 * with each other.
 */
export function difference(from: string, to: string): string | undefined {
  if (from.length < shortest || from === to) return undefined
  if (from.toLowerCase() === to.toLowerCase()) return 'letters in another case'
  return partsChanged(from, to) ?? piecesChanged(from, to)
}

/** Of a shorter one, others have as much in common by chance. */
const shortest = 6

const partNames = ['header', 'payload', 'signature']

/** Two JWTs of one origin have a header in common; those with the same payload or signature are the same one changed. */
function partsChanged(from: string, to: string): string | undefined {
  const [before, after] = [from.split('.'), to.split('.')]
  if (before.length !== 3 || after.length !== 3 || (before[1] !== after[1] && before[2] !== after[2])) return undefined
  const changed = before.flatMap((part, at) => {
    const name = partNames[at] ?? ''
    if (part === after[at]) return []
    return [after[at] === '' ? `${name} removed` : `${name} changed${at === 0 ? headerWords(after[0]) : ''}`]
  })
  // Where little of one part differs, the place says more.
  const small = changed.length === 1 ? piecesChanged(from, to) : undefined
  return small ?? changed.join(', ')
}

/** The header of a JWT is no secret, and says which attack it is. */
function headerWords(part = ''): string {
  try {
    return ` to ${JSON.stringify(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))}`
  } catch {
    return ''
  }
}

function piecesChanged(from: string, to: string): string | undefined {
  const start = commonStart(from, to)
  const end = commonStart(reversed(from.slice(start)), reversed(to.slice(start)))
  const [removed, added] = [from.length - start - end, to.length - start - end]
  if (start + end < shortest) return undefined
  if (removed === 0) return `${characters(added)} ${placeOf(start, end, ['added in front', 'appended', 'inserted'])}`
  if (added === 0)
    return placeOf(start, end, ['first #', 'last #', '# inside']).replace('#', characters(removed)).concat(' removed')
  if (removed !== added || removed > mostChanged) return undefined
  const place = `from position ${start + 1} of ${from.length}`
  return placeOf(start, end, ['first #', 'last #', `# ${place}`])
    .replace('#', characters(removed))
    .concat(' changed')
}

/** More changes than these are another secret. */
const mostChanged = 2

function placeOf(start: number, end: number, [first, last, inside]: readonly [string, string, string]): string {
  if (start === 0) return first
  return end === 0 ? last : inside
}

function characters(count: number): string {
  return count === 1 ? 'character' : `${count} characters`
}

function commonStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

function reversed(text: string): string {
  return text.split('').reverse().join('')
}
