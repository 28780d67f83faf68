import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Manners } from './mail-server.ts'
import { type Meeting, on, type SessionRig, say, sessionRig } from './session-rig.ts'

let rig: SessionRig
beforeAll(async () => {
  rig = await sessionRig()
})
afterEach(() => rig.clear())

const ADDRESS = 'user@contoso.example'
const SENDER = 'postmaster@fabrikam.example'
const OK = { code: 250, text: '250 ok' }
const asked = (address = ADDRESS, sender = SENDER): Meeting => ({ target: { recipient: { address, sender } } })

const meet = async (manners: Manners = {}, meeting: Meeting = asked()) => {
  const { transcript, server } = await rig.meet(manners, meeting)
  await new Promise((resolve) => setTimeout(resolve, 30))
  return { transcript, server, commands: server.heard.filter((each) => !/EHLO|STARTTLS/.test(each)) }
}

const inClear = '250-mail.example\r\n250 SIZE 1\r\n'

describe('a recipient test', () => {
  test('is made only when it is asked for', async () => {
    const { transcript, commands } = await meet({}, {})
    expect(transcript.recipientTests).toEqual([])
    expect(commands).toEqual(['tls QUIT'])
  })

  test('asks with the null sender and with the chosen one on the same connection, resets each time and sends nothing', async () => {
    const { transcript, server, commands } = await meet()
    expect(transcript.fault).toBeNull()
    expect(transcript.recipientTests).toEqual([
      { sender: '', recipient: ADDRESS, mail: OK, rcpt: OK },
      { sender: SENDER, recipient: ADDRESS, mail: OK, rcpt: OK },
    ])
    expect(commands).toEqual(
      ['MAIL FROM:<>', `RCPT TO:<${ADDRESS}>`, 'RSET', `MAIL FROM:<${SENDER}>`, `RCPT TO:<${ADDRESS}>`, 'RSET', 'QUIT'].map(
        (each) => `tls ${each}`,
      ),
    )
    expect(server.connections()).toBe(1)
    expect(transcript.dialogue).toContainEqual({ from: 'client', text: `RCPT TO:<${ADDRESS}>`, secured: true })
  })

  test('is made in clear where there is no TLS', async () => {
    const { transcript, commands } = await meet({ answer: say(/^EHLO/, inClear) })
    expect(transcript.fault).toMatchObject({ stage: 'starttls', why: { is: 'starttls-not-offered' } })
    expect(transcript.recipientTests.map((each) => each.rcpt)).toEqual([OK, OK])
    expect(commands.at(-1)).toBe('QUIT')
  })

  test('is not made where the session ended for another reason', async () => {
    const { transcript, commands } = await meet({ answer: say(/^STARTTLS/, '454 not now\r\n') })
    expect(transcript.recipientTests).toEqual([])
    expect(commands).toEqual(['QUIT'])
  })

  test('once for a chosen sender that is the null one', async () => {
    const { transcript } = await meet({}, asked(ADDRESS, ''))
    expect(transcript.recipientTests).toEqual([{ sender: '', recipient: ADDRESS, mail: OK, rcpt: OK }])
  })

  test.each([
    ['an unknown recipient', '550 5.1.1 unknown\r\n', { code: 550, text: '550 5.1.1 unknown' }],
    ['a grey list', '451 4.7.1 try again\r\n', { code: 451, text: '451 4.7.1 try again' }],
    [
      'a refusal of relaying in two lines',
      '550-5.7.1 no\r\n550 5.7.1 relaying\r\n',
      { code: 550, text: '550-5.7.1 no\n550 5.7.1 relaying' },
    ],
  ])('%s shows in the reply to RCPT', async (_says, reply, rcpt) => {
    const { transcript } = await meet({ answer: say(/^RCPT/, reply, true) })
    expect(transcript.recipientTests).toEqual([
      { sender: '', recipient: ADDRESS, mail: OK, rcpt },
      { sender: SENDER, recipient: ADDRESS, mail: OK, rcpt },
    ])
    expect(transcript.fault).toBeNull()
  })

  test('a null sender that is refused leaves the other one its turn', async () => {
    const { transcript, commands } = await meet({ answer: say(/^MAIL FROM:<>/, '550 5.7.1 no bounces\r\n', true) })
    expect(transcript.recipientTests).toEqual([
      { sender: '', recipient: ADDRESS, mail: { code: 550, text: '550 5.7.1 no bounces' }, rcpt: null },
      { sender: SENDER, recipient: ADDRESS, mail: OK, rcpt: OK },
    ])
    expect(commands.filter((each) => each.includes('RCPT'))).toHaveLength(1)
  })

  test.each<[string, NonNullable<Manners['answer']>, readonly object[]]>([
    [
      'MAIL',
      on('MAIL', (socket) => socket.end(), true),
      [
        { mail: null, rcpt: null },
        { mail: null, rcpt: null },
      ],
    ],
    [
      'RCPT',
      on('RCPT', (socket) => socket.end(), true),
      [
        { mail: OK, rcpt: null },
        { mail: null, rcpt: null },
      ],
    ],
  ])('a server that hangs up at %s leaves what came before', async (_says, answer, tests) => {
    const { transcript, commands } = await meet({ answer })
    expect(transcript.fault).toBeNull()
    expect(transcript.recipientTests).toMatchObject(tests)
    expect(commands.filter((each) => each.includes('MAIL'))).toHaveLength(1)
  })

  test('silence ends with the session’s time and nothing more is said', async () => {
    const { transcript, commands } = await meet({ answer: on('RCPT', () => {}, true) }, { ...asked(), options: { timeoutMs: 600 } })
    expect(transcript.fault).toBeNull()
    expect(transcript.recipientTests).toMatchObject([
      { mail: OK, rcpt: null },
      { mail: null, rcpt: null },
    ])
    expect(commands.at(-1)).toMatch(/QUIT|RCPT/)
  })

  test.each([
    ['user@contoso.example>\r\nDATA\r\n', SENDER],
    ['user@contoso.example> SIZE=1', SENDER],
    ['user', SENDER],
    ['üser@contoso.example', SENDER],
    [ADDRESS, 'a@b.example\nDATA'],
    [ADDRESS, 'a b@c.example'],
    [ADDRESS, `${'a'.repeat(250)}@c.example`],
  ])('of %j from %j is not made', async (address, sender) => {
    const { transcript, commands } = await meet({}, asked(address, sender))
    expect(transcript).toMatchObject({ fault: null, recipientTests: [] })
    expect(commands).toEqual(['tls QUIT'])
  })
})
