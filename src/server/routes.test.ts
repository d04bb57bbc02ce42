import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, expect, test } from 'vitest'
import { createApi, createFetchApi } from './index.ts'

const answer = { description: 'OK', content: { 'application/json': {} } }
const answers = { 200: answer, 400: answer }
const servers = (...urls: readonly string[]) => ({ 'x-vendor-servers': urls.map((url) => ({ url })) })

function body(properties: object, ...required: readonly string[]) {
  const schema = { type: 'object', required, properties }
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } },
    },
  }
}

const text = { type: 'string' }
const grant = (...values: readonly string[]) => ({ type: 'string', enum: values })

const contract = {
  openapi: '3.1.0',
  info: { title: 'Box', version: '1' },
  ...servers('https://api.example/v1', 'https://test.example/v2'),
  paths: {
    '/files/{id}': {
      get: { operationId: 'getFile', responses: answers },
      put: { operationId: 'putFile', ...body({}), responses: answers },
    },
    '/files/{name}#lock': {
      put: {
        operationId: 'lockFile',
        ...body({ lock: { type: 'boolean' }, by: text }, 'lock', 'by'),
        responses: answers,
      },
    },
    '/files/{id}#share': { put: { operationId: 'shareFile', ...body({ link: text }, 'link'), responses: answers } },
    '/token': {
      ...servers('https://login.example'),
      post: {
        operationId: 'token',
        ...body({ grant_type: grant('code', 'refresh') }, 'grant_type'),
        responses: answers,
      },
    },
    '/token#refresh': {
      ...servers('https://login.example'),
      post: {
        operationId: 'refresh',
        ...body({ grant_type: grant('refresh'), token: text }, 'grant_type', 'token'),
        responses: answers,
      },
    },
    '/answers': { get: { operationId: 'listAnswers', responses: answers } },
    '/answers?beta=true': { get: { operationId: 'listBeta', responses: answers } },
  },
}

const handlers = Object.fromEntries(
  ['getFile', 'putFile', 'lockFile', 'shareFile', 'token', 'refresh', 'listAnswers', 'listBeta'].map((id) => [
    id,
    ({ path }: { path: object }) => ({ status: 200, body: [id, ...Object.values(path)] }),
  ]),
)

const options = {
  contract,
  handlers,
  schemes: {},
  form: { invalidStatus: 400, body: ({ refusal }: { refusal: string }) => [refusal] },
  context: () => ({}),
  log: { error: () => {}, warn: () => {} },
} as never

const api = createFetchApi(options)

const app = express().use('/mounted', createApi(options))
app.use((_request, response) => void response.json(['next']))
const server = createServer(app).listen(0, '127.0.0.1')
afterAll(() => void server.close())

async function sent(method: string, path: string, sentBody?: object): Promise<unknown> {
  const init = sentBody && { body: JSON.stringify(sentBody), headers: { 'Content-Type': 'application/json' } }
  const got = await api(new Request(`http://localhost${path}`, { method, ...init }))
  return got.json()
}

test.each([
  ['GET', '/v1/files/7', ['getFile', '7']],
  ['GET', '/v2/files/7', ['getFile', '7']],
  ['POST', '/token', ['media-type']],
  ['POST', '/v1/token', ['media-type']],
  ['GET', '/files/7', ['not-found']],
  ['POST', '/v2/token', ['not-found']],
  ['GET', '/v1/answers', ['listAnswers']],
  ['GET', '/v1/answers?beta=true', ['listBeta']],
])('%s %s of an API of the Fetch standard', async (method, path, answered) => {
  expect(await sent(method, path)).toEqual(answered)
})

test.each([
  ['of the first base path, its unknown paths included', '/mounted/v1/unknown', ['not-found']],
  ['of another one, paths of the contract', '/mounted/v2/files/7', ['getFile', '7']],
  ['of another one, and no others', '/mounted/v2/unknown', ['next']],
  ['of another one, and their methods', '/mounted/token', ['method']],
  ['none of other paths', '/mounted/files/7', ['next']],
])('behind a middleware in front of others stand the paths %s', async (_, path, answered) => {
  const { port } = server.address() as AddressInfo
  const got = await fetch(`http://127.0.0.1:${port}${path}`)

  expect(await got.json()).toEqual(answered)
})

test.each([
  ['the plain path, whose body fits', { name: 'x' }, ['putFile', '7']],
  ['the one whose members it has', { link: 'x' }, ['shareFile', '7']],
  ['the one that asks for more', { link: 'x', lock: true, by: 'ada' }, ['lockFile', '7']],
  ['not one whose members are wrong', { link: 'x', lock: 'maybe', by: 'ada' }, ['shareFile', '7']],
])('of a path with fragments answers %s', async (_, given, answered) => {
  expect(await sent('PUT', '/v1/files/7', given)).toEqual(answered)
})

test.each([
  ['its constants', { grant_type: 'refresh', token: 't' }, ['refresh']],
  ['those of another', { grant_type: 'code', token: 't' }, ['token']],
  ['too little for it', { grant_type: 'refresh' }, ['token']],
  ['none that fits', { grant_type: 'other' }, ['invalid']],
])('of a token endpoint with a fragment: %s', async (_, given, answered) => {
  expect(await sent('POST', '/token', given)).toEqual(answered)
  const form = { method: 'POST', body: new URLSearchParams(given as unknown as Record<string, string>) }
  const got = await api(new Request('http://localhost/token', form))
  expect(await got.json()).toEqual(answered)
})
