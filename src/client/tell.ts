/** Calls a listener. An error that it throws is shown, and does not reach the caller. */
export function tell<Event>(listener: ((event: Event) => void) | undefined, event: Event): void {
  try {
    listener?.(event)
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: programs outside of browsers have nothing else that shows an error
    const { reportError = console.error } = globalThis as { readonly reportError?: (error: unknown) => void }
    reportError(error)
  }
}
