import { InvalidArgumentError } from 'commander'
import { Failure } from './failure.ts'

export function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0 && number <= 3_600)) throw new InvalidArgumentError('It must be a number of seconds, at most 3600.')
  return number
}

/** Without a share no check may be left not run. */
export function share(text: string): number {
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text) ?? []
  if (percent === undefined || Number(percent) > 100) throw new InvalidArgumentError('It must be a share such as 10%.')
  return Number(percent) / 100
}

export function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

/** `scheme=value` is for operations that ask for no role, `scheme:role=value` for those that ask for that one. */
export function credentialSetting(text: string): string {
  const [, scheme, role, value] = /^([\w.-]+)(?::([^=]+))?=(.*)$/s.exec(text) ?? []
  if (scheme === undefined)
    throw new Failure('--credential takes SCHEME=VALUE, or SCHEME:ROLE=VALUE; what it got has no such form')
  return `people.${role === undefined ? '' : `roles.${role}.`}credentials.${scheme}=${value}`
}
