import { readFileSync } from 'node:fs'
import express from 'express'
import * as OpenApiValidator from 'express-openapi-validator'
import { answerFor, listenOn } from '../child.ts'
import { subjects } from '../subjects.ts'

/** Express with stock express-openapi-validator, requests and answers; the answers are canned, no credential is checked. */
const app = express()
for (const { api, mount, method, path, answer } of subjects) {
  const document = JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8'))
  document.servers = [{ url: mount }]
  app.use(
    mount,
    OpenApiValidator.middleware({
      apiSpec: document,
      validateRequests: true,
      validateResponses: true,
      validateSecurity: false,
    }),
  )
  app[method](path, (_request, response) => {
    response.json(answer)
  })
}
answerFor(await listenOn(app))
