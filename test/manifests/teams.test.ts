import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { strFromU8, unzipSync } from 'fflate'
import { parseCommand } from '../../src/core/command.ts'
import { EXPLAIN } from '../../src/surfaces/teams/message-action.ts'

const MAILFLOW = fileURLToPath(new URL('../../bin/mailflow.js', import.meta.url))
const ENV = { TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555', MAILFLOW_PUBLIC_URL: 'https://mailflow.contoso.example:8443/base' }
const run = promisify(execFile)

interface Command {
  readonly title: string
  readonly description: string
}

const schema = async (name: string) => JSON.parse(await readFile(new URL(`../schemas/${name}`, import.meta.url), 'utf8'))
async function faultsOf(value: unknown, name: string): Promise<unknown> {
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(await schema(name))
  return validate(value) ? [] : validate.errors
}

let folder: string
let files: Record<string, Uint8Array>
let manifest: Record<string, unknown> & {
  bots: { supportsFiles: boolean; commandLists: { scopes: string[]; triggers: string[]; commands: Command[] }[] }[]
  composeExtensions: { botId: string; commands: (Command & { id: string; type: string; context: string[]; fetchTask: boolean })[] }[]
}
let french: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'teams-manifest-'))
  const zip = join(folder, 'app.zip')
  await run(process.execPath, [MAILFLOW, 'manifest', 'teams', zip], { env: { ...process.env, ...ENV }, cwd: folder })
  files = unzipSync(new Uint8Array(await readFile(zip)))
  manifest = JSON.parse(strFromU8(files['manifest.json']!))
  french = JSON.parse(strFromU8(files['fr.json']!))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the Teams app package', () => {
  test('holds the manifest, its language file and both icons, at the root', () => {
    expect(Object.keys(files).sort()).toEqual(['color.png', 'fr.json', 'manifest.json', 'outline.png'])
  })

  test('passes the schema of manifest 1.29, and no placeholder is left', async () => {
    expect(await faultsOf(manifest, 'MicrosoftTeams.v1.29.schema.json')).toEqual([])
    expect(JSON.stringify(manifest)).not.toContain('${')
    expect(manifest).toMatchObject({
      id: ENV.TEAMS_APP_ID,
      validDomains: ['mailflow.contoso.example'],
      bots: [{ botId: ENV.TEAMS_APP_ID }],
    })
  })

  test('passes the schema of localisation files', async () => {
    expect(await faultsOf(french, 'MicrosoftTeams.Localization.schema.json')).toEqual([])
  })

  test('a manifest with a fault does not pass: the schema is really held against it', async () => {
    expect(await faultsOf({ ...manifest, id: 'not-a-guid' }, 'MicrosoftTeams.v1.29.schema.json')).not.toEqual([])
    expect(await faultsOf({ ...manifest, extra: true }, 'MicrosoftTeams.v1.29.schema.json')).not.toEqual([])
  })

  test('every command exists in French, in its place', () => {
    manifest.bots[0]!.commandLists.forEach(({ commands }, list) => {
      commands.forEach((_command, at) => {
        const key = `bots[0].commandLists[${list}].commands[${at}]`
        expect(french).toHaveProperty([`${key}.title`])
        expect(french).toHaveProperty([`${key}.description`])
      })
    })
  })

  test('a message has the action that the code hears, which opens a dialog, in French too', () => {
    expect(manifest.composeExtensions).toMatchObject([
      {
        botId: ENV.TEAMS_APP_ID,
        commands: [{ id: EXPLAIN, type: 'action', context: ['message'], title: 'Explain this bounce', fetchTask: true }],
      },
    ])
    manifest.composeExtensions[0]!.commands.forEach(({ title, description }, at) => {
      const key = `composeExtensions[0].commands[${at}]`
      expect(french[`${key}.title`]).not.toBe(title)
      expect(french[`${key}.description`]).not.toBe(description)
      expect(french[`${key}.title`]!.length).toBeLessThanOrEqual(32)
      expect(french[`${key}.description`]!.length).toBeLessThanOrEqual(128)
    })
  })

  test('files can be attached in the personal chat', () => {
    expect(manifest.bots[0]!.supportsFiles).toBe(true)
  })

  test('what the menus offer is understood, in both languages', () => {
    const titles = manifest.bots[0]!.commandLists.flatMap(({ commands }) => commands.map((command) => command.title))
    const inFrench = Object.entries(french).flatMap(([key, value]) => (key.endsWith('.title') ? [value] : []))
    for (const title of [...titles, ...inFrench]) expect(parseCommand(`${title} contoso`)).not.toMatchObject({ is: 'unknown' })
  })

  test('mention and slash offer the commands in every scope', () => {
    const lists = manifest.bots[0]!.commandLists
    expect(lists.map((list) => list.scopes)).toEqual([['personal'], ['team'], ['groupChat']])
    for (const list of lists) expect(list.triggers).toEqual(['mention', 'slash'])
  })
})

describe('the icons', () => {
  test.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s has the size Teams asks for', (name, size) => {
    const view = new DataView(files[name]!.buffer, files[name]!.byteOffset)
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([size, size])
  })

  test('the outline is white on transparent', () => {
    const pixels = pixelsOf(files['outline.png']!)
    expect(pixels.some(([, , , alpha]) => alpha === 0)).toBe(true)
    expect(pixels.some(([, , , alpha]) => alpha > 200)).toBe(true)
    expect(pixels.filter(([red, green, blue, alpha]) => alpha > 0 && Math.min(red, green, blue) < 250)).toEqual([])
  })
})

describe('packing', () => {
  const packing = (file: string, env: Readonly<Record<string, string>>) =>
    run(process.execPath, [MAILFLOW, 'manifest', 'teams', file], { env: { PATH: process.env.PATH ?? '', ...env }, cwd: folder }).catch(
      (error: { code: number; stderr: string }) => error,
    )

  test.each([
    ['C.UTF-8', 'was not packed'],
    ['fr_FR.UTF-8', 'n’a pas été préparée'],
  ])('says all that is missing, in the language of the terminal (%s), and writes nothing', async (LANG, words) => {
    const failed = await packing(join(folder, 'no.zip'), { LANG })
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringMatching(/TEAMS_APP_ID[\s\S]*MAILFLOW_PUBLIC_URL/) })
    expect(failed.stderr).toContain(words)
    await expect(readFile(join(folder, 'no.zip'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('says where it could not be written, without a stack', async () => {
    const failed = await packing(folder, { ...ENV, LANG: 'C.UTF-8' })
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(`could not be written to ${folder}`) })
    expect(failed.stderr.trim().split('\n')).toHaveLength(1)
  })
})

/** Pixels of an 8-bit RGBA PNG without interlacing. */
function pixelsOf(png: Uint8Array): [number, number, number, number][] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  expect([...png.slice(24, 26)]).toEqual([8, 6])
  const data: Uint8Array[] = []
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12) {
    if (strFromU8(png.slice(at + 4, at + 8)) === 'IDAT') data.push(png.slice(at + 8, at + 8 + view.getUint32(at)))
  }
  const [width, raw] = [view.getUint32(16), inflateSync(Buffer.concat(data))]
  const stride = width * 4
  let above = new Uint8Array(stride)
  const pixels: [number, number, number, number][] = []
  for (let row = 0; row * (stride + 1) < raw.length; row++) {
    const line = unfiltered(raw.subarray(row * (stride + 1), (row + 1) * (stride + 1)), above)
    for (let x = 0; x < stride; x += 4) pixels.push([line[x]!, line[x + 1]!, line[x + 2]!, line[x + 3]!])
    above = line
  }
  return pixels
}

function unfiltered(line: Uint8Array, above: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(line.length - 1)
  for (let at = 0; at < out.length; at++) {
    const [left, up, corner] = [out[at - 4] ?? 0, above[at]!, above[at - 4] ?? 0]
    const distance = (of: number) => Math.abs(left + up - corner - of)
    const paeth =
      distance(left) <= distance(up) && distance(left) <= distance(corner) ? left : distance(up) <= distance(corner) ? up : corner
    out[at] = line[at + 1]! + [0, left, up, (left + up) >> 1, paeth][line[0]!]!
  }
  return out
}
