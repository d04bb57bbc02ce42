import express from 'express'
import { canned } from '../canned.ts'
import { answerFor, listenOn } from '../child.ts'

/** Bare Express: a route and a canned answer for each operation; nothing is checked. */
const app = express()
for (const { mount, method, path, answer } of await canned()) {
  app[method](`${mount}${path}`, (_request, response) => {
    response.json(answer)
  })
}
answerFor(await listenOn(app))
