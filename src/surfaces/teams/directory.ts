import { z } from 'zod'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import type { ConversationReference, Profile } from '../../domain/person.ts'
import type { Directory } from '../../ports/directory.ts'
import { Reference, rootOf } from './reference.ts'
import { Member, profileOf } from './roster.ts'
import type { Seam } from './seam.ts'

const Page = z.looseObject({ members: z.array(Member), continuationToken: z.string().nullish() })

/** Teams serves up to 500 members a page; people beyond so many pages are not looked for. */
const PAGE_SIZE = 500
const MOST_PAGES = 10

export interface DirectoryOptions {
  readonly seam: Seam
  readonly sandbox: boolean
  /** The conversations of an organisation that the bot is in. */
  conversations(organisation: string): Promise<readonly ConversationReference[]>
}

/** Looks for a person among the members of the conversations the bot is in: nothing else of the organisation is readable without Graph. */
export function createDirectory({ seam, sandbox, conversations }: DirectoryOptions): Directory {
  return {
    platform: 'teams',
    async findByEmail(organisation, email) {
      const wanted = email.trim().toLowerCase()
      let unread: string | null = null
      for (const { reference } of await conversations(organisation)) {
        const where = Reference.safeParse(reference)
        if (!where.success) continue
        const member = await memberWith(wanted, where.data, seam)
        if (member.is === 'found') return found(profileOf(member.value, { tenant: organisation.toLowerCase(), sandbox }))
        if (member.is === 'unknown') unread = member.why
      }
      return unread === null ? absent : unknown(unread)
    },
  } satisfies { platform: 'teams'; findByEmail(organisation: string, email: string): Promise<Answer<Profile>> }
}

async function memberWith(upn: string, where: Reference, seam: Seam): Promise<Answer<Member>> {
  let continuationToken: string | undefined
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const options = { pageSize: PAGE_SIZE, ...(continuationToken ? { continuationToken } : {}) }
      const read = Page.parse(
        await seam.speak(where.serviceUrl, (each) => each.getConversationPagedMembers(rootOf(where.conversation), options)),
      )
      const member = read.members.find((each) => each.userPrincipalName?.trim().toLowerCase() === upn)
      if (member) return found(member)
      if (!read.continuationToken) return absent
      continuationToken = read.continuationToken
    }
    return unknown('the conversation has more members than are read')
  } catch (thrown) {
    return unknown(messageOf(thrown))
  }
}
