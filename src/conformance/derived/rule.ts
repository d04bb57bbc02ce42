import type { Severity } from '../severity.ts'
import type { Tags } from '../tags.ts'

/** One demand that follows from a contract, whatever its API. */
export interface Rule {
  /** Unique and stable, in kebab case; facts, baselines and broken variants name it. */
  readonly id: string
  /** `A`: from the contract alone; `B`: with a person and a way to log in; `C`: with two people or roles; `D`: with hooks. */
  readonly section: 'A' | 'B' | 'C' | 'D'
  readonly severity: Severity
  readonly tags: Tags
  /** What it demands, in a sentence for reports and documentation. */
  readonly says: string
  /** Sections of RFCs, each as `RFC 9110, 15.5.2`. */
  readonly rfcs: readonly string[]
  /** Further authorities, such as `OpenAPI 3.1.1, 4.8.30`, `OWASP ASVS 5.0, 6.3.8`, `CWE-288` or `x-lifecycle`. */
  readonly clauses: readonly string[]
}
