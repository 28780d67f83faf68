import { Writable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { Failure, messageOf } from '../../src/domain/failure.ts'
import { createLog } from '../../src/main/log.ts'

function written(log: (to: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  log(createLog('info', to))
  return lines.join('')
}

/** As drizzle throws it: query and parameters in the message and beside it. */
const refusedQuery = (): Error => {
  const params = ['https://hooks.slack.com/actions/T1/123/secret-of-slack']
  const message = `Failed query: insert into job values ($1)\nparams: ${params.join(',')}`
  return Object.assign(new Error(message, { cause: new Error('connection terminated') }), { query: 'insert into job', params })
}

test('a query that failed is told by its cause, never by the values it carried', () => {
  const text = written((log) => log.warn({ err: refusedQuery() }, 'job given up'))
  expect(text).not.toContain('secret-of-slack')
  expect(text).toContain('connection terminated')
  expect(text).toContain('job given up')
  expect(messageOf(refusedQuery())).not.toContain('secret-of-slack')
})

test('a failure is told by its code, with the place it came from', () => {
  const text = written((log) => log.error({ err: new Failure('api', { status: 503, why: 'HTTP 503' }) }, 'x'))
  expect(JSON.parse(text)).toMatchObject({ err: { code: 'api', at: expect.arrayContaining([expect.stringContaining('at ')]) } })
})

test('what is named a secret is not written', () => {
  const text = written((log) => log.info({ tenant: { token: 'tok-1', secret: 'sec-1', password: 'pw-1', url: 'https://x/?sig=1' } }, 'x'))
  expect(text).not.toMatch(/tok-1|sec-1|pw-1|sig=1/)
})
