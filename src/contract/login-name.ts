/** One spelling for all spellings of a name that people take for the same (letter case, width, outer blanks). */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
