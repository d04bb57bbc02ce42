import { judge, told } from './judge.ts'
import { everywhere, type Variant } from './variant.ts'
import { variants } from './variants.ts'

/** `npm run variants [-- PART…]`: each variant or those whose name or API has a part in it, by API, accepted or accused. */
const parts = process.argv.slice(2)
const rows = variants.flatMap((variant) => variant.apis.map((api) => ({ variant, api, id: `${api}/${variant.name}` })))
const chosen = rows.filter(({ id }) => parts.length === 0 || parts.some((part) => id.includes(part)))
const results = new Map<string, string>()

for (const { variant, api, id } of chosen) {
  const { passed, accusing } = await judge(variant, api)
  results.set(id, accusing.length === 0 ? 'accepted' : `accused: ${accusing.length}`)
  process.stdout.write(`${id.padEnd(50)} ${String(passed).padStart(4)} passed, ${results.get(id)}\n`)
  for (const check of accusing.slice(0, 12)) process.stdout.write(`    ${told(check)}\n`)
}

process.stdout.write(`\n${tableOf([...new Set(chosen.map(({ variant }) => variant))])}\n`)
process.exitCode = [...results.values()].every((result) => result === 'accepted') ? 0 : 1

/** Variants down, APIs across. */
function tableOf(some: readonly Variant[]): string {
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(at === 0 ? 32 : 16))
      .join('')
      .trimEnd()
  const cells = ({ name }: Variant) => everywhere.map((api) => results.get(`${api}/${name}`) ?? '')
  return [line(['variant', ...everywhere]), ...some.map((variant) => line([variant.name, ...cells(variant)]))].join(
    '\n',
  )
}
