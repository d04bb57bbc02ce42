import type { AuthMode } from '../ways/auth-mode.ts'
import type { Seed } from '../ways/seed.ts'

/** What a `latchkey.config.yaml` says, with absolute paths and the values of environment variables. */
export interface Config {
  /** Its absolute path. */
  readonly file: string
  /** In the order of the file. */
  readonly apis: readonly ApiConfig[]
  /** Absolute paths of what was read: the file itself, and seeds in files of their own. */
  readonly sources: readonly string[]
}

/** How one API is served. */
export interface ApiConfig {
  readonly id: string
  /** An absolute path or an http(s) address; undefined for a built-in API. */
  readonly contract: string | undefined
  /** Overlays in the order in which they apply: absolute paths or addresses. */
  readonly overlays: readonly string[]
  /** How all schemes are checked, or each by its name; one that is not named is enforced. */
  readonly auth: AuthMode | Readonly<Record<string, AuthMode>>
  /** What closes operations that declare no security, as `--protect` does. */
  readonly require: readonly string[]
  readonly allowRefs: boolean
  /** A module that exports `handlers`: an absolute path. */
  readonly handlers: string | undefined
  /** The folder of what is generated of the contract. */
  readonly generated: string
  readonly seed: SeedSource | undefined
  /** A fault as one line: `latchkey.config.yaml:7:5 config: …`; the path leads through this API. */
  faultLine(path: readonly string[], message: string, onKey?: boolean): string
  /** A message in which values from the environment are as the file says them: addresses can have a token. */
  hide(text: string): string
}

/** The seed of an API, and where its parts stand. */
export interface SeedSource {
  readonly seed: Seed
  /** Whether a text of it comes from the environment, and must not be shown. */
  readonly isHidden: (text: string) => boolean
  /** A message in which values from the environment are as the file says them. */
  readonly hide: (text: string) => string
  /** A fault as one line: `latchkey.config.yaml:12:9 seed: …`; the path leads through the seed. */
  faultLine(path: readonly (string | number)[], message: string): string
}
