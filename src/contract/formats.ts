import { emailAddress } from './email.ts'

/** Where formats are judged otherwise than by ajv-formats. `url` is not a format of JSON Schema, and theirs refuses `http://localhost`. */
export const ownFormats = { email: emailAddress, url: true } as const
