import { describe, expect, test } from '@jest/globals'
import { explain } from '../../../src/knowledge/explain.ts'
import { consoleRig } from './console-rig.ts'

const LINE =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=192.0.2.10:25]'
const jsonOf = ({ out }: { readonly out: string }) => JSON.parse(out)

describe('mailflow code', () => {
  test('prints everything about a code', async () => {
    const { out, exit } = await consoleRig().run('code', '4.4.316')
    const flat = out.replace(/\s+/g, ' ')
    const { title, steps } = explain('connection-refused', 'en')
    expect(exit).toBe(0)
    expect(flat).toContain(title)
    for (const step of steps) expect(flat).toContain(step.do)
  })

  test('words find it in either language, whatever language is spoken', async () => {
    for (const words of [
      ['certificat', 'expiré'],
      ['expired', 'certificate'],
    ]) {
      const found = jsonOf(await consoleRig().run('code', '--json', '--lang', 'fr', ...words))
      expect(found).toMatchObject({
        found: 'one',
        codes: [{ finding: 'certificate-expired', title: explain('certificate-expired', 'fr').title }],
      })
    }
  })

  test('--json tells everything, with the page and the line of each step', async () => {
    const { codes } = jsonOf(await consoleRig().run('code', '--json', '4.4.316'))
    expect(codes[0]).toMatchObject({ codes: ['4.4.316', '5.4.316'], ask: expect.any(String), worked: expect.any(String) })
    expect(codes[0].steps.some((step: { run: string | null }) => step.run !== null)).toBe(true)
    expect(Object.keys(codes[0].steps[0])).toEqual(['who', 'do', 'at', 'run'])
  })

  test('several are listed, best first', async () => {
    const found = jsonOf(await consoleRig().run('code', '--json', '4.4.317'))
    expect([found.found, found.codes[0].finding]).toEqual(['several', 'session-refused'])
  })

  test('every line of a list can be typed', async () => {
    const { out } = await consoleRig().run('code', 'certificate')
    const typed = [...out.matchAll(/mailflow code ([\w-]+):/g)].map((match) => match[1] ?? '')
    expect(typed.length).toBeGreaterThan(10)
    for (const finding of typed)
      expect(jsonOf(await consoleRig().run('code', '--json', finding))).toMatchObject({ found: 'one', codes: [{ finding }] })
  })

  test('ends with 3 where nothing is known, and says what comes close', async () => {
    const { out, exit } = await consoleRig().run('code', 'certifcate')
    expect(exit).toBe(3)
    expect(out).toContain('Nothing is known under “certifcate”')
    expect(out).toContain('This comes close')
    expect(out).not.toMatch(/\[ \S/)
  })

  test('without words is wrong usage', async () => {
    expect((await consoleRig().run('code')).exit).toBe(2)
    expect((await consoleRig().run('code', ' ')).exit).toBe(2)
  })
})

describe('mailflow explain', () => {
  test('behind a connector that the pasted details call a partner’s, says what to ask of them', async () => {
    const text = `${LINE}\nTenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner`
    const steps = explain('connection-refused', 'en', 'Partner').steps
    expect(jsonOf(await consoleRig().run('explain', '--json', text)).reports[0].steps).toEqual(
      steps.map((step) => ({ who: step.who, do: step.do })),
    )
    const flat = (await consoleRig().run('explain', text)).out.replace(/\s+/g, ' ')
    for (const step of steps) expect(flat).toContain(step.do)
  })

  test('offers no buttons in a terminal, but the command that tells more', async () => {
    const { out } = await consoleRig().run('explain', LINE)
    expect(out).toContain('mailflow code 4.4.316')
    expect(out).not.toMatch(/\[ \S/)
  })

  test('reads a file by its name', async () => {
    const files = { 'bounce.eml': `Subject: Undeliverable\r\nContent-Type: text/plain\r\n\r\n${LINE}\r\n` }
    const { reports } = jsonOf(await consoleRig({ files }).run('explain', '--json', 'bounce.eml'))
    expect(reports[0]).toMatchObject({ finding: 'connection-refused', status: '4.4.316' })
    expect((await consoleRig().run('explain', 'missing.eml')).exit).toBe(2)
  })

  test('--note writes the message for the partner, and nothing else', async () => {
    const { out, exit } = await consoleRig().run('explain', '--note', LINE)
    expect(exit).toBe(0)
    expect(out).toMatch(/^Subject: Mail to mail\.fabrikam\.example is not getting through \(450 4\.4\.316\)\n\nHello,\n/)
    expect(out).toContain(explain('connection-refused', 'en', 'Partner').ask)
    expect((await consoleRig().run('explain', '--note', '--lang', 'fr', LINE)).out).toMatch(/^Objet\u00A0: Le courrier vers/)
  })

  test('--note --json gives subject and body; null where there is nothing to ask', async () => {
    expect(jsonOf(await consoleRig().run('explain', '--note', '--json', LINE))).toEqual({
      note: { subject: expect.any(String), body: expect.any(String) },
    })
    expect(
      jsonOf(await consoleRig().run('explain', '--note', '--json', '550 5.7.705 Access denied, tenant has exceeded threshold')),
    ).toEqual({
      note: null,
    })
  })

  test('hostile words in a note cannot command the terminal', async () => {
    const { out } = await consoleRig().run('explain', '--note', '450 4.4.316 \u001B[31mred\u001B]0;t\u0007 \u202Egnp.exe [Message=x]')
    expect(out).not.toMatch(/(?!\n)\p{Cc}|\u202E/u)
  })
})

describe('mailflow diagnose --note', () => {
  test('writes the message with what was seen', async () => {
    const { out } = await consoleRig({ service: false }).run(
      'diagnose',
      '--smart-host',
      '127.0.0.1',
      '--port',
      '9',
      '--allow',
      '127.0.0.0/8',
      '--control',
      'none',
      '--note',
    )
    expect(out).toMatch(/^Subject: Mail to 127\.0\.0\.1 is not getting through\n/)
    expect(out).toContain('a test of our own from the internet')
    expect(out).toContain('127.0.0.1:9')
    expect(out).toContain('UTC')
  })
})
