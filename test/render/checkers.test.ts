import { describe, expect, test } from '@jest/globals'
import { incidentCard } from '../../src/cards/index.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults, modalFaults } from '../support/block-kit-limits.ts'
import { asIs, incidentOf, showing } from '../support/samples.ts'

const card = incidentCard({ incident: incidentOf('diagnosed', asIs), requests: [], children: [], tenantName: 'Contoso' }, showing('en'))
const section = (text: string, more = {}) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true, ...more } })
const button = (more = {}) => ({
  type: 'actions',
  elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'a', value: '{}', ...more }],
})

describe('the checker of Slack messages', () => {
  test.each([
    ['a message that is fine', [section('Hello &amp; <https://security.microsoft.com/alerts|here> <@U1>')], true],
    ['no block', [], false],
    ['51 blocks', Array.from({ length: 51 }, () => section('x')), false],
    ['a section past 3000', [section('x'.repeat(3001))], false],
    ['an empty text', [section('')], false],
    ['a bare ampersand', [section('a & b')], false],
    ['a broadcast', [section('<!channel>')], false],
    ['a foreign link', [section('<https://evil.example|Approve>')], false],
    ['text that Slack may turn into links', [section('x', { verbatim: false })], false],
    ['a button without a value', [button({ value: '' })], false],
    ['a value past 2000', [button({ value: 'x'.repeat(2001) })], false],
    ['a label past 75', [button({ text: { type: 'plain_text', text: 'x'.repeat(76) } })], false],
    ['a style Slack does not know', [button({ style: 'default' })], false],
    ['an action id used twice', [button(), button()], false],
    ['a header past 150', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], false],
    ['a block Slack does not know', [{ type: 'teaser' }], false],
    ['a key Slack does not know', [{ type: 'divider', colour: 'red' }], false],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, (_, n) => ({ ...button().elements[0], action_id: `a${n}` })) }],
      false,
    ],
  ])('%s', (_says, blocks, fine) => {
    expect(messageFaults({ text: 'x', blocks }).length === 0).toBe(fine)
  })

  test('a modal title past 24 is found', () => {
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'x'.repeat(25) },
      close: { type: 'plain_text', text: 'x' },
      callback_id: 'c',
      private_metadata: '',
    }
    expect(modalFaults({ ...view, blocks: toBlockKit(card).blocks })).not.toEqual([])
  })
})

describe('the checker of Adaptive Cards', () => {
  const drawn = toAdaptiveCard(card).card
  test.each([
    ['the card itself', {}, true],
    ['another type', { type: 'Card' }, false],
    ['an unknown key', { colour: 'red' }, false],
    ['an unknown element', { body: [{ type: 'Teaser' }] }, false],
    ['an element without its words', { body: [{ type: 'RichTextBlock' }] }, false],
    ['an unknown action', { actions: [{ type: 'Action.Run', title: 'x' }] }, false],
    ['a wrong value', { body: [{ type: 'TextBlock', text: 'x', wrap: 'yes' }] }, false],
  ])('%s', (_says, changes, fine) => {
    expect(adaptiveCardFaults({ ...drawn, ...changes }).length === 0).toBe(fine)
  })
})
