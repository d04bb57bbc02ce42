import { type DestinationStream, type Logger, pino } from 'pino'

/** The log of a server: JSON lines with a level and an ISO time, without the name of the machine. */
export function createLog(level: string, destination: DestinationStream): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}
