import { readContract } from '../../src/contract/contract.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import type { OwnContract } from '../../src/verify/subject.ts'

const answer = { description: 'As documented' }
const responses = { '200': answer, '401': answer, '404': answer }
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]

/** A contract without any extension of ours. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Parcels', version: '1' },
  paths: {
    '/parcels': { get: { operationId: 'listParcels', security: [{ key: [] }], responses } },
    '/parcels/{id}': { get: { operationId: 'getParcel', security: [{ key: [] }], parameters, responses } },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
} as object as ContractDocument

export const parcels: OwnContract = { contract: readContract(document), demoPeople: {} }
