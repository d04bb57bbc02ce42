/** The envelope of a success (NB-12); the message is the documented one of its operation. */
export function succeeded<Message extends string, Data>(message: Message, data: Data) {
  return { data, message, status: 'success' } as const
}
