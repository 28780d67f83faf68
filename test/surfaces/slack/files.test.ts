import { afterEach, describe, expect, test } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import { type FileWorld, mailOf, openFileWorld } from './file-world.ts'

let world: FileWorld
afterEach(() => world.stop())

const eml = (name: string, recipient: string) => ({ name, mimetype: 'message/rfc822', filetype: 'eml', content: mailOf(recipient) })

describe('“Explain this bounce” on a message with files', () => {
  test('reads an attached mail, and tells only the one who asked', async () => {
    world = await openFileWorld()
    const answer = await world.explained('', [eml('Undeliverable.eml', 'kim@fabrikam.example')])
    expect(answer.onlyFor).toBe(world.double.users.requester)
    expect(world.shown(answer)).toContain('4.4.316')
    expect(world.shown(answer)).toContain('kim@fabrikam.example')
    expect(world.log.filter((line) => line.level === 'warn')).toEqual([])
  })

  test.each([
    [
      'a text file',
      { name: 'error.txt', content: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' },
      '5.1.10',
    ],
    ['a text of Windows', { name: 'error.log', content: Buffer.from('\ufeff450 4.4.316 Connection refused', 'utf16le') }, '4.4.316'],
    [
      'a snippet',
      {
        name: 'Untitled',
        mimetype: 'text/plain',
        filetype: 'text',
        content: '450 4.4.315 Connection timed out',
        fields: { mode: 'snippet' },
      },
      '4.4.315',
    ],
    [
      'a mail without a type',
      { name: 'ATT00001', mimetype: 'application/octet-stream', content: mailOf('kim@fabrikam.example') },
      '4.4.316',
    ],
    [
      'a web page',
      {
        name: 'report.htm',
        mimetype: 'text/html',
        content: "<html><body><p>Remote Server returned '450 4.4.316 Connection refused'</p></body></html>",
      },
      '4.4.316',
    ],
    [
      'a message saved by Outlook',
      {
        name: 'Undeliverable.msg',
        mimetype: 'application/vnd.ms-outlook',
        content: Buffer.concat([
          Buffer.from('d0cf11e0a1b11ae1', 'hex'),
          Buffer.alloc(1016),
          Buffer.from("returned '450 4.4.316 Connection refused'", 'utf16le'),
        ]),
      },
      '4.4.316',
    ],
  ])('reads %s', async (_which, file, code) => {
    world = await openFileWorld()
    expect(world.shown(await world.explained('', [file]))).toContain(code)
  })

  test('reads a mail that was forwarded into Slack from the words beside it', async () => {
    world = await openFileWorld()
    const fields = { mode: 'email', plain_text: "kim@fabrikam.example\nmail.fabrikam.example returned '450 4.4.316 Connection refused'" }
    const forwarded = {
      name: 'Undeliverable: order',
      mimetype: 'text/html',
      filetype: 'email',
      content: '<p>Slack’s own drawing</p>',
      fields,
    }
    expect(world.shown(await world.explained('', [forwarded]))).toContain('4.4.316')
  })

  test('reads the drawing of a forwarded mail where no words stand beside it', async () => {
    world = await openFileWorld()
    const content = "<div>mail.fabrikam.example returned '450 4.4.316 Connection refused'</div>"
    const forwarded = {
      name: 'Undeliverable',
      mimetype: 'text/html',
      filetype: 'email',
      content,
      fields: { mode: 'email', plain_text: '' },
    }
    expect(world.shown(await world.explained('', [forwarded]))).toContain('4.4.316')
  })

  test('reads several files and the words together, each error once', async () => {
    world = await openFileWorld()
    const other = { name: 'two.txt', content: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' }
    const words = 'the first says 450 4.4.316 Connection refused'
    const shown = world.shown(await world.explained(words, [eml('one.eml', 'kim@fabrikam.example'), other]))
    expect(shown.match(/4\.4\.316:/g)).toHaveLength(1)
    expect(shown.match(/5\.1\.10:/g)).toHaveLength(1)
    expect(shown).toContain('kim@fabrikam.example')
  })

  test('a message that begins like a command is explained, not obeyed', async () => {
    world = await openFileWorld()
    const answer = world.shown(await world.explained('bind contoso 450 4.4.316 Connection refused', []))
    expect(answer).toContain('4.4.316')
  })

  test('a message with nothing in it is answered too', async () => {
    world = await openFileWorld()
    expect(world.shown(await world.explained('', []))).toContain('No delivery error was recognised')
  })

  test('people who do not count are refused, and nothing is fetched for them', async () => {
    world = await openFileWorld()
    const answer = await world.explained('', [eml('a.eml', 'kim@fabrikam.example')], world.double.users.guest)
    expect(answer.onlyFor).toBe(world.double.users.guest)
    expect(world.shown(answer)).toContain('Not done')
    expect(world.shown(answer)).not.toContain('4.4.316')
    expect(world.double.fetched()).toEqual([])
  })
})

describe('what could not be read is said with the reason and the way on', () => {
  const PNG = { name: 'screenshot.png', mimetype: 'image/png', content: 'x' }

  test('beside what could be read', async () => {
    world = await openFileWorld()
    const shown = world.shown(await world.explained('', [PNG, eml('a.eml', 'kim@fabrikam.example')]))
    expect(shown).toMatch(/“screenshot\.png”: This is neither a mail nor a text\..*Paste the error as text/s)
    expect(shown).toContain('4.4.316')
  })

  test('alone, where nothing could be', async () => {
    world = await openFileWorld()
    const shown = world.shown(await world.explained('', [PNG]))
    expect(shown).toContain('Nothing could be read')
    expect(shown).not.toContain('No delivery error')
  })

  test('in French, to those who read French', async () => {
    world = await openFileWorld({ locale: 'fr-FR' })
    const shown = world.shown(await world.explained('', [PNG, eml('a.eml', 'kim@fabrikam.example')]))
    expect(shown).toMatch(/«\u00a0screenshot\.png\u00a0»/)
    expect(shown).toContain('ni un message électronique ni un texte')
  })

  test.each([
    ['en-US', 'lacks the permission “files:read”', 'OAuth'],
    ['fr-FR', 'l’autorisation «\u00a0files:read\u00a0»', 'api.slack.com/apps'],
  ])('a missing permission, with where to add it (%s)', async (locale, named, place) => {
    world = await openFileWorld({ locale })
    world.double.withdraw('files:read')
    const shown = world.shown(await world.explained('450 4.4.316 Connection refused', [eml('a.eml', 'kim@fabrikam.example')]))
    expect(shown).toContain(named)
    expect(shown).toContain(place)
    expect(shown).toContain('4.4.316')
  })

  test.each([
    ['larger than a megabyte', { content: 'x', fields: { size: 200_000_000 } }, /larger than 1\sMB/],
    ['larger than it says', { content: `450 4.4.316 ${'x'.repeat(1_100_000)}`, fields: { size: 10 } }, /larger than 1\sMB/],
    ['empty', { content: '\r\n' }, /empty/],
    ['deleted', { content: 'x', fields: { mode: 'tombstone' } }, /no longer there/],
    ['hidden by Slack', { content: 'x', fields: { mode: 'hidden_by_limit' } }, /no longer there/],
    [
      'kept outside',
      { content: 'x', fields: { is_external: true, url_private: 'https://drive.example/x', url_private_download: null } },
      /outside this platform/,
    ],
    [
      'said to lie elsewhere',
      { content: 'x', fields: { url_private_download: 'http://169.254.169.254/latest/meta-data' } },
      /outside this platform/,
    ],
    ['an archive', { content: zipSync({ 'a.txt': strToU8('450 4.4.316 Connection refused') }) }, /neither a mail nor a text/],
  ])('a file that is %s', async (_which, file, says) => {
    world = await openFileWorld()
    const shown = world.shown(await world.explained('', [{ name: 'report.txt', ...file }]))
    expect(shown).toMatch(says)
    expect(shown).not.toContain('4.4.316')
  })

  test('more files than are read at a time', async () => {
    world = await openFileWorld()
    const files = Array.from({ length: 7 }, (_, at) => eml(`${at}.eml`, `kim${at}@fabrikam.example`))
    const shown = world.shown(await world.explained('', files))
    expect(shown).toContain('2 attached files were not read')
    expect(shown).toMatch(/“6\.eml”: No more than 5 files/)
  })

  test('a name with markup stays a name', async () => {
    world = await openFileWorld()
    const answer = await world.explained('', [{ name: '<!channel> <@U0APPROVER> *bold* <https://evil.example|ok>.png', content: 'x' }])
    expect(JSON.stringify(answer.blocks)).not.toMatch(/<!|<@|<https/)
  })
})

describe('sent to the bot in its own conversation', () => {
  test.each(['', 'explain', 'what is this?'])('a mail with the words “%s” is explained there', async (text) => {
    world = await openFileWorld()
    const answer = await world.told(text, [eml('a.eml', 'kim@fabrikam.example')])
    expect(world.shown(answer)).toContain('4.4.316')
    expect(answer.channel).toBe(world.double.direct(world.double.users.requester))
  })

  test('a command keeps its meaning, whatever hangs on it', async () => {
    world = await openFileWorld()
    expect(world.shown(await world.told('incidents', [eml('a.eml', 'kim@fabrikam.example')]))).not.toContain('4.4.316')
  })

  test.each([
    ['one line', '450 4.4.316 Connection refused'],
    ['a whole report', mailOf('kim@fabrikam.example')],
    [
      'the text of one',
      "Delivery has failed to these recipients:\nkim@fabrikam.example\nmail.fabrikam.example returned '450 4.4.316 Connection refused'",
    ],
  ])('a pasted error is no unknown command: %s', async (_which, text) => {
    world = await openFileWorld()
    const shown = world.shown(await world.told(text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), []))
    expect(shown).toContain('4.4.316')
    expect(shown).not.toContain('does not know the command')
  })

  test('a slip of the pen still is one', async () => {
    world = await openFileWorld()
    expect(world.shown(await world.told('incidets', []))).toContain('does not know the command')
  })
})

test('a mention in a channel with a file is answered to the one who wrote', async () => {
  world = await openFileWorld()
  const { double } = world
  const text = `<@${double.botUserId}> explain`
  const message = double.say(double.users.requester, double.channelId, text, [eml('a.eml', 'kim@fabrikam.example')])
  await world.send(double.told(message))
  for (let waited = 0; waited < 4000 && double.messages(double.channelId).length < 2; waited += 10)
    await new Promise((resolve) => setTimeout(resolve, 10))
  const [, answer] = double.messages(double.channelId)
  expect(answer?.onlyFor).toBe(double.users.requester)
  expect(world.shown(answer!)).toContain('4.4.316')
})
