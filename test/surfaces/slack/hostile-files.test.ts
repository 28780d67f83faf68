import { afterEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { readErrors } from '../../../src/knowledge/read-error.ts'
import { interaction, openWorld, textOf, type World } from './world.ts'

let world: World
afterEach(() => world.stop())

const FILES = 'https://files.slack.com'
const PATH = '/files-pri/T1-F1/download/report.eml'
const TOKEN = { reqheaders: { authorization: 'Bearer xoxb-test' } }

/** What Alex is told of a file that Slack describes so. */
async function told(file: object, info: object = { ok: true, file: {} }): Promise<string> {
  world.api.on('files.info', () => ({ ...info }))
  const described = {
    id: 'F1',
    name: 'report.eml',
    mimetype: 'message/rfc822',
    size: 100,
    url_private_download: `${FILES}${PATH}`,
    ...file,
  }
  const response_url = 'https://hooks.slack.com/app/T1/1/x'
  const message = { type: 'message', ts: '1.1', text: '', files: [described] }
  await world.send(
    interaction({ type: 'message_action', callback_id: 'mailflow_explain', channel: { id: 'C1', name: 'mail' }, message, response_url }),
  )
  return textOf(await world.api.until(() => world.api.responses.at(-1), 'an answer'))
}

const open = async (): Promise<void> => {
  world = await openWorld({ explain: readErrors })
}

describe('the token of the bot', () => {
  test('goes to Slack, over HTTPS, and the file comes back', async () => {
    await open()
    nock(FILES, TOKEN).get(PATH).reply(200, '450 4.4.316 Connection refused', { 'content-type': 'message/rfc822' })
    expect(await told({})).toContain('4.4.316')
  })

  test.each([
    'http://files.slack.com/files-pri/T1-F1/x',
    'https://files.slack.com.evil.example/x',
    'https://evil-slack.com/x',
    'https://files.slack.com@evil.example/x',
    'https://files.slack.com:8443/x',
    'http://169.254.169.254/latest/meta-data',
    'https://[::ffff:169.254.169.254]/x',
    'file:///etc/passwd',
    'nonsense',
  ])('does not go to %s', async (url_private_download) => {
    await open()
    const asked: string[] = []
    nock.emitter.on('no match', ({ hostname }: { hostname: string }) => hostname === '127.0.0.1' || asked.push(hostname))
    expect(await told({ url_private_download })).toContain('outside this platform')
    nock.emitter.removeAllListeners('no match')
    expect(asked).toEqual([])
  })

  test.each(['http://169.254.169.254/latest/meta-data', 'https://slack.com/signin', 'https://evil.example/x', '//evil.example/x'])(
    'does not follow a redirect to %s',
    async (location) => {
      await open()
      nock(FILES).get(PATH).reply(302, '', { location })
      expect(await told({})).toContain('not allowed to open this file')
    },
  )
})

describe('what is no file', () => {
  const PAGE = '<!DOCTYPE html><html><body><div>Sign in 450 4.4.316 Connection refused</div></body></html>'

  test('a sign-in page in place of a mail', async () => {
    await open()
    nock(FILES).get(PATH).reply(200, PAGE, { 'content-type': 'text/html; charset=utf-8' })
    const answer = await told({})
    expect(answer).toContain('not allowed to open this file')
    expect(answer).not.toContain('4.4.316')
  })

  test('a sign-in page in place of another page: its length is not the file’s', async () => {
    await open()
    nock(FILES).get(PATH).reply(200, PAGE, { 'content-type': 'text/html' })
    expect(await told({ name: 'report.html', mimetype: 'text/html', size: PAGE.length + 1 })).toContain('not allowed to open this file')
  })

  test.each([
    ['missing_scope', 'lacks the permission'],
    ['file_deleted', 'no longer there'],
    ['file_not_found', 'not allowed to open this file'],
    ['internal_error', 'could not be fetched (internal_error)'],
  ])('refused, and Slack says why: %s', async (error, says) => {
    await open()
    nock(FILES).get(PATH).reply(403)
    expect(await told({}, { ok: false, error })).toContain(says)
  })

  test.each([
    ['200 MB', 200, '', { 'content-length': '200000000' }, /larger than 1\sMB/],
    ['nothing', 404, '', {}, /no longer there/],
    ['a server in trouble', 500, 'at files.slack.com/secret', {}, /could not be fetched \(HTTP 500\)/],
  ])('%s', async (_which, status, body, headers, says) => {
    await open()
    nock(FILES).get(PATH).reply(status, body, headers)
    const answer = await told({})
    expect(answer).toMatch(says)
    expect(answer).not.toContain('secret')
  })
})

describe('descriptions', () => {
  test('that hold only an id are looked up', async () => {
    await open()
    nock(FILES, TOKEN).get(PATH).reply(200, '450 4.4.316 Connection refused', { 'content-type': 'text/plain' })
    const stub = { name: null, mimetype: null, size: null, url_private_download: null, file_access: 'check_file_info' }
    const file = { id: 'F1', name: 'report.eml', mimetype: 'message/rfc822', url_private_download: `${FILES}${PATH}` }
    expect(await told(stub, { ok: true, file })).toContain('4.4.316')
  })

  test('that make no sense are files that could not be read', async () => {
    await open()
    expect(await told({ id: null, name: 17, size: 'big' })).toContain('Nothing could be read')
  })
})
