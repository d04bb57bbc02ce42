import { init } from 'redoc'

const definition: unknown = JSON.parse(document.getElementById('definition')?.textContent ?? '')
const place = document.getElementById('redoc')

if (place) init(definition, { disableTelemetry: true, hideLoading: true, sanitize: true }, place)
