import { render } from 'preact'
import { App } from './app.tsx'
import { readPlace } from './place.ts'

const root = document.querySelector('#console')
if (!root) throw new TypeError('The page has no place for the console')
root.replaceChildren()
render(<App place={readPlace(location)} now={Date.now} />, root)
