import { afterEach, describe, expect, test } from '@jest/globals'
import { incident, plan } from '../../support/requests.ts'
import { interaction, openWorld, pressInView, pressOnMessage, submission, textOf, type World } from './world.ts'

const HASH = '0123456789abcdef'
const DETAILS = { verb: 'details', incident: 'inc1' }
const PLAN = { verb: 'plan', incident: 'inc1', fix: 'disable-connector' }
const APPROVE = { verb: 'approve', request: 'req1', plan: HASH }

let world: World
afterEach(() => world.stop())

const filled = () => world.api.until(() => world.api.of('views.update').at(-1), 'the modal filled')
const answered = () => world.api.until(() => world.api.responses.at(-1), 'an answer through response_url')
interface View {
  readonly blocks: readonly { readonly type: string; readonly elements?: readonly { readonly value?: string }[] }[]
  readonly [field: string]: unknown
}
const viewOf = (args: Readonly<Record<string, unknown>>): View => args.view as View

describe('a button that shows something', () => {
  test('opens a modal at once, before anybody is asked who pressed, and fills it', async () => {
    world = await openWorld()
    expect((await world.send(pressOnMessage(PLAN))).body).toBe('')
    const update = await filled()
    const methods = world.api.calls.map((call) => call.method)
    expect(methods.indexOf('views.open')).toBeLessThan(methods.indexOf('users.info'))
    expect(textOf(world.api.of('views.open')[0]?.args.view)).toContain('One moment')
    expect(update.args.view_id).toBe('V1')
    expect(textOf(update.args.view)).toContain('To on-premises')
  })

  test('carries the next press in the modal itself, once, and nothing but ids', async () => {
    world = await openWorld()
    await world.send(pressOnMessage(PLAN))
    const view = viewOf((await filled()).args)
    expect(view.submit).toMatchObject({ text: 'Ask for approval' })
    expect(JSON.parse(String(view.private_metadata))).toEqual({ verb: 'request', incident: 'inc1', plan: plan().hash })
    const values = view.blocks.flatMap((block) => (block.type === 'actions' ? (block.elements ?? []) : [])).map((each) => each.value)
    expect(values).not.toContain(view.private_metadata)
  })

  test('while the tenant is read, the modal says so and the real answer fills it later', async () => {
    world = await openWorld({ plan: async () => ({ is: 'working' }) })
    await world.send(pressOnMessage(PLAN))
    const update = await filled()
    expect(update.args).toMatchObject({ hash: 'hash-1' })
    const press = { verb: 'request' as const, incident: 'inc1', plan: HASH }
    const body = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'press:request:0', value: JSON.stringify(press) }] },
      { type: 'divider' },
    ]
    const drawing = { platform: 'slack' as const, text: 'plan', body, title: 'Plan', submit: { label: 'Ask', press } }
    const reply = { platform: 'slack' as const, is: 'view' as const, organisation: 'T1', view: 'V1' }
    expect(await world.slack.poster.answer(reply, drawing)).toMatchObject({ is: 'posted' })
    const last = world.api.of('views.update').at(-1)!
    expect(last.args.hash).toBeUndefined()
    expect(viewOf(last.args)).toMatchObject({
      submit: { text: 'Ask' },
      private_metadata: JSON.stringify(press),
      blocks: [{ type: 'divider' }],
    })
  })

  test('"working" never covers a real answer that came first', async () => {
    world = await openWorld({ plan: async () => ({ is: 'working' }) })
    world.api.on('views.update', ({ hash }) => (hash ? { ok: false, error: 'hash_conflict' } : { ok: true }))
    await world.send(pressOnMessage(PLAN))
    await filled()
    await world.slack.stop()
    expect(world.api.of('views.update')).toHaveLength(1)
    expect(world.log.filter((line) => line.level === 'warn')).toEqual([])
  })

  test('when Slack opens no modal, the answer comes as a private message with the next button', async () => {
    world = await openWorld()
    world.api.on('views.open', () => ({ ok: false, error: 'expired_trigger_id' }))
    await world.send(pressOnMessage(PLAN))
    const answer = await answered()
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(textOf(answer.blocks)).toContain('Ask for approval')
  })

  test('of an incident that is not there fills the modal with the refusal', async () => {
    world = await openWorld()
    await world.send(pressOnMessage({ verb: 'details', incident: 'nope' }))
    expect(textOf((await filled()).args.view)).toContain('Not done')
  })

  test('inside a modal changes that modal', async () => {
    world = await openWorld()
    await world.send(pressInView(DETAILS, { id: 'V7' }))
    expect((await filled()).args.view_id).toBe('V7')
    expect(world.api.of('views.open')).toEqual([])
  })

  test('on the home tab opens a modal, whatever it does', async () => {
    world = await openWorld()
    await world.send(pressInView({ verb: 'acknowledge', incident: 'inc1' }, { id: 'VHOME', type: 'home' }))
    expect((await filled()).args.view_id).toBe('V1')
    expect(world.fake.effects).toEqual(['alex@contoso.example acknowledges inc1'])
  })

  test('hostile names stay text in the modal', async () => {
    const name = '<!channel><https://evil.example|Approve>\u202e'
    world = await openWorld({ incident: async () => incident({ subject: { is: 'connector', name } }) })
    await world.send(pressOnMessage(DETAILS))
    expect(textOf((await filled()).args.view)).not.toMatch(/<!channel|<https:\/\/evil|\u202e/)
  })
})

describe('a button that decides', () => {
  test('approves and tells only the one who pressed, leaving the shared card alone', async () => {
    world = await openWorld()
    expect(await world.send(pressOnMessage(APPROVE, 'USAM'))).toMatchObject({ status: 200, body: '' })
    expect(await answered()).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(world.fake.effects).toEqual(['sam@contoso.example approve req1'])
    expect(world.api.of('chat.update')).toEqual([])
  })

  test('is refused privately to whoever may not', async () => {
    world = await openWorld()
    await world.send(pressOnMessage(APPROVE, 'UALEX'))
    expect(textOf((await answered()).blocks)).toContain('MAILFLOW_APPROVERS')
    expect(world.fake.effects).toEqual([])
  })

  test('when the desk fails, says that it is not certain what was taken', async () => {
    world = await openWorld({
      decide: async () => {
        throw new Error('broken')
      },
    })
    await world.send(pressOnMessage(APPROVE, 'USAM'))
    expect(textOf((await answered()).blocks)).toContain('look at the card')
  })

  test.each([
    ['another version of the bot', '{"verb":"explode"}'],
    ['no JSON', 'approve req1'],
    ['more than a press', JSON.stringify({ ...APPROVE, approver: 'sam@contoso.example' })],
    ['nothing', ''],
  ])('a value of %s is refused as out of date', async (_says, value) => {
    world = await openWorld()
    await world.send(pressOnMessage(value, 'USAM'))
    expect(textOf((await answered()).blocks)).toContain('Not done')
    expect(world.fake.effects).toEqual([])
  })

  test('a button that is none of ours is acknowledged and left alone', async () => {
    world = await openWorld()
    const actions = [{ type: 'button', block_id: 'b', action_id: 'open-link', action_ts: '1.1' }]
    const link = interaction({
      type: 'block_actions',
      container: { type: 'message' },
      actions,
      response_url: 'https://hooks.slack.com/actions/x',
    })
    expect(await world.send(link)).toMatchObject({ status: 200, body: '' })
    expect(world.api.responses).toEqual([])
  })
})

describe('a modal that is sent', () => {
  const ask = JSON.stringify({ verb: 'request', incident: 'inc1', plan: HASH })

  test('is decided inside the acknowledgement', async () => {
    world = await openWorld()
    const { status, body } = await world.send(submission(ask))
    expect(status).toBe(200)
    const said = JSON.parse(body)
    expect(said).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
    expect(body).toContain('Asked for approval')
    expect(said.view.submit).toBeUndefined()
    expect(world.fake.effects).toEqual(['alex@contoso.example asks for inc1'])
  })

  test('is refused inside the acknowledgement', async () => {
    world = await openWorld()
    const { body } = await world.send(submission(ask, 'USTRANGER'))
    expect(JSON.parse(body)).toMatchObject({ response_action: 'update' })
    expect(body).toContain('Not done')
    expect(world.fake.effects).toEqual([])
  })

  test('that takes too long is acknowledged in time and filled afterwards', async () => {
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    world = await openWorld({
      askFor: async () => {
        await slow
        return { is: 'refused', why: 'plan-stale', args: {} }
      },
    })
    const sent = await world.send(submission(ask))
    expect(sent.ms).toBeLessThan(3000)
    expect(sent.body).toContain('One moment')
    release()
    expect(textOf((await filled()).args)).toContain('Not done')
  })

  test.each(['', '{"verb":"request"}', 'not json'])('that carries %j is refused as out of date', async (metadata) => {
    world = await openWorld()
    expect((await world.send(submission(metadata))).body).toContain('Not done')
    expect(world.fake.effects).toEqual([])
  })
})

describe('shortcuts', () => {
  test('the global one opens the incidents in a modal', async () => {
    world = await openWorld()
    await world.send(interaction({ type: 'shortcut', callback_id: 'mailflow_incidents' }))
    expect(textOf((await filled()).args.view)).toContain('inc1')
  })

  test('the one on a message explains what it says, privately', async () => {
    const texts: unknown[] = []
    world = await openWorld({
      explain: async (text) => {
        texts.push(text)
        return []
      },
    })
    const message = {
      type: 'message',
      ts: '1.1',
      text: 'fwd: 450 4.4.316 &lt;x&gt;',
      attachments: [{ text: 'to <mailto:kim@contoso.example|kim@contoso.example>' }],
    }
    const response_url = 'https://hooks.slack.com/app/T1/1/x'
    await world.send(
      interaction({ type: 'message_action', callback_id: 'mailflow_explain', channel: { id: 'C1', name: 'mail' }, message, response_url }),
    )
    expect(await answered()).toMatchObject({ response_type: 'ephemeral' })
    expect(texts).toEqual(['fwd: 450 4.4.316 <x>\nto kim@contoso.example'])
  })
})
