import type { RecipientTest } from '../../domain/evidence.ts'
import { isMailbox } from '../../domain/mailbox.ts'
import type { ConversationTarget } from '../../ports/network.ts'
import type { Wire } from './wire.ts'

type Answered = RecipientTest['mail']

/**
 * Asks MAIL FROM and RCPT TO, once with the null sender (RFC 5321 §4.5.5) and once with the chosen one, and resets each time (§4.1.1.5); DATA is
 * never sent. After a silence or a close nothing more is said. Addresses that cannot be sent as they are lead to no test at all.
 * @param msLeft how long may still be waited, milliseconds, asked anew for each command
 */
export async function recipientTests(
  wire: Wire,
  { address, sender }: NonNullable<ConversationTarget['recipient']>,
  msLeft: () => number,
): Promise<readonly RecipientTest[]> {
  if (!isMailbox(address) || (sender !== '' && !isMailbox(sender))) return []
  let isTalking = true
  const ask = async (command: string): Promise<Answered> => {
    if (!isTalking) return null
    wire.send(command)
    const received = await wire.reply(msLeft())
    isTalking = received.is === 'reply'
    return received.is === 'reply' ? { code: received.reply.code, text: received.reply.lines.join('\n').slice(0, TEXT_LIMIT) } : null
  }
  const tests: RecipientTest[] = []
  for (const from of new Set(['', sender])) {
    const mail = await ask(`MAIL FROM:<${from}>`)
    const rcpt = mail && isSuccess(mail) ? await ask(`RCPT TO:<${address}>`) : null
    tests.push({ sender: from, recipient: address, mail, rcpt })
    await ask('RSET')
  }
  return tests
}

const TEXT_LIMIT = 2000

const isSuccess = ({ code }: { readonly code: number }): boolean => code >= 200 && code < 300
