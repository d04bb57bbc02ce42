import type { Vendor } from './threats.ts'

/** Where a threat is met that no title names, or not the one of every API it concerns. */
type Held =
  /** By checks of the suite, `api operation: title`. */
  | { readonly checks: readonly string[] }
  /** By nothing, since there is nothing to attack. */
  | { readonly notApplicable: string }
  /** By nothing yet: a test in the file or folder that shall be there. */
  | { readonly awaits: string }

const numbers = (check: string) => ({ checks: [`numbers-station ${check}`] })
const token = (...checks: string[]) => ({ checks: checks.map((check) => `tag createAccessToken: ${check}`) })
const client = (check: string) => token(`access token (clientCredentials) × ${check}`)
const code = (check: string) => ({ checks: [`tag sendOtp: ${check}`] })

export const heldElsewhere: Readonly<Record<string, Held>> = {
  AB12: { checks: ['nebula-block listApiKeys: api key × changed is refused'] },
  TL29: {
    checks: [
      'nebula-block login: access token × one more than 100',
      'numbers-station loginSession: cookie session × one more than 100',
      'numbers-station loginAccessToken: bearer session (password) × one more than 100',
    ],
  },
  CK01: numbers('loginSession: a password buys a cookie that stands for the user'),
  CK02: numbers('loginSession: cookie session × is for other sites where that is asked'),
  CK03: numbers('loginSession: the broken place is named'),
  CK04: numbers('loginSession: cookie session × of before a login is not adopted'),
  CK08: numbers('logoutSession: cookie session × taken back at its end'),
  CK13: numbers('getCurrentUser: an Authorization header decides alone'),
  CK14: numbers('loginSession: cookie session × lasts as long as its session'),
  CO01: numbers('api: a page of a listed origin may call, and reads refusals'),
  CO04: numbers('api: a page of another origin is granted nothing'),
  CO05: numbers('api: a page of another origin is granted nothing'),
  CO09: numbers('api: a page of a listed origin may call, and reads refusals'),
  OA01: numbers('loginSessionOauth: it asks for a code, with state, S256 and nonce'),
  OA02: numbers('loginSessionOauth: it asks for a code, with state, S256 and nonce'),
  OA03: numbers('loginSessionOauth: an address that is not listed is refused'),
  OA04: numbers('loginSessionOauth: an address that is not listed is refused'),
  OA05: numbers('loginSessionOauth: the list of addresses is a setting, and so is the default'),
  OA06: numbers('loginSessionOauthCallback: a state of another browser, of none or made up logs nobody in'),
  OA10: numbers('loginSessionOauthCallback: a state works once'),
  OA14: numbers('loginSessionOauthCallback: who cancels is sent back with an error'),
  OA18: numbers('loginSessionOauth: redirect_header=true redirects there instead'),
  OA19: numbers('loginSessionOauthCallback: a login at the provider ends at the app with a session'),
  TL03: token('access token (password) × expired is refused everywhere'),
  TL10: token('access token (password) × renewed is accepted'),
  TL11: token('access token (password) × of before a renewal is refused'),
  TL12: token('access token (password) × of a family whose refresh token comes again is refused'),
  TL13: token('access token (password) × of a family whose older refresh token comes again is refused'),
  TL20: token(
    'access token (password) × renewed by an expired refresh token is refused',
    'access token (password) × renewed after the end of its login is refused',
  ),
  TL21: token('access token (password) × renewed for a scope that was not granted'),
  TL22: token('a client gets an access token for an hour and nothing to refresh, a user a refresh token too'),
  TL27: token('a client gets an access token for an hour and nothing to refresh, a user a refresh token too'),
  TL30: { notApplicable: 'No API documents revocation by token, or introspection' },
  EN05: {
    checks: ['khe createUser: a taken address is spared'],
  },
  OT01: code('a code logs in once'),
  OT04: code('the next code voids the first'),
  OT07: code('a code logs nobody else in'),
  OT08: token('a code works for the phone number or the e-mail that it was sent to, of one user'),
  OT14: { notApplicable: 'The sender is the outbox, a table of the store' },
  OT15: { checks: ['tag sendOtp: both addresses, neither, and what is no address are refused'] },
  OA20: token('credentials in the query do not count, and GET is refused'),
  OA21: client('a parameter given twice is refused'),
  OA22: client('unknown and empty parameters are ignored'),
  OA24: client('wrong clients are refused alike'),
  OA25: client('a client authenticates once'),
  OA26: client('unknown and empty parameters are ignored'),
  OA28: { notApplicable: 'TAG publishes no metadata, and the contract has no path for them' },
}

/** What only an API's own files can hold, `test/attacks/<api>….test.ts`; asked for as soon as there is one, unless its checks do. */
export const heldByApi: Readonly<Partial<Record<Vendor, readonly string[]>>> = {
  khe: [
    ...['AB23', 'AB24', 'AB25', 'AB27', 'EN05'],
    ...['TL04', 'TL07', 'TL08', 'TL09', 'TL10', 'TL11', 'TL12', 'TL13', 'TL14', 'TL15', 'TL16', 'TL17', 'TL19', 'TL20'],
    'TL23',
  ],
  innodata: ['AB13', 'AB14', 'AB15', 'AB18', 'AB23', 'EN05', 'TL24'],
  tag: [
    ...['BF12', 'EN03', 'EN04', 'EN06'],
    ...['TL03', 'TL10', 'TL11', 'TL12', 'TL13', 'TL14', 'TL15', 'TL16', 'TL17', 'TL18', 'TL19', 'TL20', 'TL21'],
    ...['TL22', 'TL27'],
    ...Array.from({ length: 17 }, (_, at) => `OT${String(at + 1).padStart(2, '0')}`),
    ...['OA20', 'OA21', 'OA22', 'OA23', 'OA24', 'OA25', 'OA26', 'OA27'],
  ],
}
