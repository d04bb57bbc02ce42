/** What the main part of the page can show, by the fragment of its address. */
export const views = {
  apis: 'APIs',
  traffic: 'Traffic',
  accounts: 'Accounts',
  faults: 'Faults',
  settings: 'Settings',
  worlds: 'Worlds',
} as const

export type View = keyof typeof views

/** The view that a fragment names; the first for any other. */
export function viewOf(fragment: string): View {
  const name = fragment.slice(1)
  return Object.hasOwn(views, name) ? (name as View) : 'apis'
}
