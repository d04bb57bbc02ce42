/** The settings that every API has, and those of APIs where one can sign up or have messages sent: all are counts. */
export const limitNames = [
  'failuresPerLogin',
  'failuresPerAccount',
  'failuresPerAddress',
  'passwordsPerAddress',
  'signUpsPerAddress',
  'messagesPerAddress',
] as const

export type LimitName = (typeof limitNames)[number]

export const limitSchema = { type: 'integer', minimum: 1, maximum: 1_000_000 }
