import type { Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { stageMs } from '../../../src/domain/transcript.ts'
import type { Manners } from './mail-server.ts'
import { type SessionRig, SILENT, say, sessionRig } from './session-rig.ts'

let rig: SessionRig
beforeAll(async () => {
  rig = await sessionRig()
})
afterEach(() => rig.clear())

/** Answers the first EHLO with pieces, each in a packet of its own. */
const inPieces =
  (...pieces: readonly (string | Buffer)[]): NonNullable<Manners['answer']> =>
  (command, secured, socket) => {
    if (!command.startsWith('EHLO') || secured) return undefined
    pieces.forEach((piece, index) => {
      setTimeout(() => socket.write(piece), index * 5)
    })
    return null
  }

const forEver =
  (text: string): NonNullable<Manners['onConnect']> =>
  (socket) => {
    const more = (): void => {
      while (socket.writable && socket.write(text));
    }
    socket.on('error', () => {}).on('drain', more)
    more()
  }

const drip = (socket: Socket): void => {
  const timer = setInterval(() => socket.write('220-x\r\n'), 20)
  socket.on('error', () => {}).on('close', () => clearInterval(timer))
}

describe('what a reply may look like', () => {
  test('many lines that come in pieces', async () => {
    const { transcript } = await rig.meet({ answer: inPieces('250-mail.exam', 'ple\r\n250-START', 'TLS\r', '\n250 HELP\r\n') })
    expect(transcript).toMatchObject({ fault: null, ehlo: ['250-mail.example', '250-STARTTLS', '250 HELP'] })
  })

  test('one byte at a time', async () => {
    const { transcript } = await rig.meet({
      banner: '2',
      onGreeted: (socket) => {
        for (const [index, byte] of [...'20 mail\r\n'].entries()) setTimeout(() => socket.write(byte), 2 * index)
      },
    })
    expect(transcript).toMatchObject({ fault: null, banner: ['220 mail'] })
  })

  test('lines that end in LF alone, and empty ones between them', async () => {
    const { transcript } = await rig.meet({ banner: '\r\n220-mail.example\n\n220 ready\n' })
    expect(transcript).toMatchObject({ fault: null, banner: ['220-mail.example', '220 ready'] })
  })

  test('hundreds of extensions, STARTTLS the last', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `250-X-${at}\r\n`).join('')
    const { transcript } = await rig.meet({ answer: say(/^EHLO/, `250-mail.example\r\n${many}250 STARTTLS\r\n`) })
    expect(transcript).toMatchObject({ fault: null, tls: { trust: 'trusted' } })
    expect(transcript.ehlo).toHaveLength(302)
    expect(transcript.dialogue.filter(({ from }) => from === 'server').length).toBeLessThanOrEqual(200)
    expect(transcript.dialogue.slice(-3).map(({ text }) => text)).toEqual(['STARTTLS', 'EHLO bot.example', 'QUIT'])
  })

  test('a code without text', async () => {
    const { transcript } = await rig.meet({ banner: '220\r\n' })
    expect(transcript).toMatchObject({ fault: null, banner: ['220'] })
  })

  test('a code that changes on the way: the last line counts', async () => {
    const { transcript } = await rig.meet({ banner: '220-welcome\r\n554 not you\r\n' })
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'reply', code: 554, text: '220-welcome\n554 not you' } })
  })

  test('bytes that are no text, and no line is lost for them', async () => {
    const { transcript } = await rig.meet({
      answer: inPieces(Buffer.from('250-caf\xe9 \xff\xfe\x00\x1b[31m\r\n250 STARTTLS\r\n', 'latin1')),
    })
    expect(transcript.fault).toBeNull()
    expect(transcript.ehlo).toEqual(['250-café ÿþ\\x00\\x1b[31m', '250 STARTTLS'])
  })

  test('UTF-8, also where a packet ends inside a character', async () => {
    const [start, end] = [Buffer.from('250-Grüße').subarray(0, 7), Buffer.from('250-Grüße').subarray(7)]
    const { transcript } = await rig.meet({ answer: inPieces(start, end, '\r\n250 STARTTLS\r\n') })
    expect(transcript.ehlo[0]).toBe('250-Grüße')
  })

  test('characters that would turn or hide text are made visible', async () => {
    const { transcript } = await rig.meet({ banner: '220 a\u202eb\u200bc\r\n' })
    expect(transcript.banner).toEqual(['220 a\\u202eb\\u200bc'])
  })

  test('what comes along unasked answers no later command', async () => {
    const { transcript } = await rig.meet({ banner: '220 ready\r\n554 not for you to read\r\n' })
    expect(transcript).toMatchObject({ fault: null, banner: ['220 ready'] })
    expect(transcript.dialogue[1]).toEqual({ from: 'server', text: '554 not for you to read', secured: false })
  })
})

describe('what is no SMTP', () => {
  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n', 'SSH-2.0-OpenSSH_9'],
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['another kind of greeting', '200 news ready\r\n', '200 news ready'],
    ['a line inside a reply that is none', '220-welcome\r\nto the jungle\r\n220 x\r\n', 'to the jungle'],
  ])('%s', async (_says, banner, text) => {
    const { transcript } = await rig.meet({ banner })
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'not-smtp', text } })
  })

  test.each([
    ['bytes without an end of line', '\x00\x01binary', '\\x00\\x01binary'],
    ['a prompt', 'login: ', 'login: '],
  ])('%s', async (_says, banner, text) => {
    const { transcript } = await rig.meet({ banner }, SILENT)
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'not-smtp', text } })
  })
})

describe('a slow server', () => {
  test('may take its time to greet, and the time is kept', async () => {
    const { transcript } = await rig.meet({ greetsAfterMs: 500 })
    expect(transcript.fault).toBeNull()
    expect(stageMs(transcript, 'banner')).toBeGreaterThan(450)
  })

  test('may take its time for every line', async () => {
    const { transcript } = await rig.meet({ delayMs: 150 })
    expect(transcript.fault).toBeNull()
    for (const stage of ['ehlo', 'starttls', 'ehlo2'] as const) expect(stageMs(transcript, stage)).toBeGreaterThan(140)
  })

  test('is left when the session’s time is over, wherever it is', async () => {
    const { transcript } = await rig.meet({ onConnect: drip }, { options: { timeoutMs: 400 } })
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'timed-out' } })
    expect(transcript.dialogue.length).toBeGreaterThan(5)
  })

  test('is left sooner when the caller has less time', async () => {
    const { transcript } = await rig.meet({ answer: say(/^EHLO/, '') }, { options: { timeoutMs: 60_000 }, target: { withinMs: 300 } })
    expect(transcript.fault).toEqual({ stage: 'ehlo', why: { is: 'timed-out' } })
  }, 20_000)

  test('is left by the network’s own limit when the caller has more time', async () => {
    const { transcript } = await rig.meet({ banner: null }, { options: { timeoutMs: 300 }, target: { withinMs: 60_000 } })
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'timed-out' } })
  }, 20_000)
})

describe('a reply without end', () => {
  test.each([
    ['lines', `220-${'x'.repeat(400)}\r\n`.repeat(50), `220-${'x'.repeat(400)}`],
    ['one line', `220 ${'x'.repeat(200_000)}`, `220 ${'x'.repeat(508)}`],
    ['nothing but ends of lines', '\n'.repeat(1000), ''],
  ])('of %s is cut off and shows its first line', async (_says, text, first) => {
    const { transcript, server } = await rig.meet({ onConnect: forEver(text) })
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'not-smtp', text: first } })
    expect(transcript.dialogue.length).toBeLessThanOrEqual(200)
    expect(JSON.stringify(transcript).length).toBeLessThan(130_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.open()).toBe(0)
  })

  test('of 60 kB is still one', async () => {
    const { transcript } = await rig.meet({ banner: `${`220-${'x'.repeat(400)}\r\n`.repeat(150)}220 ready\r\n` })
    expect(transcript.fault).toBeNull()
    expect(transcript.banner).toHaveLength(151)
  })

  test('that grows when control characters are made visible is kept to 64 kB of them', async () => {
    const { transcript } = await rig.meet({ banner: `${`220-${'\x01'.repeat(120)}\r\n`.repeat(400)}220 ready\r\n` })
    expect(transcript.fault).toBeNull()
    expect(transcript.banner.join('').length).toBeLessThanOrEqual(64 * 1024)
    expect(transcript.banner.length).toBeGreaterThan(100)
  })
})
