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
  if (isRegular(secret, 16)) throw tooRegular(name, `openssl rand -base64 ${bytes}`)
  return secret
}

/** The shortest control token, in characters. */
const shortestToken = 32

/** Returns the token; throws a Failure if it is easy to guess. */
export function checkToken(token: string): string {
  const name = 'LATCHKEY_CONTROL_TOKEN'
  if (token.length < shortestToken)
    throw new Failure(`${name} must have ${shortestToken} characters or more; it has ${token.length}`)
  if (isRegular(Buffer.from(token), 8)) throw tooRegular(name, 'openssl rand -hex 32')
  return token
}

function tooRegular(name: string, command: string): Failure {
  return new Failure(`${name} is too regular to be a secret: make another one with "${command}"`)
}

/** Whether there are few different bytes, or few different steps from one byte to the next; random bytes have many of both. */
function isRegular(secret: Uint8Array, fewest: number): boolean {
  const steps = secret.subarray(1).map((byte, at) => byte - (secret[at] ?? 0))
  return [secret, steps].some((values) => new Set(values).size < fewest)
}
