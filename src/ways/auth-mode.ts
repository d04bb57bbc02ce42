/** How the credentials of a scheme are checked: as the contract says, only that there is one, or not at all. */
export type AuthMode = 'enforce' | 'presence' | 'off'

export const authModes: readonly AuthMode[] = ['enforce', 'presence', 'off']
