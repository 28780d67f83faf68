// The far side of a diagnosis, in a process of its own: a mail server and a name server that hold every answer back for a set time.
import dgram from 'node:dgram'
import net from 'node:net'
import tls from 'node:tls'
import packet from 'dns-packet'
import { addressOf, DOMAIN } from './bench-names.mjs'
import { DIST, serveParent } from './children.mjs'
import { holding } from './holding.mjs'

const SOA = {
  mname: `ns.${DOMAIN}`,
  rname: `hostmaster.${DOMAIN}`,
  serial: 1,
  refresh: 7200,
  retry: 600,
  expire: 86_400,
  minimum: 300,
}

const held = { mail: holding(), names: holding() }
const sockets = new Set()
let context = null
let sessions = 0
let silent = null
const asked = []

async function start({ key, cert }) {
  context = tls.createSecureContext({ key, cert, minVersion: 'TLSv1.3' })
  const mail = net.createServer({ noDelay: true }, serve)
  await new Promise((resolve) => mail.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve))
  const names = dgram.createSocket({ type: 'udp4', recvBufferSize: 4_000_000 })
  names.on('message', (bytes, from) => {
    const answer = answerTo(bytes)
    if (answer) held.names.later(() => names.send(answer, from.port, from.address))
  })
  await new Promise((resolve) => names.bind(0, '127.0.0.1', resolve))
  const { startSilentPort } = await import(`${DIST}sandbox/lab/silent-port.js`)
  silent = await startSilentPort()
  return { mail: mail.address().port, names: names.address().port, silent: silent.port }
}

function serve(socket) {
  sockets.add(socket)
  socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket))
  held.mail.later(() => socket.write('220 mx.bench.example ESMTP\r\n'))
  const onData = (chunk) => {
    const lines = chunk.toString('latin1').split('\r\n').filter(Boolean)
    const upgrades = lines.some((line) => /^STARTTLS$/i.test(line))
    if (upgrades) socket.off('data', onData)
    held.mail.later(() => {
      if (!upgrades) return answer(socket, lines, false)
      socket.write('220 2.0.0 Ready to start TLS\r\n')
      // The flight of the ServerHello is held by beginning the handshake late.
      socket.once('data', (hello) => {
        socket.pause()
        socket.unshift(hello)
        held.mail.later(() => secure(socket))
      })
    })
  }
  socket.on('data', onData)
}

function secure(socket) {
  if (socket.destroyed) return
  const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
  secured.on('error', () => socket.destroy())
  secured.on('data', (chunk) => {
    const lines = chunk.toString('latin1').split('\r\n').filter(Boolean)
    held.mail.later(() => answer(secured, lines, true))
  })
}

/** Commands that came in one piece are answered in one piece: one flight. */
function answer(socket, lines, secured) {
  if (!socket.writable) return
  const replies = lines.map((line) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'QUIT') return '221 2.0.0 Bye\r\n'
    if (verb !== 'EHLO') return '250 2.0.0 OK\r\n'
    if (secured) sessions += 1
    return `250-mx.bench.example\r\n250-PIPELINING\r\n250-SIZE 36700160\r\n${secured ? '' : '250-STARTTLS\r\n'}250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n`
  })
  socket.write(replies.join(''))
  if (lines.some((line) => /^QUIT$/i.test(line))) socket.end()
}

/**
 * `d7.bench.example` is a domain whose one MX is `mx7.bench.example`; `many10.bench.example` has the MX names from 0 to 9. Any other name of
 * the zone is there without records of the type, and nothing else exists.
 */
function answerTo(bytes) {
  const query = packet.decode(bytes)
  const [question] = query.questions ?? []
  if (!question) return null
  const name = question.name.toLowerCase()
  const records = recordsOf(name, question.type)
  asked.push(performance.now())
  return packet.encode({
    type: 'response',
    id: query.id,
    flags: (query.flag_rd ? packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE : 0) | (name === '.' || name.endsWith(DOMAIN) ? 0 : 3),
    questions: query.questions,
    answers: records.map(([type, data]) => ({ type, name: question.name, ttl: 300, data })),
    authorities: records.length > 0 ? [] : [{ type: 'SOA', name: DOMAIN, ttl: 300, data: SOA }],
  })
}

function recordsOf(name, type) {
  const [, kind, number] = /^(d|mx|many)(\d+)\.bench\.example$/.exec(name) ?? []
  if (kind === 'mx' && type === 'A') return [['A', addressOf(Number(number))]]
  if (kind === 'd' && type === 'MX') return [['MX', { preference: 10, exchange: `mx${number}.${DOMAIN}` }]]
  if (kind === 'many' && type === 'MX')
    return Array.from({ length: Number(number) }, (_, index) => ['MX', { preference: 10, exchange: `mx${index}.${DOMAIN}` }])
  if (name === DOMAIN && type === 'NS') return [['NS', `ns.${DOMAIN}`]]
  if ((name === DOMAIN || name === '.') && type === 'SOA') return [['SOA', SOA]]
  return []
}

/** How long mail and DNS answers are held from now on, milliseconds. */
function hold({ mailMs, namesMs }) {
  held.mail.setMs(mailMs)
  held.names.setMs(namesMs)
}

/** Since the last call: whole sessions, how long a mail flight was really held, and when questions came (ms between the first and each). */
function seen() {
  const one = { sessions, heldMs: held.mail.taken(), questions: asked.map((at) => at - asked[0]) }
  sessions = 0
  asked.length = 0
  held.names.taken()
  return one
}

serveParent({ start, hold, seen, cpu: () => process.cpuUsage() }, async () => {
  for (const socket of sockets) socket.destroy()
  await silent?.stop()
})
