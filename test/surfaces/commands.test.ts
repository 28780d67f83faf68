import { describe, expect, test } from '@jest/globals'
import type { Desk } from '../../src/core/desk.ts'
import { answerCommand, type CommandContext } from '../../src/surfaces/commands.ts'
import { AT, alex, incident, request } from '../support/requests.ts'

/** Two tenants; the channel serves those named. */
function contextOf(tenants: readonly string[]): CommandContext & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  const here = { platform: 'slack', organisation: 'T1', id: 'C1', name: 'alerts', isPersonal: false, language: null } as const
  const desk = {
    tenants: ['tenant-1', 'tenant-2'],
    channel: async () => ({ ...here, tenants }),
    incidents: async (which: unknown) => {
      asked.push(which)
      return [incident()]
    },
    requests: async (_incident: unknown, which: unknown) => {
      asked.push(which)
      return [request()]
    },
    examineLater: async (tenant: unknown) => void asked.push(tenant),
  } as unknown as Desk
  return {
    desk,
    asked,
    acting: { person: alex, surface: 'slack', language: 'en' },
    showing: { language: 'en', now: AT, sandbox: false },
    reply: { platform: 'slack', is: 'response-url', url: 'https://hooks.slack.com/x' },
    channel: here,
    prefix: '/mailflow',
    tenantName: (tenant) => tenant,
  }
}

describe('where several tenants are looked after', () => {
  test.each(['incidents', 'requests'])('%s lists those of the channel’s tenants alone', async (command) => {
    const context = contextOf(['tenant-2'])
    await answerCommand(command, context)
    expect(context.asked).toEqual([['tenant-2']])
  })

  test.each(['incidents', 'requests', 'connectors', 'domains', 'diagnose mail.contoso.example'])(
    '%s in a channel that is tied to none shows nothing of anybody’s',
    async (command) => {
      const context = contextOf([])
      const card = await answerCommand(command, context)
      expect(context.asked).toEqual([])
      expect(JSON.stringify(card)).toContain('not tied to a tenant')
    },
  )
})

describe('help', () => {
  test.each([
    ['slack', false, 'Only you see these answers'],
    ['teams', true, 'Only you see these answers'],
    ['teams', false, 'Everybody here reads these answers'],
  ] as const)('says who reads the answers: %s, in private %s', async (platform, isPersonal, says) => {
    const context = contextOf(['tenant-1'])
    const card = await answerCommand('help', { ...context, channel: { ...context.channel, platform, isPersonal } })
    expect(JSON.stringify(card)).toContain(says)
  })
})
