/** The present, in milliseconds since the epoch. Logic never asks the machine: it is handed one of these. */
export type Clock = () => number

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
