/** Every built-in API; a threat to all of them is tested for each. */
export const vendors = ['numbers-station', 'nebula-block', 'khe', 'innodata', 'tag'] as const

export type Vendor = (typeof vendors)[number]

/** What somebody may try, and at which of the APIs. */
export interface Threat {
  readonly id: string
  readonly what: string
  readonly apis: readonly Vendor[]
}

const short: Readonly<Record<string, Vendor>> = {
  NS: 'numbers-station',
  NB: 'nebula-block',
  KH: 'khe',
  IN: 'innodata',
  TA: 'tag',
}

/** One threat a line: its id, the APIs it concerns, what it is. */
function read(lines: string): Threat[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [, id = '', where = '', what = ''] = /^(\S+) (\S+) (.+)$/.exec(line.trim()) ?? []
      return { id, what, apis: where === 'all' ? vendors : where.split(',').flatMap((name) => short[name] ?? []) }
    })
}

export const threats: readonly Threat[] = read(`
  AB01 all no credential
  AB02 all a credential that was never issued
  AB03 all the absolute form of a request target
  AB04 all spellings of a path
  AB05 all paths outside the contract
  AB06 all HEAD instead of GET
  AB07 all a method in a header or a query
  AB08 all headers that proxies set
  AB09 all a credential in another place
  AB10 all a credential of another API or world
  AB11 all a credential of another kind
  AB12 NB a prefix that does not fit what follows
  AB13 IN a test key for live data, and the other way round
  AB14 IN the header that the page misnames
  AB15 IN a password beside the key
  AB16 NS another account in the path
  AB17 all a credential of somebody who was disabled
  AB18 IN a user who was not activated
  AB19 all code in names and passwords
  AB20 all well-known names and passwords
  AB21 all a password that is nearly right
  AB22 all text that is ill-formed
  AB23 KH,IN members that are not for the client to set
  AB24 KH somebody else's object
  AB25 KH a sensitive change with a stolen credential
  AB26 all a store that fails
  AB27 KH half a pair
  TL01 all the last moment of a credential
  TL02 NB a token of two hours
  TL03 TA a token of one hour
  TL04 KH an end that is named
  TL05 NB,IN a key without an end
  TL06 all a clock that goes back
  TL07 KH,NS a credential that was withdrawn
  TL08 KH a logout of one client
  TL09 KH a logout twice
  TL10 TA,KH a refresh
  TL11 TA,KH the access token before a refresh
  TL12 TA,KH a refresh token used twice
  TL13 TA,KH a refresh token of two refreshes ago
  TL14 TA,KH a refresh whose answer was lost
  TL15 TA,KH two refreshes at once
  TL16 TA,KH a hundred refreshes at once
  TL17 TA,KH a refresh while it is withdrawn
  TL18 TA a family of many generations
  TL19 TA,KH a refresh token of another client
  TL20 TA,KH a refresh without end
  TL21 TA a scope that grows
  TL22 TA a refresh token for a client
  TL23 KH a session after a change of password
  TL24 NB,IN,NS a key that was withdrawn
  TL25 all a cache
  TL26 all a secret that can be guessed or comes again
  TL27 TA the type of a token
  TL28 NS a session that is idle, and one that is not
  TL29 NS,NB a session too many
  TL30 TA,KH revocation and introspection, if offered
  TL31 all a login under way while its account changes
  EN01 all why a login was refused, by the answer
  EN02 all why a login was refused, by the time
  EN03 TA who has an account, by asking for a code
  EN04 TA the same where new users are made
  EN05 IN,KH who has an account, by signing up
  EN06 TA which clients there are
  EN07 NS whose key it is, and who is in the account
  EN08 all who has an account, by the wait
  EN09 NS who is set up at which provider
  BF01 all one name, many passwords
  BF02 all one name, patiently
  BF03 all a success between failures
  BF04 all the right password during a wait
  BF05 all one password, many names
  BF06 all one name, many addresses
  BF07 all locking somebody else out
  BF08 all many at once
  BF09 all a restart
  BF10 all another spelling of a name
  BF11 all keys and tokens
  BF12 TA secrets of clients
  BF13 all filling the memory with names
  OT01 TA a code twice
  OT02 TA a code too late
  OT03 TA codes that live too long
  OT04 TA the code before the last
  OT05 TA guessing a code
  OT06 TA guessing codes for a day
  OT07 TA the code of somebody else
  OT08 TA a code sent by another way
  OT09 TA a code many times at once
  OT10 TA codes that can be guessed
  OT11 TA a flood of codes
  OT12 TA the password while a code waits
  OT13 TA a code in an answer or in the log
  OT14 TA a sender that fails
  OT15 TA addresses of all kinds
  OT16 TA a restart while a code waits
  OT17 TA a code in the store
  CK01 NS the attributes of a cookie
  CK02 NS a cookie for other sites
  CK03 NS third_party with other values
  CK04 NS a session that was planted
  CK05 NS a cookie that can be guessed
  CK06 NS two cookies of the name
  CK07 NS cookies that are none
  CK08 NS a cookie after the logout
  CK09 NS a login by another site
  CK10 NS a request that needs no preflight
  CK11 NS a client that is no browser
  CK12 NS a GET that changes something
  CK13 NS a cookie and a bearer token of two users
  CK14 NS a cookie that outlives its session
  CK15 NS a cookie over plain HTTP
  CK16 all a browser that sniffs, frames, refers
  CO01 NS the listed origin
  CO02 NS an origin that is not listed
  CO03 NS the origin null
  CO04 NS an origin that begins or ends like a listed one
  CO05 NS another scheme, port or letter case
  CO06 NS an Origin that is none
  CO07 all all origins, with credentials
  CO08 NS a cache between two origins
  CO09 NS a preflight
  CO10 all a preflight that asks for more
  CO11 all a preflight without a credential
  CO12 all a refusal that the page cannot read
  CO13 NS another name of this machine
  CO14 NS a real browser
  OA01 NS the address of the provider
  OA02 NS the same, for the client to go to
  OA03 NS an open redirect
  OA04 NS an address that is nearly listed
  OA05 NS no address
  OA06 NS a state of another browser
  OA07 NS a state twice, or late
  OA08 NS secrets of another login
  OA09 NS a code of another login
  OA10 NS a code twice
  OA11 NS an answer of another issuer
  OA12 NS an ID token that is not right
  OA13 NS an account of the same address
  OA14 NS a user who cancels
  OA15 NS an issuer that does not answer
  OA16 NS metadata that are not the issuer's
  OA17 NS a key that changes
  OA18 NS a redirect that repeats a password
  OA19 NS a code in an address that is passed on
  OA20 TA the token endpoint by other methods
  OA21 TA a parameter twice
  OA22 TA a parameter there is not
  OA23 TA every error there is
  OA24 TA a wrong client
  OA25 TA a client in two ways
  OA26 TA an empty parameter
  OA27 TA an error with text of the client
  OA28 TA published metadata
  I all headers that are not of their grammar
  J all bodies that are not of their grammar
  K all HTTP that is none, or slow, or two things at once
  L NB JWTs of others' making
  LG01 all a secret in the log
  LG02 all a login that is not in the log
  LG03 all a line of the log made by a client
  LG04 all a fault that tells
  LG05 all a log that grows
  LG06 all a log that nobody takes
  LG07 all a query in the log
  LG08 all a fault that nobody caught
`)
