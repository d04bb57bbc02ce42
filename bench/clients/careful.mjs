// One renewal for everyone whose token is the old one; only a refusal of the API ends the login.

/** @param {(refresh: string) => Promise<{ access?: string, refresh?: string }>} post */
export function careful(post) {
  let renewing
  const session = {
    tokens: undefined,
    renew(old) {
      if (session.tokens?.access !== old) return renewing
      renewing ??= post(session.tokens.refresh)
        .then(
          (tokens) => {
            if (!tokens?.access) throw new Error('no tokens')
            session.tokens = tokens
          },
          (error) => {
            if (error.response?.status === 401) session.tokens = undefined
            throw error
          },
        )
        .finally(() => {
          renewing = undefined
        })
      return renewing
    },
  }
  return session
}
