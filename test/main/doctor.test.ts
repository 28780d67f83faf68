import { expect, test } from '@jest/globals'
import { doctorChecks } from '../../src/main/doctor.ts'
import { startMailServer } from '../adapters/network/mail-server.ts'

const port25 = async (control: string, port: number) => {
  const network = { allow: ['127.0.0.0/8'], dnsServers: ['127.0.0.1:1'], timeoutMs: 8000, port }
  const checks = await doctorChecks({ network, control, slack: null, teams: null }, async () => null, 'en')
  return checks.find((each) => each.name === 'port 25 outwards')
}

test('doctor holds known-good targets to what a diagnosis does: one that answers is enough, and a name that leads nowhere says nothing', async () => {
  const server = await startMailServer()
  const away = await startMailServer({ banner: '554 5.3.2 not from you\r\n' })
  try {
    expect(await port25('127.0.0.1', server.port)).toMatchObject({ is: 'ok', detail: '127.0.0.1 answered' })
    expect(await port25(`127.0.0.1:1, 127.0.0.1:${away.port}`, 25)).toMatchObject({ is: 'ok' })
    expect(await port25('127.0.0.1:1', 25)).toMatchObject({ is: 'failed' })
    expect(await port25('control.example', 25)).toMatchObject({ is: 'unknown', detail: expect.stringContaining('could not be tried') })
  } finally {
    await Promise.all([server.close(), away.close()])
  }
})
