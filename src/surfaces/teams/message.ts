import type { Drawing } from '../../domain/post.ts'

/**
 * The activity that carries a card. The line for notifications goes into `summary`: in `text` it would stand above the card,
 * and Teams would read it as markdown.
 */
export const messageOfDrawing = (drawing: Drawing, bot: string): object => ({
  type: 'message',
  textFormat: 'plain',
  summary: drawing.text,
  from: { id: bot },
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: drawing.body }],
})
