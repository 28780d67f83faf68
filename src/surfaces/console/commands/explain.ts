import { explanationCard } from '../../../cards/explanation-card.ts'
import { type Explained, explainText } from '../../../core/explain.ts'
import type { Language } from '../../../domain/language.ts'
import { toTerminal } from '../../../render/terminal.ts'
import type { ConsoleWorld } from '../console-world.ts'
import { EXIT, json, type Outcome, printed } from '../outcome.ts'

/** `mailflow explain [TEXT | -]`: what Exchange Online wrote and what it means. Exit 3 when nothing was recognised. */
export async function explainCommand(
  world: ConsoleWorld,
  text: string | undefined,
  options: { readonly json?: boolean; readonly language: Language },
): Promise<Outcome> {
  const input = text === undefined || text === '-' ? await world.stdin() : text
  const explained = await explainText(input, options.language)
  const exit = explained.some(({ report }) => report.finding !== 'unrecognised') ? EXIT.ok : EXIT.unrecognised
  if (options.json) return json({ reports: explained.map(toJson) }, exit)
  const card = explanationCard({ reports: explained.map(({ report }) => report) }, world.showing(options.language))
  return printed(toTerminal(card, world), exit)
}

function toJson({ report, explanation }: Explained): object {
  const { title, means, causes, steps, sources } = explanation
  const { recipient, reply, status, finding, server, ip, detail } = report
  return {
    recipient,
    reply,
    status,
    finding,
    server,
    ip,
    detail,
    title,
    means,
    causes,
    steps: steps.map((step) => ({ who: step.who, do: step.do })),
    sources,
  }
}
