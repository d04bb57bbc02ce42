import { onTheWire, type Variant } from './variant.ts'

/** How real servers send the same answers. */
export const connections: readonly Variant[] = [
  onTheWire({ name: 'in-chunks', title: 'Answers in chunks, without a length' }, () => ({
    delivery: { inChunks: true },
  })),
  onTheWire({ name: 'closing', title: 'Every answer closes its connection, as WSGI servers do' }, () => ({
    delivery: { closes: true },
  })),
  onTheWire({ name: 'slow', title: 'Every answer takes 20 ms longer' }, () => ({ delivery: { takes: 20 } })),
]
