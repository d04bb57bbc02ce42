import express from 'express'
import { answerFor, listenOn } from '../child.ts'
import { subjects } from '../subjects.ts'

/** Bare Express: a route and a canned answer for each operation; nothing is checked. */
const app = express()
for (const { method, path, answer } of subjects) {
  app[method](path, (_request, response) => {
    response.json(answer)
  })
}
answerFor(await listenOn(app))
