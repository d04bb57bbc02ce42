import { execFileSync } from 'node:child_process'

/** The Debian package of each library that this Chromium links to and does not bring along. */
const debianPackages: Readonly<Record<string, string>> = {
  'libnspr4.so': 'libnspr4',
  'libplc4.so': 'libnspr4',
  'libplds4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libssl3.so': 'libnss3',
  'libexpat.so.1': 'libexpat1',
  'libgcc_s.so.1': 'libgcc-s1',
}

const elsewhere = 'or set LATCHKEY_CHROMIUM to the path of a Chrome or Chromium that is installed'

/** Why Chromium did not start, and what to do about it, as far as that can be told. */
export function whyItCannotStart(executable: string, failure: Error): Error {
  return new Error(remedy(executable, failure.message), { cause: failure })
}

function remedy(executable: string, failure: string): string {
  const missing = missingLibraries(executable, failure)
  if (missing.length > 0) {
    const wanted = [...new Set(missing.map((library) => debianPackages[library] ?? `the package of ${library}`))]
    return `Chromium needs ${missing.join(', ')}: apt-get install ${wanted.join(' ')} (Debian), ${elsewhere}`
  }
  const isBuiltForHere = process.platform === 'linux' && process.arch === 'x64'
  if (!isBuiltForHere)
    return `The Chromium from npm is built for Linux on x64, and this is ${process.platform} on ${process.arch}: ${elsewhere.slice(3)}`
  return `Chromium does not start: ${failure.split('\n')[0]}`
}

/** All that the linker misses; where it cannot be asked, the one that it complained about. */
function missingLibraries(executable: string, failure: string): string[] {
  const listed = linkerList(executable).matchAll(/^\s*(\S+) => not found/gm)
  const complained = failure.matchAll(/error while loading shared libraries: ([^:\s]+):/g)
  return [...new Set([...listed, ...complained].flatMap(([, library]) => library ?? []))]
}

function linkerList(executable: string): string {
  try {
    return execFileSync('ldd', [executable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}
