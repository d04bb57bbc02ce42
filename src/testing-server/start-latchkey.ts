// Declarations name AsyncDisposable, which projects without this library do not know.
/// <reference lib="esnext.disposable" preserve="true" />

export interface LatchkeyOptions {
  /** As for `latchkey start`: names of APIs, and files, folders or addresses of contracts; the configuration's unless given. */
  readonly apis?: readonly string[]
  /** Overlays of your own contract, in their order. */
  readonly overlays?: readonly string[]
  /** The configuration file; that of this folder unless given. */
  readonly config?: string
}

/** A server that runs in this process, with state in memory. */
export interface RunningLatchkey extends AsyncDisposable {
  /** Where it is, such as `http://localhost:41234`; `createWorld` takes it. */
  readonly url: string
  /** Where the mocks are. */
  readonly mockUrl: string
  /** Answers what was accepted, then ends. */
  stop(): Promise<void>
}

/** Starts the reference server and the mocks on free ports. Throws an error that says what cannot be served. */
export async function startLatchkey(options: LatchkeyOptions = {}): Promise<RunningLatchkey> {
  const { apis = [], overlays = [], config } = options
  const { serveOnFreePorts } = await import('../cli/run-exec.ts')
  const serving = {
    auth: 'enforce',
    protect: [],
    overlay: overlays,
    data: ':memory:',
    ...(config && { config }),
  } as const
  const { port, mockPort, stop: end } = await serveOnFreePorts(apis, serving, process.env)
  const stop = async () => void (await end())
  return {
    url: `http://localhost:${port}`,
    mockUrl: `http://localhost:${mockPort}`,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
