import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fingerprint, type Incident } from '../../src/domain/incident.ts'
import type { Store, Transaction } from '../../src/ports/store.ts'
import { aChannel, anAccount, anAlert, anEntry, anIncident, approvalBy, aRequest, NOW, newId } from './store-samples.ts'
import { AUDIT_KEY, type Connection, type World } from './store-worlds.ts'

/** What every store must do, whatever keeps its rows. */
export function storeContract(name: string, make: () => Promise<World>): void {
  describe(name, () => {
    let world: World
    let here: Connection
    let there: Connection
    let store: Store
    const write = <T>(work: (tx: Transaction) => Promise<T>) => store.transaction(work)
    const added = async (incident: Incident) => {
      expect(await write((tx) => tx.addIncident(incident))).toBe(true)
      return incident
    }

    beforeAll(async () => {
      world = await make()
      here = await world.connect()
      there = await world.connect()
      store = here.store
    })
    afterAll(async () => {
      await here.close()
      await there.close()
      await world.end()
    })

    describe('alerts', () => {
      test('the same alert twice is one alert, and both get its id', async () => {
        const alert = anAlert()
        const first = await write((tx) => tx.addAlert(alert, NOW))
        const second = await write((tx) => tx.addAlert(alert, NOW))
        expect([first.is, second.is]).toEqual(['new', 'seen'])
        expect(second.id).toBe(first.id)
        expect(await store.alert(first.id)).toEqual({ ...alert, id: first.id, receivedAt: NOW })
      })

      test('the same source id of another tenant or source is another alert', async () => {
        const alert = anAlert()
        const others = [alert, { ...alert, tenant: 'fabrikam' }, { ...alert, source: 'activity' as const }]
        const answers = await Promise.all(others.map((each) => write((tx) => tx.addAlert(each, NOW))))
        expect(answers.map((each) => each.is)).toEqual(['new', 'new', 'new'])
      })

      test('what databases cannot keep in a text is replaced, not refused', async () => {
        const alert = anAlert({ name: 'nul \0 and half a pair \ud800', raw: 'x\0' })
        const { id } = await write((tx) => tx.addAlert(alert, NOW))
        expect(await store.alert(id)).toMatchObject({ name: 'nul \ufffd and half a pair \ufffd', raw: 'x\ufffd' })
      })

      test('an unknown alert is null', async () => {
        expect(await store.alert('nobody')).toBeNull()
      })
    })

    describe('incidents', () => {
      test('one reads back as it was written', async () => {
        const incident = await added(anIncident({ umbrella: 'above' }))
        expect(await store.incident(incident.id)).toEqual(incident)
        expect(await store.openIncident(fingerprint(incident.tenant, incident.subject))).toEqual(incident)
      })

      test('a fingerprint has one open incident at most', async () => {
        const first = await added(anIncident())
        const second = anIncident({ subject: first.subject })
        expect(await write((tx) => tx.addIncident(second))).toBe(false)
        expect(await write((tx) => tx.saveIncident({ ...first, state: 'resolved', version: 2 }, 1))).toBe(true)
        expect(await write((tx) => tx.addIncident(second))).toBe(true)
      })

      test('two writers that open the same at once: one wins, and neither fails', async () => {
        const first = anIncident()
        const second = anIncident({ subject: first.subject })
        const answers = await Promise.all([
          here.store.transaction((tx) => tx.addIncident(first)),
          there.store.transaction((tx) => tx.addIncident(second)),
        ])
        expect(answers.sort()).toEqual([false, true])
      })

      test('reopening is refused while another one is open, and the transaction goes on', async () => {
        const old = await added(anIncident({ state: 'resolved', openedAt: '2026-11-20T10:00:00.000Z' }))
        const current = await added(anIncident({ subject: old.subject }))
        const [reopened, alert] = await write(async (tx) => [
          await tx.saveIncident({ ...old, state: 'open', version: 2 }, 1),
          await tx.addAlert(anAlert(), NOW),
        ])
        expect([reopened, alert.is]).toEqual([false, 'new'])
        expect((await store.latestIncident(fingerprint(old.tenant, old.subject)))?.id).toBe(current.id)
      })

      test('a save that expects an older version changes nothing', async () => {
        const incident = await added(anIncident())
        expect(await write((tx) => tx.saveIncident({ ...incident, alerts: 2, version: 2 }, 1))).toBe(true)
        expect(await write((tx) => tx.saveIncident({ ...incident, alerts: 99, version: 2 }, 1))).toBe(false)
        expect((await store.incident(incident.id))?.alerts).toBe(2)
      })

      test('lists are filtered, newest first, and end at the limit', async () => {
        const tenant = newId()
        const times = ['08', '10', '09'].map((hour) => `2026-11-22T${hour}:00:00.000Z`)
        for (const openedAt of times) await added(anIncident({ tenant, openedAt, umbrella: tenant }))
        await added(anIncident({ tenant, state: 'resolved' }))
        const open = await store.incidents({ tenant, states: ['open', 'diagnosed'] })
        expect(open.map((each) => each.openedAt.slice(11, 13))).toEqual(['10', '09', '08'])
        expect(await store.incidents({ umbrella: tenant, limit: 2 })).toHaveLength(2)
        expect(await store.incidents({ tenant })).toHaveLength(4)
      })
    })

    describe('requests', () => {
      test('an incident has one request underway per plan; once it ended another may follow', async () => {
        const incident = await added(anIncident())
        const first = aRequest(incident.id)
        const again = aRequest(incident.id, { plan: first.plan })
        expect(await write((tx) => tx.addRequest(first))).toBe(true)
        expect(await write((tx) => tx.addRequest(again))).toBe(false)
        expect(await write((tx) => tx.addRequest(aRequest(incident.id)))).toBe(true)
        expect(await write((tx) => tx.saveRequest({ ...first, state: 'rejected', version: 2 }, 1))).toBe(true)
        expect(await write((tx) => tx.addRequest(again))).toBe(true)
        expect(await store.requests({ incident: incident.id, states: ['waiting'] })).toHaveLength(2)
      })

      test('lists are of one tenant when it is named, newest first', async () => {
        const tenant = newId()
        const incident = await added(anIncident({ tenant }))
        for (const hour of ['08', '10', '09']) {
          await write((tx) => tx.addRequest(aRequest(incident.id, { tenant, requestedAt: `2026-11-22T${hour}:00:00.000Z` })))
        }
        await write((tx) => tx.addRequest(aRequest(incident.id)))
        expect((await store.requests({ tenant })).map((each) => each.requestedAt.slice(11, 13))).toEqual(['10', '09', '08'])
      })

      test('of two connections that race for one version exactly one wins, every time', async () => {
        const incident = await added(anIncident())
        for (let round = 0; round < 10; round++) {
          const request = aRequest(incident.id)
          await write((tx) => tx.addRequest(request))
          const approved = (by: string) => ({ ...request, state: 'approved' as const, version: 2, decisions: [approvalBy(by)] })
          const answers = await Promise.all([
            here.store.transaction((tx) => tx.saveRequest(approved('bea@contoso.example'), 1)),
            there.store.transaction((tx) => tx.saveRequest(approved('carl@contoso.example'), 1)),
          ])
          expect([...answers].sort()).toEqual([false, true])
          const winner = answers[0] ? 'bea@contoso.example' : 'carl@contoso.example'
          expect((await store.request(request.id))?.decisions.map((each) => each.by.id)).toEqual([winner])
        }
      })

      test('decisions and the change are kept as rows in step with the request', async () => {
        const incident = await added(anIncident())
        const request = aRequest(incident.id)
        const bea = { ...request, version: 2, decisions: [approvalBy('bea@contoso.example')] }
        const both = { ...bea, version: 3, decisions: [...bea.decisions, approvalBy('carl@contoso.example')] }
        const step = { name: 'To on-premises', is: 'done' as const, readBack: { Enabled: false }, error: null }
        const applied = { ...both, version: 4, state: 'applied' as const, change: { steps: [step], appliedAt: NOW } }
        await write((tx) => tx.addRequest(request))
        for (const each of [bea, both, applied]) expect(await write((tx) => tx.saveRequest(each, each.version - 1))).toBe(true)
        const people = await here.database.executeSql('select person from decisions where request = $1 order by person', [request.id])
        expect(people.rows.map((row) => row.person)).toEqual(['bea@contoso.example', 'carl@contoso.example'])
        const changed = await here.database.executeSql('select steps from changes where request = $1', [request.id])
        expect(changed.rows).toEqual([{ steps: [step] }])
        expect(await store.request(request.id)).toEqual(applied)
      })

      test('a second decision of the same person is never stored', async () => {
        const incident = await added(anIncident())
        const request = aRequest(incident.id)
        await write((tx) => tx.addRequest(request))
        const twice = { ...request, version: 2, decisions: [approvalBy('bea@contoso.example'), approvalBy('bea@contoso.example')] }
        await expect(write((tx) => tx.saveRequest(twice, 1))).rejects.toThrow()
        expect(await store.request(request.id)).toEqual(request)
      })
    })

    describe('posts, channels, conversations, accounts', () => {
      const channel = { platform: 'teams', organisation: 'O1', id: 'C1' } as const

      test('a subject has one post per channel, and only the post that was meant is removed', async () => {
        const subject = { is: 'incident', id: newId() } as const
        const post = { subject, channel, message: '1', shown: 'a' }
        await write((tx) => tx.savePost(post))
        await write((tx) => tx.savePost({ ...post, message: '2', shown: 'b' }))
        await write((tx) => tx.savePost({ ...post, channel: { ...channel, id: 'C2' } }))
        await write((tx) => tx.removePost(post))
        expect((await store.posts(subject)).map((each) => [each.channel.id, each.message])).toEqual([
          ['C1', '2'],
          ['C2', '1'],
        ])
        await write((tx) => tx.removePost({ ...post, message: '2' }))
        expect(await store.posts(subject)).toHaveLength(1)
        expect(await store.posts({ is: 'request', id: subject.id })).toEqual([])
      })

      test('every post of one channel can be forgotten, and no other', async () => {
        const subject = { is: 'incident', id: newId() } as const
        const left = { ...channel, id: newId() }
        for (const place of [channel, left]) await write((tx) => tx.savePost({ subject, channel: place, message: '1', shown: 'a' }))
        await write((tx) => tx.forgetPosts(left))
        expect((await store.posts(subject)).map((each) => each.channel)).toEqual([channel])
      })

      test('a channel is replaced by its newer self, found, and removed', async () => {
        const channel = aChannel()
        await write((tx) => tx.saveChannel(channel))
        const wider = { ...channel, tenants: ['contoso', 'fabrikam'], language: null }
        await write((tx) => tx.saveChannel(wider))
        expect(await store.channel(channel)).toEqual(wider)
        expect(await store.channels()).toContainEqual(wider)
        await write((tx) => tx.removeChannel(channel))
        expect(await store.channel(channel)).toBeNull()
      })

      test('a conversation reads back as it was, and is replaced by its newer self', async () => {
        const key = { ...channel, id: newId() }
        const reference = { bot: { id: '28:b' }, serviceUrl: 'https://smba.example/', list: [1, { deep: null }] }
        await write((tx) => tx.saveConversation({ key, reference: {} }))
        await write((tx) => tx.saveConversation({ key, reference }))
        expect(await store.conversation(key)).toEqual({ key, reference })
        expect(await store.conversation({ ...key, id: 'other' })).toBeNull()
      })

      test('one person has accounts on both platforms', async () => {
        const person = `${newId()}@contoso.example`
        const slack = anAccount({ person })
        const teams = anAccount({ person, platform: 'teams', organisation: 'O1', proof: 'entra-upn', language: 'fr' })
        await write((tx) => tx.saveAccount({ ...slack, name: 'Before' }))
        await write(async (tx) => {
          await tx.saveAccount(slack)
          await tx.saveAccount(teams)
        })
        expect(await store.accountsOf(person)).toEqual([slack, teams])
        expect(await store.account('slack', slack.organisation, slack.user)).toEqual(slack)
        expect(await store.account('slack', 'elsewhere', slack.user)).toBeNull()
      })
    })

    describe('transactions', () => {
      test('nothing of a transaction that throws remains: no row, no audit, no sighting', async () => {
        const incident = anIncident()
        const key = newId()
        const rows = await store.auditRows(0, 10_000)
        const attempt = write(async (tx) => {
          await tx.addIncident(incident)
          await tx.firstSight(key, NOW)
          await tx.audit(anEntry())
          throw new Error('changed my mind')
        })
        await expect(attempt).rejects.toThrow('changed my mind')
        expect(await store.incident(incident.id)).toBeNull()
        expect(await store.auditRows(0, 10_000)).toEqual(rows)
        expect(await write((tx) => tx.firstSight(key, NOW))).toBe(true)
      })

      test('writers that would wait for each other crosswise both get through', async () => {
        const [a, b] = [await added(anIncident()), await added(anIncident())]
        const bump = (connection: Connection, first: Incident, second: Incident) =>
          connection.store.transaction(async (tx) => {
            for (const { id } of [first, second]) {
              for (let saved = false; !saved; ) {
                const now = await tx.incident(id)
                if (!now) throw new Error('it was stored before')
                saved = await tx.saveIncident({ ...now, alerts: now.alerts + 1, version: now.version + 1 }, now.version)
              }
              await new Promise((done) => setTimeout(done, 20))
            }
            await tx.audit(anEntry())
          })
        await Promise.all([bump(here, a, b), bump(there, b, a)])
        const sums = await Promise.all([a, b].map(async ({ id }) => (await store.incident(id))?.version))
        expect(sums).toEqual([3, 3])
      })
    })

    describe('sightings and freezes', () => {
      test('a key is seen for the first time once, and forgotten after two days', async () => {
        const key = newId()
        expect(await write((tx) => tx.firstSight(key, NOW))).toBe(true)
        expect(await write((tx) => tx.firstSight(key, '2026-11-23T10:00:00.000Z'))).toBe(false)
        expect(await write((tx) => tx.firstSight(key, '2026-11-24T10:00:01.000Z'))).toBe(true)
      })

      test('of two connections that see a key at once one is first', async () => {
        const key = newId()
        const answers = await Promise.all([here, there].map(({ store }) => store.transaction((tx) => tx.firstSight(key, NOW))))
        expect(answers.sort()).toEqual([false, true])
      })

      test('a freeze holds from its start to its end, for its tenant or for all', async () => {
        const insert = 'insert into freezes (tenant, starts_at, ends_at) values ($1, $2, $3)'
        await here.database.executeSql(insert, ['frozen', '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'])
        await here.database.executeSql(insert, [null, '2026-12-01T12:00:00Z', '2026-12-03T00:00:00Z'])
        const at = (tenant: string, moment: string) => store.frozenUntil(tenant, `2026-12-${moment}:00:00.000Z`)
        expect(await at('frozen', '01T06')).toBe('2026-12-02T00:00:00.000Z')
        expect(await at('frozen', '01T18')).toBe('2026-12-03T00:00:00.000Z')
        expect(await at('other', '01T06')).toBeNull()
        expect(await at('other', '01T18')).toBe('2026-12-03T00:00:00.000Z')
        expect(await at('frozen', '03T00')).toBeNull()
      })
    })

    auditContract(() => ({ here, there }))

    test('a store that is open is healthy', async () => {
      expect(await store.healthy()).toBe(true)
    })
  })
}

function auditContract(connections: () => { readonly here: Connection; readonly there: Connection }): void {
  describe('the audit', () => {
    const tampered = async (sql: string, exported?: { sequence: number; mac: string }) => {
      const { here } = connections()
      const before = await here.store.auditRows(0, 100_000)
      await here.database.executeSql('alter table audit disable trigger user', [])
      try {
        await here.database.executeSql(sql, [])
        return await here.store.verifyAudit(exported)
      } finally {
        await here.database.executeSql('delete from audit', [])
        for (const row of before) {
          const values = [row.sequence, row.at, row.tenant, row.actor, row.action, row.subject, JSON.stringify(row.details), row.mac]
          await here.database.executeSql('insert into audit values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)', values)
        }
        await here.database.executeSql('alter table audit enable trigger user', [])
      }
    }

    beforeAll(async () => {
      const { here, there } = connections()
      const line = (at: Connection) =>
        at.store.transaction((tx) => tx.audit(anEntry({ subject: 'line', details: { zéro: -0, big: 1e21, '\u2028': 'x\0' } })))
      for (let round = 0; round < 4; round++) await Promise.all([line(here), line(there)])
    })

    test('lines of several writers form one chain in order', async () => {
      const { here, there } = connections()
      const rows = await here.store.auditRows(0, 1_000)
      expect(rows.map((row) => row.sequence)).toEqual(rows.map((_row, index) => index + 1))
      expect(rows.length).toBeGreaterThanOrEqual(8)
      expect(await there.store.verifyAudit()).toEqual({ is: 'intact', rows: rows.length, head: rows.at(-1)?.mac })
      expect(await here.store.auditRows(2, 2)).toEqual(rows.slice(2, 4))
    })

    test('the lines of one transaction keep their order', async () => {
      const { here } = connections()
      const subject = newId()
      await here.store.transaction(async (tx) => {
        for (const action of ['first', 'second', 'third']) await tx.audit(anEntry({ action, subject }))
      })
      const mine = (await here.store.auditRows(0, 1_000)).filter((row) => row.subject === subject)
      expect(mine.map((row) => row.action)).toEqual(['first', 'second', 'third'])
    })

    test.each([
      ['edited', `update audit set actor = 'mallory' where sequence = 3`, { sequence: 3, why: 'content' }],
      ['edited in its details', `update audit set details = '{"fix":"other"}' where sequence = 2`, { sequence: 2, why: 'content' }],
      ['removed', 'delete from audit where sequence = 3', { sequence: 3, why: 'gap' }],
      [
        'added',
        `insert into audit select 999999, at, tenant, actor, action, subject, details, mac from audit where sequence = 1`,
        { why: 'gap' },
      ],
      ['moved', 'update audit set sequence = case sequence when 3 then -4 when 4 then -3 else sequence end', { why: 'gap' }],
    ])('a line that was %s is noticed', async (_says, sql, broken) => {
      expect(await tampered(sql)).toMatchObject({ is: 'broken', ...broken })
    })

    test.each([
      ['neighbours', 3, 4],
      ['lines far apart', 2, 6],
    ])('%s that changed places are noticed as such', async (_says, a, b) => {
      const swap = `update audit set at = o.at, tenant = o.tenant, actor = o.actor, action = o.action, subject = o.subject, details = o.details, mac = o.mac
        from audit o where (audit.sequence = ${a} and o.sequence = ${b}) or (audit.sequence = ${b} and o.sequence = ${a})`
      expect(await tampered(swap)).toEqual({ is: 'broken', sequence: a, why: 'order' })
    })

    test('lines cut off at the end are noticed by the stored head', async () => {
      const rows = (await connections().here.store.auditRows(0, 1_000)).length
      expect(await tampered(`delete from audit where sequence > ${rows - 2}`)).toEqual({ is: 'broken', sequence: rows - 1, why: 'head' })
    })

    test('lines cut off together with the stored head are noticed by an exported head', async () => {
      const { here } = connections()
      const rows = await here.store.auditRows(0, 1_000)
      const [last, kept] = [rows.at(-1), rows.at(-3)]
      if (!last || !kept) throw new Error('too few lines')
      await here.database.executeSql('update audit_head set sequence = $1, mac = $2', [kept.sequence, kept.mac])
      const cut = `delete from audit where sequence > ${kept.sequence}`
      expect(await tampered(cut)).toMatchObject({ is: 'intact' })
      expect(await tampered(cut, last)).toMatchObject({ is: 'broken', why: 'head' })
      await here.database.executeSql('update audit_head set sequence = $1, mac = $2', [last.sequence, last.mac])
      expect(await here.store.verifyAudit(last)).toMatchObject({ is: 'intact' })
    })

    test('an exported head that another key wrote does not fit', async () => {
      const { here } = connections()
      expect(await here.store.verifyAudit({ sequence: 1, mac: 'f'.repeat(64) })).toEqual({ is: 'broken', sequence: 1, why: 'head' })
      expect(JSON.stringify(await here.store.auditRows(0, 1_000))).not.toContain(AUDIT_KEY)
    })

    test.each(['update audit set actor = actor', 'delete from audit', 'truncate audit'])('the database itself refuses: %s', async (sql) => {
      const { here } = connections()
      await expect(here.database.executeSql(sql, [])).rejects.toThrow(/append-only/)
      expect(await here.store.verifyAudit()).toMatchObject({ is: 'intact' })
    })
  })
}
