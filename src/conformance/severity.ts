/**
 * `contract`: the contract says so, or a MUST of an RFC that governs what it uses; a deviation fails the run.
 * `advice`: a SHOULD, OWASP ASVS, hardening; listed apart, and fails with `--strict` alone.
 */
export type Severity = 'contract' | 'advice'
