import { builtInIds } from '../../src/catalogue/built-in.ts'
import { createFront } from '../../src/mock/front.ts'
import { listen } from '../../src/net/listen.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { answerFor } from '../child.ts'

/** Our Prism mocks, in a process of their own. */
const apis = await loadApis(builtInIds())
const contracts = apis.map(({ id, document }) => ({
  id,
  document,
  allowedOrigins: [],
  originRefusal: { mediaType: 'application/json', body: null },
}))
const front = createFront(contracts, [], console)
const { port } = await listen((request, response) => void front.handle(request, response), 0, '127.0.0.1')
answerFor(port)
