/** A setting that a check may change, as its owner sees it. */
interface SettingEntry {
  /** What it does to the API. */
  readonly says: string
  readonly type: 'whole number' | 'true or false' | 'list of addresses' | 'address' | 'seconds'
  /** A value that a check sets, or one like it. */
  readonly example: number | boolean | string | readonly string[]
}

/** Every setting that a check may change with `changeSettings`. Which checks these are, their `needs` say. */
export const settingTable = {
  passwordsPerAddress: {
    says: 'How many passwords one network address may have checked or set within an hour, right ones included',
    type: 'whole number',
    example: 2,
  },
  signUpsPerAddress: {
    says: 'How many accounts one network address may ask for within an hour',
    type: 'whole number',
    example: 2,
  },
  failuresPerAddress: {
    says: 'How many wrong secrets one network address may send before it has to wait',
    type: 'whole number',
    example: 5,
  },
  messagesPerAddress: {
    says: 'How many messages one network address may cause within an hour',
    type: 'whole number',
    example: 1,
  },
  allowedOrigins: {
    says: 'Origins whose pages may call the API with credentials',
    type: 'list of addresses',
    example: ['https://app.example'],
  },
  redirectUris: {
    says: 'Addresses at which a login may end',
    type: 'list of addresses',
    example: ['https://app.example/done'],
  },
  defaultRedirectUri: {
    says: 'Where a login ends that names no address',
    type: 'address',
    example: 'https://app.example/',
  },
  otpEnabled: { says: 'Whether one-time passwords are sent and accepted', type: 'true or false', example: false },
  allowNewUsers: {
    says: 'Whether the first login with a one-time password makes an account',
    type: 'true or false',
    example: true,
  },
  otpLifetime: {
    says: 'How long a one-time password is valid; a value over half an hour must be refused',
    type: 'seconds',
    example: 1_800,
  },
} as const satisfies Readonly<Record<string, SettingEntry>>

export type SettingName = keyof typeof settingTable

export const settingNames = Object.keys(settingTable) as readonly SettingName[]

/** What a check needs that changes a setting: the hook `changeSettings`, and that it knows the setting. */
export type SettingNeed = `settings.${SettingName}`

export function isSettingNeed(need: string): need is SettingNeed {
  return need.startsWith('settings.')
}

/** The settings that needs name. */
export function settingsIn(needs: readonly string[]): readonly SettingName[] {
  return needs.filter(isSettingNeed).map((need) => need.slice('settings.'.length) as SettingName)
}
