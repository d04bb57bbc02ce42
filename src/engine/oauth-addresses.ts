import { serverAddress, serversOf } from '../contract/contract.ts'
import type { ContractDocument, OperationObject } from '../contract/document.ts'
import { methods } from '../contract/operation.ts'
import { partsOfPath } from '../contract/path-template.ts'
import { flowsOf } from '../ways/oauth-flows.ts'

const addressNames = {
  tokenUrl: 'token endpoint',
  refreshUrl: 'token endpoint',
  authorizationUrl: 'authorization endpoint',
  deviceAuthorizationUrl: 'device authorization endpoint',
} as const

const methodOf = {
  tokenUrl: 'POST',
  refreshUrl: 'POST',
  authorizationUrl: 'GET',
  deviceAuthorizationUrl: 'POST',
} as const

type AddressName = keyof typeof addressNames

/** The operations of a contract that its OAuth 2 schemes name as endpoints, by method and path. */
export function oauthAddresses(document: ContractDocument): ReadonlyMap<string, string> {
  const flows = Object.values(document.components?.securitySchemes ?? {}).flatMap((scheme) =>
    Object.values(flowsOf(scheme)),
  )
  const urls = flows.flatMap((flow) =>
    (Object.keys(addressNames) as AddressName[]).flatMap((name) => {
      const url = flow[name]
      return typeof url === 'string' && url !== '' ? [{ name, url }] : []
    }),
  )
  if (urls.length === 0) return new Map()
  const places = operationPlaces(document)
  const found = urls.flatMap(({ name, url }) =>
    resolved(document, url).flatMap((address) =>
      (places.get(`${methodOf[name]} ${address}`) ?? []).map((key) => [key, addressNames[name]] as const),
    ),
  )
  return new Map(found)
}

/** Where a URL leads to; a relative one is meant below the server's own path as well. */
function resolved(document: ContractDocument, url: string): readonly string[] {
  const server = serverAddress(document['x-vendor-servers']?.[0])
  if (!server) return []
  const below = url.startsWith('/') && !url.startsWith('//') ? [`${server.href.replace(/\/$/, '')}${url}`] : []
  return [url, ...below].flatMap((each) => {
    const address = URL.parse(each, server.href)
    return address ? [`${address.host}${address.pathname}`] : []
  })
}

/** By method, host and path, the operations of a contract: several where a query or a fragment tells them apart. */
function operationPlaces(document: ContractDocument): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>()
  for (const [path, item] of Object.entries(document.paths))
    for (const method of methods) {
      const operation = item[method.toLowerCase()] as OperationObject | undefined
      if (!operation) continue
      for (const server of serversOf(document, operation, item)) {
        const address = serverAddress(server)
        const place = `${method} ${address?.host}${address?.pathname.replace(/\/$/, '')}${partsOfPath(path).path}`
        places.set(place, [...(places.get(place) ?? []), `${method} ${path}`])
      }
    }
  return places
}
