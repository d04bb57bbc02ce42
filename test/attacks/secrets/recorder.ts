import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What went over one connection, byte for byte. */
export interface Conversation {
  readonly sent: Buffer[]
  readonly received: Buffer[]
}

/** A wire in the middle: everything is passed on as it comes, and kept. */
export interface Recorder {
  readonly port: number
  readonly conversations: readonly Conversation[]
  stop(): void
}

export async function startRecorder(toPort: number): Promise<Recorder> {
  const conversations: Conversation[] = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const conversation: Conversation = { sent: [], received: [] }
    conversations.push(conversation)
    const target = connect(toPort, '127.0.0.1')
    pass(client, target, conversation.sent)
    pass(target, client, conversation.received)
    for (const socket of [client, target]) sockets.add(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    conversations,
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function pass(from: Socket, to: Socket, record: Buffer[]): void {
  from.setNoDelay(true)
  from.on('data', (chunk) => record.push(chunk)).pipe(to)
  from.on('error', () => to.destroy())
}
