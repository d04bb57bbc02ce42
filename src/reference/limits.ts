import { second } from '../auth/clock.ts'

/** Two passwords at once on two cores; of each network address 64 may wait, of all 1,024, two seconds at the longest. */
export const hashingLimits = { slots: 2, waiting: 1_024, waitingPerKey: 64, longestWait: 2 * second } as const
