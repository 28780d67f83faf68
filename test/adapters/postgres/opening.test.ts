import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { openDatabase } from '../../../src/adapters/postgres/index.ts'
import { Failure } from '../../../src/domain/failure.ts'
import { type Server, startPostgres } from '../../support/postgres.ts'

const failureOf = async (opening: Promise<unknown>): Promise<Failure> => {
  const thrown = await opening.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof Failure)) throw new Error(`no Failure but ${thrown}`)
  return thrown
}

describe('opening says what is wrong', () => {
  let server: Server
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  test('a folder that cannot be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailflow-data-'))
    await writeFile(join(folder, 'file'), '')
    const failure = await failureOf(openDatabase({ folder: join(folder, 'file', 'data') }))
    expect(failure).toMatchObject({ code: 'folder-unwritable', args: { path: join(folder, 'file', 'data') } })
    await rm(folder, { recursive: true })
  })

  test('a server that does not answer', async () => {
    const failure = await failureOf(openDatabase({ url: 'postgres://someone:secret@127.0.0.1:1/none' }))
    expect(failure).toMatchObject({ code: 'database-unreachable', args: { why: expect.stringContaining('ECONNREFUSED') } })
    expect(JSON.stringify(failure)).not.toContain('secret')
  })

  test('a database that is not there', async () => {
    const failure = await failureOf(openDatabase({ url: server.url.replace(/[^/]+$/, 'nowhere') }))
    expect(failure).toMatchObject({ code: 'database-unreachable', args: { why: expect.stringContaining('nowhere') } })
  })

  test('a database that a newer version wrote: it stays as it is', async () => {
    const url = await server.fresh()
    const first = await openDatabase({ url })
    await first.executeSql('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', ['future', 99_999_999_999_999])
    await first.close()
    expect(await failureOf(openDatabase({ url }))).toMatchObject({ code: 'database-newer', args: { found: 5, known: 4 } })
  })

  test('diagnoses of an earlier version keep their verdict and lose only what they could not tell', async () => {
    const url = await server.fresh()
    const before = await openDatabase({ url })
    const verdict = { finding: 'connection-refused', code: '450 4.4.316' }
    const early = { target: 'x', verdict, findings: [], hosts: [{ transcript: {} }], queue: null, connector: null, resolutions: [{}] }
    const late = { ...early, hosts: [], resolutions: [], pending: 2, policies: [{}], ranges: null }
    for (const [id, diagnosis] of Object.entries({ early, late, none: null })) {
      await before.executeSql(
        `insert into incidents (id, tenant, fingerprint, state, version, opened_at, document) values ($1, 't', $1, 'diagnosed', 1, now(), $2)`,
        [id, JSON.stringify({ id, version: 1, diagnosis })],
      )
    }
    await before.executeSql('delete from drizzle.__drizzle_migrations where id = 4', [])
    await before.close()
    const after = await openDatabase({ url })
    const { rows } = await after.executeSql('select document from incidents order by id', [])
    await after.close()
    expect(rows.map(({ document }) => document)).toEqual([
      { id: 'early', version: 1, diagnosis: { ...early, hosts: [], resolutions: [], pending: 0, policies: [], ranges: null } },
      { id: 'late', version: 1, diagnosis: late },
      { id: 'none', version: 1, diagnosis: null },
    ])
  })

  test('a database of the other mode is left as it is: simulated and real incidents never mix', async () => {
    const url = await server.fresh()
    await (await openDatabase({ url }, 'live')).close()
    expect(await failureOf(openDatabase({ url }, 'sandbox'))).toMatchObject({
      code: 'other-mode',
      args: { place: 'DATABASE_URL', found: 'live', wanted: 'sandbox' },
    })
    const again = await openDatabase({ url }, 'live')
    expect(await again.healthy()).toBe(true)
    await again.close()
  })

  test('tables of somebody else: nothing of ours is left behind', async () => {
    const url = await server.fresh()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create table requests (theirs int)')
    const failure = await failureOf(openDatabase({ url }))
    expect(failure).toMatchObject({ code: 'migration-failed', args: { why: expect.stringContaining('requests') } })
    const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public'`)
    expect(rows).toEqual([{ tablename: 'requests' }])
    await client.query('drop table requests')
    await client.end()
    const database = await openDatabase({ url })
    expect(await database.healthy()).toBe(true)
    await database.close()
    expect(await database.healthy()).toBe(false)
  })
})
