import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { startLab } from '../../../src/sandbox/lab/start-lab.ts'
import { Lines } from './wire.ts'

/** Sockets, servers and threads of this process, whoever opened them: an earlier test may have left idle connections of its own. */
const open = (): readonly string[] => process.getActiveResourcesInfo().filter((each) => /TCP|UDP|Connect|Message/.test(each))

async function midHandshake(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  const lines = new Lines(socket)
  await lines.reply()
  for (const command of ['EHLO probe.example', 'STARTTLS']) {
    socket.write(`${command}\r\n`)
    await lines.reply()
  }
  // The first bytes of a TLS record, so that the server waits for the rest of the handshake.
  socket.write(Buffer.from('160301', 'hex'))
  return socket
}

describe('stopping the lab', () => {
  test('ends everything, also what is in the middle of a session, and it can start again', async () => {
    const before = open().length
    for (const _round of [1, 2]) {
      const lab = await startLab({ folder: null })
      const ports = ['203.0.113.40', '203.0.113.10', '203.0.113.20', '192.0.2.10'].map((ip) => lab.reroute(ip, 25)!.port)
      const [healthy, dropping, silent] = ports
      const clients = [
        await midHandshake(healthy!),
        connect(healthy!, '127.0.0.1'),
        connect(dropping!, '127.0.0.1'),
        connect(silent!, '127.0.0.1'),
      ]
      const gone = clients.map(
        (client) =>
          new Promise((done) =>
            client
              .resume()
              .on('error', () => undefined)
              .once('close', done),
          ),
      )
      await pause(20)
      await lab.stop()
      clients[3]!.destroy()
      await Promise.all(gone)
      for (const port of [...ports, Number(lab.dns.split(':')[1])]) {
        await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      }
    }
    await pause(50)
    expect(open().length).toBeLessThanOrEqual(before)
  })

  test('the port that refuses is nobody else’s while it is held', async () => {
    const lab = await startLab({ folder: null })
    const { port } = lab.reroute('192.0.2.10', 25)!
    for (let tries = 0; tries < 50; tries += 1) {
      await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
    await lab.stop()
  })
})
