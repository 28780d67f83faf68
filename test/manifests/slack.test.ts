import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { SHORTCUTS } from '../../src/surfaces/slack/shortcuts.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const http = JSON.parse(read('../../manifests/slack/manifest.http.json'))
const socket = JSON.parse(read('../../manifests/slack/manifest.socket.json'))
const validate = formats
  .default(new Ajv({ strict: false, allErrors: true }))
  .compile(JSON.parse(read('../schemas/slack-manifest.schema.2.0.0.json')))

const FOLDER = new URL('../../src/surfaces/slack/', import.meta.url)
const code = readdirSync(FOLDER)
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  .join('\n')

/** What each scope is for: a Web API method the code calls, or an event it hears (docs.slack.dev, scopes). */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  commands: ["'command' in body", "case 'shortcut':", "case 'message_action':"],
  'chat:write': ['chat.postMessage', 'chat.update', 'chat.postEphemeral'],
  'users:read': ['users.info'],
  'users:read.email': ['users.lookupByEmail'],
  'app_mentions:read': ["'app_mention'"],
  'im:history': ["channel_type === 'im'"],
  'channels:read': ['conversations.info', "'channel_left'", "'member_joined_channel'"],
  'files:read': ['files.info', 'url_private_download'],
  'groups:read': ["'group_left'"],
}

describe.each([
  ['over HTTP', http],
  ['over Socket Mode', socket],
])('the Slack app manifest %s', (_says, manifest) => {
  test('keeps to Slack’s schema', () => {
    expect(validate(manifest) ? [] : validate.errors).toEqual([])
  })

  test('the schema would find a fault', () => {
    expect(validate({ ...manifest, features: { ...manifest.features, colour: 'blue' } })).toBe(false)
  })

  test('asks for no scope that the code does not use, and for each that it uses', () => {
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(Object.keys(SCOPES).sort())
    expect(manifest.oauth_config.scopes.user).toBeUndefined()
    for (const [scope, uses] of Object.entries(SCOPES))
      for (const use of uses) expect([scope, use, code.includes(use)]).toEqual([scope, use, true])
  })

  test('every Web API method the code calls has its scope, or needs none', () => {
    const called = new Set([...code.matchAll(/client\.(\w+\.\w+)\(/g)].map((match) => match[1] ?? ''))
    const free = ['auth.test', 'views.open', 'views.update', 'views.publish']
    const covered = [...free, ...Object.values(SCOPES).flat()]
    expect([...called].filter((method) => !covered.includes(method))).toEqual([])
    expect(called.size).toBeGreaterThan(8)
  })

  test('subscribes to exactly the events that are heard', () => {
    const events = readFileSync(new URL('events.ts', FOLDER), 'utf8')
    const heard = [...events.matchAll(/case '(\w+)':/g)].map((match) => match[1])
    const subscribed = manifest.settings.event_subscriptions.bot_events.map((name: string) => name.replace('message.im', 'message'))
    expect(subscribed.sort()).toEqual(heard.sort())
  })

  test('names the shortcuts as the code does', () => {
    const named = manifest.features.shortcuts.map((shortcut: { type: string; callback_id: string }) => [
      shortcut.type,
      shortcut.callback_id,
    ])
    expect(named).toEqual([
      ['global', SHORTCUTS.incidents],
      ['message', SHORTCUTS.explain],
    ])
  })
})

test('the two differ only in how Slack reaches the bot', () => {
  const url = 'https://YOUR-HOST/slack/events'
  expect(http.settings.event_subscriptions.request_url).toBe(url)
  expect(http.settings.interactivity.request_url).toBe(url)
  expect(http.features.slash_commands[0].url).toBe(url)
  expect([http.settings.socket_mode_enabled, socket.settings.socket_mode_enabled]).toEqual([false, true])
  expect(JSON.stringify(socket)).not.toContain('https://')
  const without = (manifest: object) =>
    JSON.parse(JSON.stringify(manifest, (key, value) => (/url$|socket_mode/.test(key) ? undefined : value)))
  expect(without(socket)).toEqual(without(http))
})
