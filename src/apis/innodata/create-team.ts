import { randomUUID } from '../../contract/uuid.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { NewResource, Resource } from '../../store/resources.ts'
import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'
import { keptSince, showTeam, teamKinds } from './teams.ts'

/** `POST /v1.1/teams`: a team of the kind that the key is of (IN-64, IN-66), whose name no other of the kind has (IN-67). */
export const createTeam: InnodataHandlers['createTeam'] = async ({ body }, context) => {
  const { caller, store, settings, clock, random } = context
  const { account, flavour } = caller
  const wanted = { kind: teamKinds[flavour], id: randomUUID(random), name: body.name, owner: account.id, data: {} }
  const rules = { since: keptSince(flavour, clock), atMost: settings.teamsPerUser }
  const team = await atomically(store, (unit) => makeTeam(unit, wanted, rules))
  if (team === 'taken') return { refusal: 'conflict', detail: 'Another team has that name' }
  if (team === 'full') return { refusal: 'conflict', detail: `You have ${rules.atMost} teams, the most you may` }
  return succeeded(random, 201, showTeam(team, account))
}

/** What is past its day makes room first, so that its name is free (IN-65). */
async function makeTeam(
  { resources }: Unit,
  wanted: NewResource,
  { since, atMost }: { readonly since: number; readonly atMost: number },
): Promise<Resource | 'taken' | 'full'> {
  await resources.removeBefore(wanted.kind, since)
  const own = await resources.list(wanted.kind, { owner: wanted.owner })
  if (own.length >= atMost) return 'full'
  return (await resources.create(wanted)) ?? 'taken'
}
