import type { Card, Showing } from '../../cards/card.ts'
import { helpCard, incidentsCard } from '../../cards/index.ts'
import type { Acting } from '../../core/desk.ts'
import { toBlockKit } from '../../render/block-kit.ts'
import { answerOnce, notice } from './answered.ts'
import { outcomeOf } from './call.ts'
import { blocksOf } from './modal.ts'
import type { Deps, Origin } from './turn.ts'

/** The home tab: open incidents, then what can be asked. Drawn anew each time somebody looks. */
export async function publishHome(origin: Origin, deps: Deps): Promise<void> {
  const answered = await answerOnce(origin, deps, {
    changes: false,
    work: async (acting, showing) => notice(await homeCard(acting, showing, deps)),
  })
  if (!answered) return
  const { text, blocks } = toBlockKit(answered.answer.card, { modal: true })
  const view = { type: 'home' as const, blocks: blocksOf({ platform: 'slack', text, body: blocks }) }
  const outcome = await outcomeOf(async () => {
    await deps.client.views.publish({ user_id: origin.user, view })
    return {}
  })
  if (outcome.is !== 'posted') deps.log.warn({ outcome: outcome.is }, 'a home tab could not be published')
}

async function homeCard(acting: Acting, showing: Showing, { desk, tenantName }: Deps): Promise<Card> {
  const tenants = desk.sees(acting)
  const incidents = (tenants.length > 0 ? await desk.incidents(tenants) : []).filter((each) => each.state !== 'resolved')
  const list = incidentsCard({ incidents, tenantName }, showing)
  const help = helpCard({ prefix: '/mailflow' }, { ...showing, sandbox: false })
  return { ...list, parts: [...list.parts, { is: 'divider' }, { is: 'heading', text: help.title }, ...help.parts] }
}
