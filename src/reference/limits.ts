import { second } from '../auth/clock.ts'

/** Two passwords at once on two cores; 64 may wait, two seconds at the longest. */
export const hashingLimits = { slots: 2, waiting: 64, longestWait: 2 * second } as const
