import { isChallenged } from '../challenge.ts'
import { freshWord } from '../fresh.ts'
import { membersOf } from './body-damage.ts'
import { type DerivedProbe, successOf } from './session.ts'
import {
  basicSchemeOf,
  byBasic,
  changed,
  grantRequest,
  refusedWith,
  sentAsInput,
  type TokenGrant,
} from './token-grant.ts'

/** Asks with another client in the body; it has to be refused. */
function askAs(grant: TokenGrant, probe: DerivedProbe) {
  const good = grantRequest(grant, probe)
  const [id = '', secret = ''] = [...sentAsInput(grant, 'client'), ...sentAsInput(grant, 'client-secret')]
  return {
    right: String(membersOf(good)?.[secret]),
    ask: (client: { readonly id?: string; readonly secret?: string }) =>
      refusedWith(
        probe,
        grant.endpoint.operation,
        changed(good, {
          ...(client.id !== undefined && { [id]: client.id }),
          ...(client.secret !== undefined && { [secret]: client.secret }),
        }),
        ['invalid_client'],
        [400, 401],
      ),
  }
}

export async function refusesWrongClients(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { ask, right } = askAs(grant, probe)
  const stranger = freshWord()
  for (const secret of ['not-the-secret', `${right} `, '']) await ask({ secret })
  for (const id of [stranger, '']) await ask({ id })
  if (!basicSchemeOf(grant)) return
  const { id = '', secret = '' } = probe.people.client ?? {}
  for (const client of [[id, 'not-the-secret'] as const, [stranger, secret] as const]) {
    const request = byBasic(grant, probe, ...client)
    isChallenged(await refusedWith(probe, grant.endpoint.operation, request, ['invalid_client'], [401]), {
      scheme: 'Basic',
    })
  }
}

export async function refusesClientsAlike(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { ask } = askAs(grant, probe)
  const [wrong, unknown] = [await ask({ secret: 'not-the-secret' }), await ask({ id: freshWord() })]
  unknown.is('the status', wrong.status, unknown.status)
  unknown.saysAs(wrong)
}

export async function authenticatesByBasic(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { operation } = grant.endpoint
  const { id = '', secret = '' } = probe.people.client ?? {}
  for (const spelling of [(text: string) => text, formEncoded])
    await probe.send(operation.id, successOf(operation), byBasic(grant, probe, spelling(id), spelling(secret)))
}

export async function authenticatesOnce(grant: TokenGrant, probe: DerivedProbe): Promise<void> {
  const { id = '', secret = '' } = probe.people.client ?? {}
  const twice = { ...byBasic(grant, probe, id, secret), ...grantRequest(grant, probe) }
  await refusedWith(probe, grant.endpoint.operation, twice, ['invalid_request'])
}

/** The identifier and the secret are form-encoded before they are joined (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
}
