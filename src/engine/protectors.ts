import type { ContractDocument, SecurityScheme } from '../contract/document.ts'
import { meant } from '../contract/nearest.ts'
import type { AuthMode } from '../ways/auth-mode.ts'

/** A name that an option has and the contract does not. */
interface ProtectionFault {
  readonly option: 'auth' | 'protect'
  readonly name: string
  readonly message: string
}

/** Asked for schemes that the contract does not have. */
export class UnknownProtection extends Error {
  override readonly name = 'UnknownProtection'
  readonly faults: readonly ProtectionFault[]

  constructor(faults: readonly ProtectionFault[]) {
    super(faults.map(({ message }) => message).join('\n'))
    this.faults = faults
  }
}

export function refuseUnknown(faults: readonly ProtectionFault[]): void {
  if (faults.length > 0) throw new UnknownProtection(faults)
}

/** The schemes that `protect` names, by these names. */
export function protectorsOf({ components }: ContractDocument, wanted: readonly string[]) {
  const declared = components?.securitySchemes ?? {}
  const faults: ProtectionFault[] = []
  const added = wanted.flatMap((name): (readonly [string, SecurityScheme])[] => {
    const scheme = (Object.hasOwn(declared, name) && declared[name]) || protector(name)
    if (!scheme) faults.push({ option: 'protect', name, message: noProtector(name, Object.keys(declared)) })
    return scheme ? [[name, scheme]] : []
  })
  return { added: Object.fromEntries(added), faults }
}

function protector(name: string): SecurityScheme | undefined {
  const folded = name.toLowerCase()
  if (folded === 'bearer' || folded === 'basic') return { type: 'http', scheme: folded }
  const isHeader = /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+$/.test(name)
  return isHeader ? { type: 'apiKey', in: 'header', name } : undefined
}

function noProtector(name: string, declared: readonly string[]): string {
  const known = declared.length > 0 ? `the contract declares ${declared.join(', ')}` : 'the contract declares none'
  return `"${name}" is not a security scheme: ${known}. Name one of them, "bearer", "basic", or a header such as "X-API-Key"`
}

/** The schemes that `auth` names and that there are not. */
export function unknownSchemes(
  auth: AuthMode | Readonly<Record<string, AuthMode>>,
  known: readonly string[],
): readonly ProtectionFault[] {
  if (typeof auth === 'string') return []
  const hint = (name: string) => (known.length > 0 ? meant(name, known) : '; the contract has none')
  return Object.keys(auth)
    .filter((name) => !known.includes(name))
    .map((name) => ({ option: 'auth', name, message: `There is no security scheme "${name}"${hint(name)}` }))
}
