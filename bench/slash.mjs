import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import autocannon from 'autocannon'
import { pause } from './bed.mjs'
import { median, percentile, shown } from './figures.mjs'

const COMMAND = 'incidents'
const PATH = '/slack/events'
const CONNECTIONS = 50
/** More than any application here answers in a second, so that no request is sent twice. */
const MOST_PER_SECOND = 12_000
/** A response_url takes five answers (docs.slack.dev, "Handling user interaction"). */
const USES = 5
const PACE_MS = 50
const WARM_SECONDS = 1
const PATIENCE_MS = 15_000

/** Signed commands that Slack could have sent now: each with a trigger of its own, so no two signatures are the same. */
async function sign(bed, { id, settings, users }, count) {
  const { teamId, channelId, signingSecret } = settings.slack
  const urls = await bed.around.ask('responseUrls', { world: id, count: Math.ceil(count / USES) })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const about = { token: 'not-used', team_id: teamId, channel_id: channelId, channel_name: 'mail-flow', user_id: users.requester }
  const head = new URLSearchParams({
    ...about,
    command: '/mailflow',
    text: COMMAND,
    api_app_id: 'A0MAILFLOW',
    is_enterprise_install: 'false',
  })
  return Array.from({ length: count }, (_, index) => {
    const trigger = `${timestamp}.${process.pid}.${Math.random().toString(36).slice(2)}${index}`
    const body = `${head}&response_url=${encodeURIComponent(urls[Math.floor(index / USES)])}&trigger_id=${trigger}`
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    }
    return { method: 'POST', path: PATH, headers, body }
  })
}

const figuresOf = (samples, seconds) => ({ p50: median(samples), p99: percentile(samples, 0.99), rate: samples.length / seconds })

/** As many commands as fifty connections can send, each after the answer to the one before; the first second only warms up. */
async function flood(port, requests, seconds) {
  const samples = []
  const began = performance.now()
  let sent = 0
  const running = autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections: CONNECTIONS,
    duration: seconds + WARM_SECONDS,
    requests: [{ method: 'POST', path: PATH, setupRequest: (blank) => Object.assign(blank, requests[sent++]) }],
  })
  running.on('response', (_client, _status, _bytes, ms) => {
    if (performance.now() - began > WARM_SECONDS * 1000) samples.push(ms)
  })
  const result = await running
  const bad = result.non2xx + result.errors + result.timeouts
  if (bad > 0) throw new Error(`${bad} of ${sent} commands were not answered 2xx`)
  if (sent > requests.length) throw new Error('more was sent than signed')
  return figuresOf(samples, result.duration - WARM_SECONDS)
}

/** One command after the other, with the pauses that let the application come to rest. */
async function paced(port, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const samples = []
  const began = performance.now()
  for (const each of requests) {
    samples.push(await send(port, each, agent))
    await pause(PACE_MS)
  }
  agent.destroy()
  return figuresOf(samples, (performance.now() - began) / 1000)
}

function send(port, { method, path, headers, body }, agent) {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, agent, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        response.resume().once('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - began)
          else reject(new Error(`a command was answered ${response.statusCode}`))
        })
      },
    )
    sent.once('error', reject).end(body)
  })
}

/** Every paced command got its private answer through its response_url: what was acknowledged was also done. */
async function allAnswered(bed, world, count) {
  const until = performance.now() + PATIENCE_MS
  let answers = 0
  while (performance.now() < until) {
    answers = (await bed.around.ask('calls', { world: world.id, method: 'response_url' })).length
    if (answers >= count) return
    await pause(100)
  }
  throw new Error(`${count} commands were acknowledged, ${answers} answered`)
}

/** One application, fresh and warmed up: first the paced commands, then the flood. */
async function application(bed, which, { seconds, commands }) {
  const service = await bed.service('postgres')
  if (which === 'bare') await service.stop()
  const { world } = service
  const under = which === 'ours' ? service : await bed.bare(world.settings.slack.signingSecret)
  try {
    await paced(under.port, await sign(bed, world, 10))
    const one = await paced(under.port, await sign(bed, world, commands))
    if (which === 'ours') await allAnswered(bed, world, 10 + commands)
    const requests = await sign(bed, world, MOST_PER_SECOND * (seconds + 2 * WARM_SECONDS))
    return { paced: one, flood: await flood(under.port, requests, seconds) }
  } finally {
    await under.stop()
  }
}

/** Runs of our service and of the bare application, one after the other; who goes first changes. */
export async function slash(bed, plan, tell) {
  const all = []
  for (let run = 0; run < plan.runs; run += 1) {
    const one = {}
    for (const which of run % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare']) one[which] = await application(bed, which, plan)
    for (const load of ['paced', 'flood']) tell(`  run ${run + 1}, ${load}: ours ${line(one.ours[load])}; bare ${line(one.bare[load])}`)
    all.push(one)
  }
  return all
}

const line = ({ p50, p99, rate }) => `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, ${shown(rate)}/s`

export function slashRows(all) {
  return [
    { id: 'slash-50', load: 'flood', aim: 1.5 },
    { id: 'slash-paced', load: 'paced', aim: null },
  ].map(({ id, load, aim }) => {
    const of = (which) =>
      Object.fromEntries(['p50', 'p99', 'rate'].map((figure) => [figure, median(all.map((one) => one[which][load][figure]))]))
    const ratio = median(all.map((one) => one.ours[load].p50 / one.bare[load].p50))
    return {
      id,
      figures: line(of('ours')),
      beside: `bare Bolt ${line(of('bare'))}; ratio of p50 ${ratio.toFixed(2)}`,
      met: aim === null ? null : ratio <= aim,
      runs: `${all.length} of each, taking turns`,
    }
  })
}
