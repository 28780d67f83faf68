import http from 'node:http'
import https from 'node:https'
import { afterAll } from '@jest/globals'

/**
 * Test files of one worker share Node's own modules. What a file put in their place to stand for a remote service (nock does, as soon as it is
 * imported) is taken back when the file is done, so that the next one talks to real sockets again.
 */
const { request, get, ClientRequest } = http
const secure = { request: https.request, get: https.get }
const own = { fetch: globalThis.fetch }

afterAll(() => {
  Object.assign(http, { request, get, ClientRequest })
  Object.assign(https, secure)
  Object.assign(globalThis, own)
})
