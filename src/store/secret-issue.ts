import { hashSecret, newSecret } from '../auth/secret.ts'
import { nextNumber } from './counter.ts'
import type { Scope } from './scope.ts'
import type { Issued, NewSecret, Secret } from './secret.ts'
import { forget, liveAt } from './secret-lifetime.ts'

/** Makes a secret and keeps its hash; within a transaction, as it sweeps and makes room too. */
export async function issueSecret(scope: Scope, wanted: NewSecret): Promise<Issued> {
  await forget(scope)
  const issued = await insert(scope, wanted)
  if (wanted.atMost !== undefined) await supersede(scope, issued.secret, wanted.atMost)
  return issued
}

async function insert(scope: Scope, wanted: NewSecret): Promise<Issued> {
  const { database, world, api, clock, random } = scope
  const now = clock()
  const plain = wanted.secret ?? newSecret(random)
  const id = wanted.id ?? (wanted.numbered ? String(await nextNumber(scope, wanted.kind)) : random(16).toString('hex'))
  const secret: Secret = {
    kind: wanted.kind,
    id,
    hash: hashSecret(plain),
    subject: wanted.subject,
    client: wanted.client,
    family: wanted.family ?? id,
    issued: now,
    expires: wanted.lifetime === undefined ? undefined : now + wanted.lifetime,
    idle: wanted.idle,
    seen: now,
    data: wanted.data ?? {},
  }
  await database.run(
    `INSERT INTO secrets (world, api, kind, hash, id, subject, client, family, issued, expires, idle, seen, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    ...[world, api, secret.kind, secret.hash, id, secret.subject ?? null, secret.client ?? null, secret.family, now],
    ...[secret.expires ?? null, secret.idle ?? null, now, JSON.stringify(secret.data)],
  )
  return { plain, secret }
}

/** Ends the oldest live secrets beyond a number; never the one just issued, whatever the clock says. */
async function supersede({ database, world, api, clock }: Scope, newest: Secret, atMost: number): Promise<void> {
  await database.run(
    `UPDATE secrets SET ended = $5, ended_how = 'superseded'
     WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND hash IN (
       SELECT hash FROM secrets WHERE world = $1 AND api = $2 AND kind = $3 AND subject = $4 AND ${liveAt('$5')} AND hash <> $6
       ORDER BY issued DESC, length(id) DESC, id DESC LIMIT 1000 OFFSET $7)`,
    ...[world, api, newest.kind, newest.subject ?? '', clock(), newest.hash, atMost - 1],
  )
}
