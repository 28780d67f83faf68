const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

/**
 * What a person wrote, without Slack's own notation (docs.slack.dev, formatting message text): links and addresses as they were typed,
 * mentions as names where Slack gives one, the three entities as characters. A pasted `<user@example.com>` stays as it is.
 */
export const plainText = (text: string): string =>
  text
    .replace(/<(?:mailto:|tel:)([^|>]+)(?:\|([^>]*))?>/g, (_all, address: string, label?: string) => label || address)
    .replace(/<(https?:[^|>]+)(?:\|([^>]*))?>/g, (_all, url: string, label?: string) => label || url)
    .replace(/<[@#!][^|>]*\|([^>]*)>/g, '$1')
    .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)

/** The text behind a mention of the bot. */
export const afterMention = (text: string): string => text.replace(/^\s*(?:<@[UW][A-Z0-9]+(?:\|[^>]*)?>[\s,:]*)+/, '')
