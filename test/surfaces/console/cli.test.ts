import { describe, expect, test } from '@jest/globals'
import { refused } from '../../../src/domain/refusal.ts'
import { asIs, planOf } from '../../support/samples.ts'
import { consoleRig, INCIDENT, REQUEST } from './console-rig.ts'

const json = (text: string): unknown => JSON.parse(text)

describe('mailflow explain', () => {
  const LINE = '450 4.4.316 Connection refused [Message=Socket error code 10061]'

  test('--json gives the contract for a line, and ends with 0', async () => {
    const { out, exit } = await consoleRig().run('explain', '--json', LINE)
    const { reports } = json(out) as { reports: Record<string, unknown>[] }
    expect(exit).toBe(0)
    expect(Object.keys(reports[0] ?? {})).toEqual([
      'recipient',
      'reply',
      'status',
      'finding',
      'server',
      'ip',
      'detail',
      'at',
      'reporter',
      'title',
      'means',
      'causes',
      'steps',
      'sources',
    ])
    expect(reports[0]).toMatchObject({ reply: '450', status: '4.4.316', finding: 'connection-refused', detail: 'Socket error code 10061' })
    expect(reports[0]?.steps).toEqual(
      expect.arrayContaining([
        { who: expect.stringMatching(/^(you|partner|dns-host|network-team|microsoft|sender)$/), do: expect.any(String) },
      ]),
    )
  })

  test.each([[['explain']], [['explain', '-']]])('reads standard input: %j', async (argv) => {
    const { out, exit } = await consoleRig({ stdin: LINE }).run(...argv)
    expect(exit).toBe(0)
    expect(out).toContain('4.4.316')
  })

  test('words need no quotes', async () => {
    const { out } = await consoleRig().run('explain', '--json', '450', '4.4.312', 'DNS', 'query', 'failed')
    expect(json(out)).toMatchObject({ reports: [{ status: '4.4.312', finding: 'dns-query-failed' }] })
  })

  test('ends with 3 when nothing was recognised, and says so in the contract', async () => {
    const { out, exit } = await consoleRig().run('explain', '--json', 'see you on Monday')
    expect(exit).toBe(3)
    expect(json(out)).toMatchObject({ reports: [{ finding: 'unrecognised', reply: null, status: null, recipient: null }] })
  })

  test('answers in the language asked for', async () => {
    const english = await consoleRig().run('explain', '--lang', 'en', LINE)
    const french = await consoleRig().run('explain', '--lang', 'fr', LINE)
    expect(french.out).toMatch(/connexion/i)
    expect(french.out).not.toBe(english.out)
  })
})

describe('mailflow incidents, requests and card', () => {
  test('incidents --json gives the contract', async () => {
    const { out, exit } = await consoleRig().run('incidents', '--json')
    expect(exit).toBe(0)
    expect(json(out)).toEqual({
      incidents: [
        {
          id: INCIDENT.id,
          tenant: INCIDENT.tenant,
          connector: 'To on-premises',
          finding: 'connection-refused',
          code: '450 4.4.316',
          state: 'diagnosed',
          alerts: 1000,
          openedAt: INCIDENT.openedAt,
        },
      ],
    })
  })

  test('requests --json gives the contract', async () => {
    const { out, exit } = await consoleRig().run('requests', '--json')
    expect(exit).toBe(0)
    expect(json(out)).toEqual({
      requests: [
        {
          id: REQUEST.id,
          incident: REQUEST.incident,
          fix: 'retire-on-premises-route',
          state: 'applied',
          requester: 'requester@contoso.example',
          approvals: ['approver@contoso.example'],
          expiresAt: REQUEST.expiresAt,
        },
      ],
    })
  })

  test.each([INCIDENT.id, REQUEST.id])('card %s prints what each platform is sent', async (id) => {
    const rig = consoleRig()
    const blockKit = json((await rig.run('card', id, '--format', 'block-kit')).out) as Record<string, unknown>
    expect(Object.keys(blockKit)).toEqual(['text', 'blocks'])
    expect(json((await rig.run('card', id, '--format', 'adaptive-card')).out)).toMatchObject({ type: 'AdaptiveCard', version: '1.5' })
    expect((await rig.run('card', id)).out).toContain('To on-premises')
  })

  test('an id that leads to nothing ends with 2 and says which', async () => {
    const { err, out, exit } = await consoleRig().run('card', 'nothing', '--lang', 'fr')
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain('nothing')
    expect(err).toMatch(/introuvable/i)
  })

  test.each([[['incidents']], [['requests']], [['card', 'x']], [['audit', 'verify']], [['sandbox', 'list']]])(
    'without a service, %j says what to start',
    async (argv) => {
      const { err, exit } = await consoleRig({ service: false }).run(...argv)
      expect(exit).toBe(6)
      expect(err).toContain('npm start')
    },
  )
})

describe('mailflow sandbox', () => {
  test('tenant --json gives the contract', async () => {
    const { out, exit } = await consoleRig().run('sandbox', 'tenant', '--json')
    expect(exit).toBe(0)
    expect(json(out)).toEqual({
      connectors: [{ name: 'To on-premises', enabled: true }],
      domains: [{ name: 'contoso.example', type: 'InternalRelay' }],
      writes: 2,
    })
  })

  test('tenant names the types of domains as people know them', async () => {
    expect((await consoleRig().run('sandbox', 'tenant')).out).toMatch(/^Internal Relay +contoso\.example$/m)
    expect((await consoleRig().run('sandbox', 'tenant', '--lang', 'fr')).out).toMatch(/^Relais interne +contoso\.example$/m)
  })

  test('list tells every trouble, in the language asked for', async () => {
    const { out } = await consoleRig().run('sandbox', 'list', '--lang', 'fr')
    expect(out).toMatch(/after-migration +Après la migration/)
    expect(out).toMatch(/\nSession SMTP\nbanner-554 +Refus\n +npx mailflow diagnose banner-554\.lab\.example\n$/)
  })

  test('alert sends it, and an unknown one ends with 2', async () => {
    const rig = consoleRig()
    expect((await rig.run('sandbox', 'alert', 'after-migration')).exit).toBe(0)
    expect(rig.calls).toEqual([{ verb: 'alert', as: 'anyone', subject: 'after-migration' }])
    const wrong = await rig.run('sandbox', 'alert', 'flood')
    expect(wrong.exit).toBe(2)
    expect(wrong.err).toContain('flood')
  })

  test('slack prints what the channel shows', async () => {
    expect((await consoleRig().run('sandbox', 'slack', '/mailflow connectors')).out).toBe('the channel after /mailflow connectors\n')
  })

  test.each([
    [['sandbox', 'act', '--as', 'approver', 'approve', REQUEST.id], { verb: 'approve', as: 'approver@contoso.example' }],
    [['sandbox', 'act', '--as', 'approver', 'reject', REQUEST.id], { verb: 'reject', as: 'approver@contoso.example' }],
    [['sandbox', 'act', '--as', 'requester', 'undo', REQUEST.id], { verb: 'undo', as: 'requester@contoso.example' }],
    [['sandbox', 'act', 'withdraw', REQUEST.id, '--as', 'requester'], { verb: 'withdraw', as: 'requester@contoso.example' }],
  ])('%j acts as that person', async (argv, expected) => {
    const rig = consoleRig()
    const { out, exit } = await rig.run(...argv, '--json')
    expect(exit).toBe(0)
    expect(rig.calls).toEqual([{ ...expected, subject: REQUEST.id }])
    expect(json(out)).toMatchObject({ request: { id: REQUEST.id, state: 'applied' } })
  })

  test('a fix is asked for by the hash of the plan that was shown', async () => {
    const plan = planOf(asIs)
    const rig = consoleRig({ plan: { is: 'ready', plan, incident: INCIDENT, approvals: 1 } })
    const argv = ['sandbox', 'act', '--as', 'requester', 'request', 'retire-on-premises-route', '--incident', INCIDENT.id]
    const { out, exit } = await rig.run(...argv)
    expect(exit).toBe(0)
    expect(rig.calls).toEqual([{ verb: 'request', as: 'requester@contoso.example', subject: INCIDENT.id }])
    expect(out).toContain(`npx mailflow sandbox act --as approver approve ${REQUEST.id}`)
    expect(out.trimEnd().split('\n').at(-1)).toBe(REQUEST.id)
  })

  test('a refusal ends with 5 and its reason', async () => {
    const rig = consoleRig({ refuses: refused('own-request') })
    const { out, exit } = await rig.run('sandbox', 'act', '--as', 'requester', 'approve', REQUEST.id, '--json')
    expect(exit).toBe(5)
    expect(json(out)).toMatchObject({ refused: { why: 'own-request', says: [expect.stringMatching(/\w+/)] } })
    expect((await rig.run('sandbox', 'act', '--as', 'requester', 'approve', REQUEST.id)).exit).toBe(5)
  })

  test('an unknown request is refused with 5', async () => {
    const { out, exit } = await consoleRig().run('sandbox', 'act', '--as', 'approver', 'approve', 'nothing', '--json')
    expect(exit).toBe(5)
    expect(json(out)).toMatchObject({ refused: { why: 'unknown-request', args: { id: 'nothing' } } })
  })

  test('a plan that guards refuse is refused with their reasons', async () => {
    const plan = { is: 'ready', plan: planOf(asIs, 'refuse'), incident: INCIDENT, approvals: 1 } as const
    const rig = consoleRig({ plan, refuses: refused('guards-refuse') })
    const argv = ['sandbox', 'act', '--as', 'requester', 'request', 'retire-on-premises-route', '--incident', INCIDENT.id, '--json']
    const { out, exit } = await rig.run(...argv)
    expect(exit).toBe(5)
    const { refused: said } = json(out) as { refused: { why: string; says: string[] } }
    expect(said.why).toBe('guards-refuse')
    expect(said.says.length).toBeGreaterThan(1)
  })

  test.each([
    [['list']],
    [['tenant']],
    [['alert', 'after-migration']],
    [['slack', '/mailflow help']],
    [['act', '--as', 'approver', 'approve', REQUEST.id]],
  ])('does not exist in live mode: %j', async (argv) => {
    const rig = consoleRig({ live: true })
    const { err, exit } = await rig.run('sandbox', ...argv)
    expect(exit).toBe(6)
    expect(err).toContain(`sandbox ${argv[0]}`)
    expect(rig.calls).toEqual([])
  })
})

describe('mailflow audit and doctor', () => {
  const row = { at: '2026-11-22T10:00:00.000Z', tenant: 't', actor: 'a', action: 'request.created', subject: 'r', details: {} }

  test('verify shows the head to keep, and ends with 0', async () => {
    const { out, exit } = await consoleRig().run('audit', 'verify')
    expect(exit).toBe(0)
    expect(out).toContain(`2:${'a'.repeat(64)}`)
  })

  test('an empty audit has no head to keep', async () => {
    const audit = { is: 'intact', rows: 0, head: '' } as const
    expect((await consoleRig({ audit }).run('audit', 'verify')).out).toBe('The audit is intact: it holds no row yet.\n')
    expect((await consoleRig({ audit }).run('audit', 'verify', '--lang', 'fr')).out).toContain('aucune ligne')
  })

  test.each([[[]], [['--json']]])('verify of a broken chain does not end with 0: %j', async (more) => {
    const { exit, out, err } = await consoleRig({ audit: { is: 'broken', sequence: 7, why: 'content' } }).run('audit', 'verify', ...more)
    expect(exit).toBe(6)
    expect(out + err).toContain('7')
  })

  test('a head that is none is a usage error', async () => {
    expect((await consoleRig().run('audit', 'verify', '--head', '12')).exit).toBe(2)
  })

  test('export prints every row once, and the head last', async () => {
    const auditRows = [1, 2, 3].map((sequence) => ({ ...row, sequence, mac: String(sequence).repeat(64) }))
    const { out } = await consoleRig({ auditRows }).run('audit', 'export')
    const lines = out.trimEnd().split('\n').map(json)
    expect(lines).toEqual([...auditRows, { head: `3:${'3'.repeat(64)}` }])
  })

  test('doctor ends with 1 when something failed, and only then', async () => {
    const good = { name: 'database', is: 'ok', detail: 'good' } as const
    expect(await consoleRig({ checks: [good, { ...good, is: 'unknown' }, { ...good, is: 'off' }] }).run('doctor')).toMatchObject({
      exit: 0,
    })
    const { out, exit } = await consoleRig({ checks: [good, { ...good, is: 'failed', detail: 'silent' }] }).run('doctor', '--json')
    expect(exit).toBe(1)
    expect(json(out)).toEqual({ checks: [good, { name: 'database', is: 'failed', detail: 'silent' }] })
  })
})

describe('wrong usage', () => {
  test.each([
    [[]],
    [['heal']],
    [['explain', '--shout']],
    [['explain', '--lang', 'de', 'x']],
    [['card']],
    [['card', 'x', '--format', 'pdf']],
    [['audit']],
    [['sandbox']],
    [['sandbox', 'act', 'approve', 'x']],
    [['sandbox', 'act', '--as', 'owner', 'approve', 'x']],
    [['sandbox', 'act', '--as', 'approver', 'bless', 'x']],
    [['diagnose', '--tls', 'Some', 'x']],
    [['diagnose', '--port', '0', 'x']],
    [['diagnose', '--port', '70000', 'x']],
    [['diagnose', '--timeout', 'long', 'x']],
    [['diagnose', '--dns', 'dns.contoso.example', 'x']],
    [['diagnose', '--allow', 'everything', 'x']],
    [['diagnose', '--control', 'http://x', 'x']],
  ])('%j ends with 2 and says on standard error how it is used', async (argv) => {
    const { out, err, exit } = await consoleRig().run(...argv)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain('Usage:')
  })

  test.each([
    [['diagnose']],
    [['diagnose', 'x', '--domain', 'contoso.example']],
    [['diagnose', '--ca', '/no/such/file', '--smart-host', 'x']],
    [['diagnose', '--connector', 'x', '--tenant', 'fabrikam']],
    [['sandbox', 'act', '--as', 'requester', 'request', 'disable-connector']],
    [['sandbox', 'act', '--as', 'requester', 'request', 'delete-everything', '--incident', 'inc1abcd']],
  ])('%j ends with 2 and says what is wrong', async (argv) => {
    const { out, err, exit } = await consoleRig().run(...argv)
    expect([exit, out]).toEqual([2, ''])
    expect(err.length).toBeGreaterThan(20)
  })

  test.each([[['--help']], [['help']], [['diagnose', '--help']], [['sandbox', 'act', '-h']]])(
    'help that was asked for goes to standard output: %j',
    async (argv) => {
      const { out, err, exit } = await consoleRig().run(...argv)
      expect([exit, err]).toEqual([0, ''])
      expect(out).toContain('Usage:')
    },
  )
})
