import { describe, expect, test } from '@jest/globals'
import { consoleRig } from './console-rig.ts'

const french = { language: 'fr' } as const

describe('help', () => {
  test.each([
    [['help', 'audit', 'verify'], /^Usage: mailflow audit verify /],
    [['help', 'sandbox', 'act'], /^Usage: mailflow sandbox act /],
    [['help', 'sandbox'], /^Usage: mailflow sandbox /],
    [['help', 'start'], /--fresh/],
    [['help', 'manifest'], /choices: teams/],
    [['help', 'diagnose', '--lang', 'fr'], /^Utilisation\u00a0: mailflow diagnose /],
    [['--lang', 'fr', 'help', 'diagnose'], /^Utilisation\u00a0: mailflow diagnose /],
    [['explain', '--lang', 'fr', '--help'], /^Utilisation\u00a0: mailflow explain /],
    [['audit', 'verify', '--help', '--lang=fr'], /^Utilisation\u00a0: mailflow audit verify /],
    [['--lang', 'fr', '--help'], /Commandes\u00a0:/],
  ])('%j is about that command, in that language', async (argv, expected) => {
    const { out, err, exit } = await consoleRig().run(...argv)
    expect([exit, err]).toEqual([0, ''])
    expect(out).toMatch(expected)
  })

  test.each([[['start']], [['manifest']], [['audit', 'export']], [['sandbox', 'slack']], [['doctor']]])(
    'of %j says that it takes a language, like all',
    async (command) => {
      const { out } = await consoleRig(french).run('help', ...command)
      expect(out.replace(/\s+/g, ' ')).toContain('(au choix : en, fr ; par défaut : fr)')
    },
  )

  test('speaks the language of the terminal', async () => {
    expect((await consoleRig(french).run('help')).out).toMatch(/Utilisation\u00a0:[\s\S]*Commandes\u00a0:/)
  })

  test('fits the terminal', async () => {
    const { out } = await consoleRig({ width: 60 }).run('help')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60)
  })

  test('of a command with words behind it runs nothing', async () => {
    const { out, exit } = await consoleRig().run('help', 'sandbox', 'alert', 'after-migration')
    expect([exit, out]).toEqual([0, expect.stringContaining('Usage: mailflow sandbox alert')])
  })

  test.each([[['help', 'heal']], [['help', 'sandbox', 'heal']]])('%j is complained of', async (argv) => {
    const { err, exit } = await consoleRig().run(...argv)
    expect([exit, err]).toEqual([2, expect.stringContaining('“heal”')])
  })
})

test('--version prints the version and nothing else', async () => {
  expect(await consoleRig().run('--version')).toEqual({ out: '1.2.3\n', err: '', exit: 0 })
  expect(await consoleRig().run('-V')).toEqual({ out: '1.2.3\n', err: '', exit: 0 })
})

describe('a complaint', () => {
  test('stands first, with the way to more, and not above a page of help', async () => {
    const { err } = await consoleRig().run('diagnose', '--shout', 'x')
    const lines = err.trimEnd().split('\n')
    expect(lines).toEqual([
      'Unknown option “--shout”.',
      'Usage: mailflow diagnose [options] [target...]',
      '“mailflow help diagnose” says more.',
    ])
  })

  test.each([
    [['diagnose', '--port', '70000', 'x'], '“70000” does not fit “--port <number>”. Expected: a whole number from 1 to 65535.'],
    [['diagnose', '--allow', '10.0.0.0/8,127.0.0.0/8', 'x'], 'repeat the option for more.'],
    [['diagnose', '--dns', 'foo', 'x'], 'Expected: an address, with :port if it is not 53, such as 192.0.2.53:53.'],
    [
      ['diagnose', '--tls', 'Some', 'x'],
      '“Some” does not fit “--tls <settings>”. Possible: EncryptionOnly, CertificateValidation, DomainValidation.',
    ],
    [['start', '--frsh'], 'Unknown option “--frsh”.'],
    [['manifest', 'slack'], 'Possible: teams.'],
    [['dignose', 'x'], 'Did you mean diagnose?'],
  ])('%j says what fits', async (argv, expected) => {
    const { err, exit } = await consoleRig().run(...argv)
    expect(exit).toBe(2)
    expect(err).toContain(expected)
    expect(err).not.toMatch(/\. [a-z]/)
  })
})

describe('what only the command can see to be wrong', () => {
  const PDF = { is: 'read', bytes: Buffer.from('%PDF-1.7\n%\u00e2\u00e3') } as const
  const files = {
    'report.pdf': PDF,
    mails: { is: 'folder' },
    'locked.eml': { is: 'unreadable', why: 'EACCES' },
    'ca.pem': 'not one',
  } as const

  test.each([
    [['diagnose'], 'Name what to look at'],
    [['diagnose', ''], 'Name what to look at'],
    [['diagnose', '--smart-host', ' '], 'Name what to look at'],
    [['diagnose', '--connector', ''], 'Name what to look at'],
    [['diagnose', 'x.example', '--domain', 'contoso.example'], 'Name one thing'],
    [['diagnose', '--all', 'x.example'], 'does not go together with TARGET'],
    [['diagnose', '--reported', 'see you on Monday', 'x.example'], 'No error of Exchange Online was recognised in “see you on Monday”'],
    [['diagnose', '--all', '--note'], 'does not go together with --note'],
    [['diagnose', 'x.example', '--from', 'a@contoso.example'], 'name that recipient too'],
    [['diagnose', 'x.example', '--rcpt', 'nobody'], '“nobody” is not a mail address'],
    [['diagnose', '--smart-host', 'https://x.example/'], 'neither a host name nor an address'],
    [['diagnose', '--domain', 'user@contoso.example'], 'neither a host name nor an address'],
    [['diagnose', '--smart-host', 'x.example:587'], 'a port goes into --port'],
    [['diagnose', 'To on premise'], 'The connectors are: To on-premises.'],
    [['diagnose', 'on-premises'], 'The connectors are: To on-premises.'],
    [['diagnose', '--ca', 'ca.pem', 'x.example'], '“ca.pem” holds no certificate'],
    [['diagnose', '--ca', 'none.pem', 'x.example'], 'There is no file “none.pem”'],
    [['explain', 'report.pdf'], '“report.pdf”: This is neither a mail nor a text.'],
    [['explain', 'mails'], '“mails” is a folder'],
    [['explain', 'locked.eml'], '“locked.eml” could not be read (EACCES)'],
    [['explain', 'none.pdf'], 'There is no file “none.pdf”'],
    [['explain', 'Undeliverable report.eml'], 'There is no file “Undeliverable report.eml”'],
    [['code', ' '], 'Name a code or words'],
    [['audit', 'verify', '--head', '12'], '64 hexadecimal digits'],
    [
      ['sandbox', 'act', '--as', 'requester', 'request', 'delete-everything', '--incident', 'inc1abcd'],
      'There is no fix “delete-everything”',
    ],
    [['sandbox', 'act', '--as', 'requester', 'request', 'disable-connector'], 'add --incident ID'],
  ])('%j ends with 2, says so in either language, and does nothing', async (argv, expected) => {
    const rig = consoleRig({ files })
    const { out, err, exit } = await rig.run(...argv)
    expect([exit, out, rig.calls]).toEqual([2, '', []])
    expect(err).toContain(expected)
    expect(err).toMatch(/\n“mailflow help [a-z ]+” says more\.\n$/)
    const said = await consoleRig({ ...french, files }).run(...argv)
    expect(said.err).toMatch(/\n«\u00a0mailflow help [a-z ]+\u00a0» en dit plus\.\n$/)
    expect(said.err).not.toContain(err.split('\n')[0])
  })

  test('a picture on standard input is not explained as noise', async () => {
    const { exit, err } = await consoleRig({ stdin: '\u0089PNG\r\n\u001a\n\u0000\u0000' }).run('explain')
    expect([exit, err]).toEqual([2, expect.stringContaining('neither a mail nor a text')])
  })
})

describe('a name on the command line', () => {
  const LINE = '450 4.4.316 Connection refused [Message=Socket error code 10061]'

  test.each(['Undeliverable- Offer 2026.eml', 'bounce', 'notes.md'])('explain reads %j when there is such a file', async (name) => {
    const { out, exit } = await consoleRig({ files: { [name]: LINE } }).run('explain', '--json', name)
    expect([exit, JSON.parse(out).reports[0].status]).toEqual([0, '4.4.316'])
  })

  test.each(['connection refused', '4.4.316', 'bounce'])('explain takes %j for a text when there is no such file', async (text) => {
    expect([0, 3]).toContain((await consoleRig().run('explain', text)).exit)
  })

  test.each(['to on-premises', 'TO ON-PREMISES'])('diagnose takes %j for the connector', async (name) => {
    const { out } = await consoleRig().run('diagnose', '--json', '--dns', '127.0.0.1:1', '--timeout', '2', name)
    expect(JSON.parse(out).target).toBe('To on-premises')
  })
})
