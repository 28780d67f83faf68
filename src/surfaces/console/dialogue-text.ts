import type { DialogueLine } from '../../domain/evidence.ts'
import type { Diagnosis } from '../../domain/incident.ts'
import { oneLine } from '../../render/plain.ts'

/**
 * What both sides of every session said, as it went over the wire: `<` the server, `>` the bot, `*` in front of what went through TLS. Lines
 * from outside cannot carry control characters.
 */
export function dialogueText({ hosts }: Diagnosis): string {
  return hosts
    .map(({ transcript }) => {
      const { host, ip, port, dialogue } = transcript
      return [`${oneLine(host)} ${ip}:${port}`, ...dialogue.map(lineOf)].join('\n')
    })
    .join('\n\n')
}

const lineOf = ({ from, text, secured }: DialogueLine): string => `${secured ? '*' : ' '}${from === 'client' ? '>' : '<'} ${oneLine(text)}`
