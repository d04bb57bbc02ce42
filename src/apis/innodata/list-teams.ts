import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'
import { keptSince, showTeam, teamKinds } from './teams.ts'

/** `GET /v1.1/teams`: the user's teams, of the kind that the key is of (IN-64, IN-69). */
export const listTeams: InnodataHandlers['listTeams'] = async (_request, { caller, store, clock, random }) => {
  const { account, flavour } = caller
  const filter = { owner: account.id, since: keptSince(flavour, clock) }
  const teams = await store.resources.list(teamKinds[flavour], filter)
  return succeeded(random, 200, { teams: teams.map((team) => showTeam(team, account)) })
}
