// As the README of axios-auth-refresh sets it up: a renewal in an interceptor, which gives the refused call its new token.
import axios from 'axios'
import { createAuthRefresh } from 'axios-auth-refresh'
import { base, person, use } from './app.mjs'

const client = axios.create({ baseURL: base })
let tokens

client.interceptors.request.use((request) => {
  request.headers.Authorization = `Bearer ${tokens.access}`
  return request
})
createAuthRefresh(client, async (failed) => {
  tokens = (await axios.post(`${base}/refresh`, { refresh: tokens.refresh })).data
  failed.response.config.headers.Authorization = `Bearer ${tokens.access}`
})

await use({
  logIn: async () => {
    tokens = (await axios.post(`${base}/login`, person)).data
  },
  list: () => client.get('/notes'),
  write: () => client.post('/notes', { text: 'Water the plants' }),
  logOut: () => client.post('/logout'),
})
