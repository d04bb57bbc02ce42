import { contentPolicy } from '../docs/policy.ts'
import { builtFolder } from '../installation/installation.ts'
import type { StaticSite } from '../reference/static-site.ts'

export const consoleSite: StaticSite = {
  at: '/',
  folder: builtFolder('console'),
  command: 'npm run build:console',
  policy: [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
}

/** What people look at, as the builds leave it in `dist`. */
export const sites: readonly StaticSite[] = [
  consoleSite,
  {
    at: '/docs',
    folder: builtFolder('docs'),
    command: 'npm run build:docs',
    // Each page says for itself what it needs; only that of the reference has styles that a script writes.
    policy: `${contentPolicy({ ownStyles: true })}; frame-ancestors 'none'`,
  },
]
