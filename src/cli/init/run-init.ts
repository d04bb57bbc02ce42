import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { builtInIds } from '../../catalogue/built-in.ts'
import { disk } from '../../catalogue/disk.ts'
import { idOf } from '../../catalogue/id.ts'
import { readSource } from '../../catalogue/source.ts'
import type { ContractRead } from '../../codegen/read-contract.ts'
import { readInThread } from '../../codegen/read-thread.ts'
import { isWeb } from '../../codegen/reference-policy.ts'
import { ownApi } from '../../engine/own-api.ts'
import { takeGuesses } from '../../init/check.ts'
import { type ConfigParts, configText, entryText } from '../../init/config-text.ts'
import { infer } from '../../init/infer.ts'
import { overlayText } from '../../init/overlay-text.ts'
import { readManifest } from '../../installation/installation.ts'
import { Failure, UsageFailure } from '../failure.ts'
import type { Output } from '../output.ts'
import { checkId } from '../own/options.ts'
import { progressOn } from '../own/progress.ts'
import { chooser } from './choose.ts'
import { foundText } from './found-text.ts'
import type { InitOptions } from './options.ts'
import { partsOf } from './parts.ts'

const configFile = 'latchkey.config.yaml'
const configFiles = [configFile, 'latchkey.config.yml', 'latchkey.config.json']

/** Proposes declarations for a contract, and writes what is taken. */
export async function runInit(word: string, options: InitOptions, { out, error }: Output): Promise<void> {
  const file = contractFile(word)
  const read = await readNow(file, options, [])
  for (const warning of read.warnings) error(`${warning}\n`)
  const id = options.name ?? idOf(read.document.info.title)
  checkId({ id, file: word, isNamed: options.name !== undefined }, builtInIds(), new Map())
  const overlay = join(isWeb(file) ? '.' : relative('.', dirname(file)), `${id}.overlay.yaml`)
  if (options.dryRun !== true) refuseExisting(overlay)
  const { guesses, remarks } = infer(read.document)
  const choose = await chooser(guesses, options)
  const checked = takeGuesses(read.document, guesses, (guess) => choose(guess) === undefined)
  const whys = new Map(checked.leftOut.map(({ guess, why }) => [guess.id, why]))
  const isTaken = new Set(checked.taken.map(({ id: taken }) => taken))
  const leftOut = guesses
    .filter((guess) => !isTaken.has(guess.id))
    .map((guess) => ({ guess, why: whys.get(guess.id) ?? choose(guess) ?? 'it is not taken' }))
  const { report } = ownApi(id, checked.document, { auth: 'enforce', protect: [] })
  out(foundText({ report, taken: checked.taken, leftOut, remarks }))
  const parts = partsOf({ id, file, overlay, options, report, checked })
  const overlayParts = {
    title: read.document.info.title,
    contract: isWeb(file) ? file : `./${basename(file)}`,
    taken: checked.taken,
    leftOut,
  }
  const files: [string, string][] = []
  if (checked.taken.length > 0) files.push([overlay, overlayText(overlayParts)])
  const existing = configFiles.find((name) => existsSync(name))
  if (existing === undefined || options.dryRun) files.push([configFile, configText(parts)])
  if (options.dryRun) return out(files.map(([name, text]) => `--- ${name}\n${text}`).join('\n'))
  for (const [name, text] of files) await writeFile(name, text, { flag: 'wx' })
  if (checked.taken.length > 0) await readBack({ file, overlay, options, files })
  out(
    `${wrote(
      files.map(([name]) => name),
      existing,
      parts,
    )}\n`,
  )
}

/** A file or an address that is not one of the built-in APIs. */
function contractFile(word: string): string {
  const source = readSource(word, builtInIds(), disk)
  if (source.kind === 'built-in')
    throw new UsageFailure(
      `"${word}" is a built-in API and declares everything already; name the file or URL of your own contract`,
    )
  if (source.kind === 'url') return source.url
  const files = source.kind === 'file' ? [source.path] : source.files
  const [first = ''] = files
  if (files.length > 1)
    throw new UsageFailure(`"${word}" has ${files.length} contracts; name one of them: ${files.join(', ')}`)
  return resolve(first)
}

async function readNow(
  file: string,
  { allowRefs = false }: InitOptions,
  overlays: readonly string[],
): Promise<ContractRead> {
  const progress = progressOn(process.stderr)
  const job = { file, overlays, allowRefs, cacheFolder: undefined, version: readManifest().version }
  const [reading] = readInThread([job], (_, news) => progress.tell(file, news))
  const read = await reading?.finally(() => progress.end(file))
  if (!read) throw new Failure(`${file} was not read`)
  return read
}

function refuseExisting(overlay: string): void {
  if (existsSync(overlay))
    throw new Failure(
      `${overlay} exists, and nothing is overwritten: remove it, choose another --name, or look with --dry-run`,
    )
}

/** What was written has to be read as it was meant; else it is taken back. */
async function readBack({
  file,
  overlay,
  options,
  files,
}: {
  file: string
  overlay: string
  options: InitOptions
  files: readonly (readonly [string, string])[]
}): Promise<void> {
  try {
    await readNow(file, options, [resolve(overlay)])
  } catch (reason) {
    for (const [name] of files) await rm(name)
    throw reason
  }
}

function wrote(names: readonly string[], existing: string | undefined, parts: ConfigParts): string {
  const written = names.length > 0 ? `Wrote ${names.join(' and ')}.` : 'Wrote nothing.'
  const next = '  npx --no latchkey start'
  if (existing === undefined) return `${written} Next:\n\n${next}`
  return `${written} ${existing} exists and stays as it is; add this to its apis:\n\n${entryText(parts)}\n\nNext:\n\n${next}`
}
