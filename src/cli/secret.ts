import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from './failure.ts'

/** A key shorter than this refuses to start (RFC 7518, 3.2). */
const bytes = 32

/**
 * The secret of the installation: from `LATCHKEY_SECRET`, else from a file beside the data, which is made on first use.
 * Off loopback only the variable counts.
 */
export function installationSecret(given: string | undefined, file: string, onLoopback: boolean): Uint8Array {
  if (given !== undefined) return decode(given, 'LATCHKEY_SECRET')
  if (!onLoopback) {
    throw new Failure(
      `Off loopback a secret must be given: set LATCHKEY_SECRET to ${bytes} random bytes, e.g. from "openssl rand -base64 ${bytes}"`,
    )
  }
  return readOrMake(file)
}

function readOrMake(file: string): Uint8Array {
  try {
    return existsSync(file) ? decode(readFileSync(file, 'utf8').trim(), `The file "${file}"`) : make(file)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `The secret "${file}" can be neither read nor made (${(error as Error).message}): set LATCHKEY_SECRET, or choose another folder with --data`,
      { cause: error },
    )
  }
}

function make(file: string): Uint8Array {
  const secret = randomBytes(bytes)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${secret.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return secret
}

/** Takes base64, base64url and hexadecimal. */
function decode(text: string, name: string): Uint8Array {
  const secret = /^[0-9a-f]{64,}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (secret.length < bytes)
    throw new Failure(`${name} must hold at least ${bytes} bytes, as base64 or hexadecimal; it holds ${secret.length}`)
  return secret
}
