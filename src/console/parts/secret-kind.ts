import type { Secret } from '../control.ts'

/** What a credential is called: the scheme of your own API that it is for, else its kind. */
export function secretKind({ kind, schemes = [] }: Pick<Secret, 'kind' | 'schemes'>): string {
  return kind === 'credential' && schemes.length > 0 ? schemes.join(', ') : kind.replaceAll('-', ' ')
}
