import type { Context, Handlers } from '../../../generated/innodata/handlers.ts'
import { day } from '../../auth/clock.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Account, Caller, Purge, Thing } from '../../handlers/index.ts'

/** Teams, which the two keys of a user keep apart, and whether the service is up. */
export const handlers: Pick<Handlers, 'createTeam' | 'getStatus' | 'listTeams'> = {
  /** The user's teams, of the kind that the key is of (IN-64, IN-69). */
  async listTeams(_request, context) {
    const { account, kind, since } = teamsOf(context)
    const teams = await context.store.list(kind, { owner: account.id, since })
    return succeeded(context, 200, { teams: teams.map((team) => shown(team, account)) })
  },

  /** A team of the kind that the key is of (IN-66), whose name no other of the kind has (IN-67). */
  async createTeam({ body }, context) {
    const { account, kind, since } = teamsOf(context)
    const atMost = context.settings.teamsPerUser
    const wanted = { kind, id: randomUUID(context.random), name: body.name, owner: account.id, data: {} }
    const team = await context.store.atomically(async (data) => {
      // What is past its day makes room first, so that its name is free (IN-65).
      await data.removeBefore(kind, since)
      if ((await data.list(kind, { owner: account.id })).length >= atMost) return 'full'
      return (await data.create(wanted)) ?? 'taken'
    })
    if (team === 'taken') return { refusal: 'conflict', detail: 'Another team has that name' }
    if (team === 'full') return { refusal: 'conflict', detail: `You have ${atMost} teams, the most you may` }
    return succeeded(context, 201, shown(team, account))
  },

  /** That the service is up (IN-72), which without its data it is not (IN-48). */
  async getStatus(_request, context) {
    await context.store.list(teamKinds.live, { owner: '' })
    return succeeded(context, 200, { status: 'ok' })
  },
}

/** Removes all test teams at once, as the end of the day does (IN-65). */
export const purge: Purge = ({ store }) => store.removeBefore(teamKinds.test, Number.MAX_SAFE_INTEGER)

const teamKinds = { live: 'live-team', test: 'test-team' } as const

/** Whose teams they are, of which kind, and since when they are kept: test data lasts a day of UTC (IN-65). */
function teamsOf({ caller, clock, signedIn }: Context & { readonly caller: Caller }) {
  const account = signedIn()
  const isTest = caller.partition === 'test'
  return isTest
    ? { account, kind: teamKinds.test, since: Math.floor(clock() / day) * day }
    : { account, kind: teamKinds.live, since: 0 }
}

/** A team of a user, its one member (IN-06, IN-66, IN-71). */
function shown({ id, name }: Thing, { id: owner, email, name: ownerName }: Account) {
  return { id, name, members: [{ id: owner, email, name: ownerName }] }
}

/** A success in the envelope (IN-25, IN-26), under a tracking number of its own (IN-27). */
function succeeded<Status extends number, const Response>({ random }: Context, status: Status, response: Response) {
  return { status, body: { success: true, status_code: status, tracking: randomUUID(random), response } } as const
}
