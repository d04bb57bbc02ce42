import { takeFiles } from '../body/files.ts'
import { bareMediaType, isBinarySchema } from '../contract/media-type.ts'
import { type Node, rewrite } from '../contract/walk.ts'
import type { ApiRequest } from './api-request.ts'

/** Under its own name the validator would take texts of a multipart form for JSON, after we have read it. */
const multipart = 'multipart/form-data'
const renamed = 'multipart/read'
/** What no schema judges; without a type of its own a range would. */
const unjudged = 'unjudged/body'

/**
 * A contract for express-openapi-validator, which judges bodies and does not read them: it has a media type for what is not
 * judged, and no rule for texts is for files.
 */
export function withJudgeableBodies<Root extends object>(document: Root): Root {
  return rewrite(document, (node, keyword) => withoutTextRules(bodyKeywords.has(keyword) ? withReadParts(node) : node))
}

const bodyKeywords: ReadonlySet<string> = new Set(['requestBody', 'requestBodies'])

function withReadParts(node: Node): Node {
  const { content } = node
  if (typeof content !== 'object' || content === null) return node
  const parts = Object.entries(content).flatMap(([key, media]) =>
    bareMediaType(key) === multipart ? [[renamed, structuredClone(media)]] : [],
  )
  return { ...node, content: { ...content, ...Object.fromEntries(parts), [unjudged]: {} } }
}

const textRules = ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'const']

function withoutTextRules(node: Node): Node {
  if (!isBinarySchema(node)) return node
  return Object.fromEntries(Object.entries(node).filter(([key]) => !textRules.includes(key)))
}

/**
 * Runs the validator with the documented media type as that of the request, or one without a schema.
 * In the place of files it sees empty texts.
 */
export async function underJudgedType<Judged>(
  { headers, judgedAs, body }: ApiRequest,
  judge: () => Promise<Judged>,
): Promise<Judged> {
  const sent = headers['content-type']
  const isMultipart = judgedAs !== undefined && bareMediaType(judgedAs) === multipart
  const putBack = isMultipart ? takeFiles(body) : undefined
  setType(headers, isMultipart ? renamed : (judgedAs ?? unjudged))
  try {
    return await judge()
  } finally {
    setType(headers, sent)
    putBack?.()
  }
}

function setType(headers: ApiRequest['headers'], type: string | undefined): void {
  if (type === undefined) delete headers['content-type']
  else headers['content-type'] = type
}
