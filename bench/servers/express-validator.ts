import { readFileSync } from 'node:fs'
import express from 'express'
import * as OpenApiValidator from 'express-openapi-validator'
import { canned } from '../canned.ts'
import { answerFor, listenOn } from '../child.ts'

/** Express with stock express-openapi-validator, requests and answers; the answers are canned, no credential is checked. */
const app = express()
const operations = await canned()
for (const [api, { mount = '' } = {}] of new Map(operations.map((operation) => [operation.api, operation]))) {
  const document = JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8'))
  document.servers = [{ url: mount }]
  app.use(
    mount,
    express.json(),
    express.urlencoded(),
    OpenApiValidator.middleware({
      apiSpec: document,
      validateRequests: true,
      validateResponses: true,
      validateSecurity: false,
    }),
  )
}
for (const { mount, method, path, answer } of operations) {
  app[method](`${mount}${path}`, (_request, response) => {
    response.json(answer)
  })
}
answerFor(await listenOn(app))
