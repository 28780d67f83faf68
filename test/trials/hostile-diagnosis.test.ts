import { describe, expect, test } from '@jest/globals'
import type { Card } from '../../src/cards/card.ts'
import { detailsCard, diagnosisCard, incidentCard } from '../../src/cards/index.ts'
import { IANA_RDAP_BOOTSTRAP } from '../../src/core/gather/ask-registration.ts'
import { gather } from '../../src/core/gather/gather.ts'
import { judge } from '../../src/core/judge.ts'
import { found } from '../../src/domain/answer.ts'
import type { EvidenceCode } from '../../src/domain/finding.ts'
import type { Diagnosis } from '../../src/domain/incident.ts'
import { LANGUAGES, type Language } from '../../src/domain/language.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { toTerminal } from '../../src/render/terminal.ts'
import { fakeNetwork, type Sessions, type Zone } from '../core/fake-network.ts'
import { AT, certificateWith, endedAt, tlsWith, transcriptWith } from '../probes/healthy.ts'
import { asIs, incidentOf } from '../support/samples.ts'
import { HOSTILE, slackFaults, teamsFaults } from './hostile.ts'

/** A destination that writes what it likes wherever a diagnosis reads: the walk from its words to the three renderers. */

const DOMAIN = 'hostile.example'
const MX: Zone = { [`${DOMAIN} MX`]: [`10 mx.${DOMAIN}`], [`mx.${DOMAIN} A`]: ['192.0.2.10'] }
const POLICY = `https://mta-sts.${DOMAIN}/.well-known/mta-sts.txt`
const ONE_LINE = HOSTILE.replaceAll(/[\r\n]/g, ' ')
const CERTIFICATE = certificateWith({ subject: `CN=${ONE_LINE}`, issuer: `CN=${ONE_LINE}`, names: [ONE_LINE, `mx.${DOMAIN}`] })
/** In letters it is `client hold`. */
const STATUS = 'client <!> *hold* \u202e\u001b[0;1\u0007 <@>'

async function diagnosed(zone: Zone, sessions: Sessions = {}, documents: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  const network = fakeNetwork(zone, sessions, Object.fromEntries(Object.entries(documents).map(([url, text]) => [url, found(text)])))
  const evidence = await gather(
    { network, control: null, clock: { now: () => AT, tick: () => performance.now() } },
    {
      name: DOMAIN,
      exchange: null,
      connector: null,
      hosts: [],
      domains: [DOMAIN],
      requirements: { tlsSettings: 'CertificateValidation', tlsDomain: null },
    },
    () => {},
  )
  return judge(evidence, [], 12)
}

function cardsOf(diagnosis: Diagnosis, language: Language): readonly Card[] {
  const showing = { language, now: AT, sandbox: false }
  const view = { incident: incidentOf('diagnosed', asIs, { diagnosis, reported: [] }), requests: [], children: [], tenantName: 'Contoso' }
  return [
    diagnosisCard({ diagnosis, incident: null, tenant: null, tenantName: '' }, showing),
    incidentCard(view, showing),
    detailsCard(view, showing),
  ]
}

const UNSEEN = /(?!\n)\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Cs}/u

/** A line to run and an address are never broken, so that they can be copied. */
const whole = (card: Card): readonly string[] =>
  card.parts.flatMap((part) => (part.is === 'code' ? part.lines : part.is === 'links' ? part.links.map((link) => link.url) : []))

function faultsOf(card: Card): readonly string[] {
  const drawn = toAdaptiveCard(card)
  const terminal = toTerminal(card, { colour: false, width: 100 })
  return [
    ...slackFaults(toBlockKit(card) as { text: string; blocks: unknown[] }, []),
    ...teamsFaults({ id: '1', conversation: 'c', card: JSON.stringify(drawn.card), summary: drawn.text, edits: 0 }, []),
    ...(UNSEEN.test(terminal) ? ['unseen characters in the terminal'] : []),
    ...terminal.split('\n').filter((line) => line.length > 100 && !whole(card).includes(line.trim())),
  ]
}

describe.each<readonly [string, () => Promise<Diagnosis>, readonly EvidenceCode[], string]>([
  [
    'a banner and certificate names',
    () =>
      diagnosed(MX, {
        '192.0.2.10': {
          banner: [`220 ${ONE_LINE}`],
          ehlo: [`250 ${ONE_LINE}`],
          tls: tlsWith({ certificate: CERTIFICATE, trust: 'self-signed' }),
        },
      }),
    ['certificate-self-signed', 'certificate'],
    'everyone',
  ],
  [
    'an answer that ends the session',
    () => diagnosed(MX, { '192.0.2.10': endedAt('banner', { is: 'reply', code: 554, text: `554 ${HOSTILE}` }) }),
    ['reply'],
    'everyone',
  ],
  [
    'what is no SMTP',
    () => diagnosed(MX, { '192.0.2.10': endedAt('banner', { is: 'not-smtp', text: HOSTILE }) }),
    ['not-smtp'],
    'everyone',
  ],
  [
    'TXT records',
    () =>
      diagnosed({
        ...MX,
        [`_mta-sts.${DOMAIN} TXT`]: [`v=STSv1; id=${HOSTILE}`],
        [`_smtp._tls.${DOMAIN} TXT`]: [`v=TLSRPTv1; rua=mailto:<!channel>@evil.example,https://evil.example|ok`],
      }),
    ['mta-sts-invalid', 'tls-rpt'],
    'evil',
  ],
  [
    'the hosts of an MTA-STS policy',
    () =>
      diagnosed(
        { ...MX, [`_mta-sts.${DOMAIN} TXT`]: ['v=STSv1; id=1'] },
        {},
        {
          [POLICY]: `version: STSv1\r\nmode: enforce\r\nmx: <!channel>.${ONE_LINE.replaceAll(/\s/g, '')}.example\r\nmax_age: 86400\r\n`,
        },
      ),
    ['mta-sts-invalid'],
    'evil',
  ],
  [
    'the mode of an MTA-STS policy',
    () => diagnosed({ ...MX, [`_mta-sts.${DOMAIN} TXT`]: ['v=STSv1; id=1'] }, {}, { [POLICY]: `version: STSv1\nmode: ${ONE_LINE}\n` }),
    ['mta-sts-invalid'],
    'everyone',
  ],
  [
    'RDAP statuses',
    () =>
      diagnosed(
        { [`${DOMAIN} MX`]: 'NXDOMAIN', [`${DOMAIN} A`]: 'NXDOMAIN', [`${DOMAIN} AAAA`]: 'NXDOMAIN' },
        {},
        {
          [IANA_RDAP_BOOTSTRAP]: JSON.stringify({ version: '1.0', services: [[['example'], ['https://rdap.registry.example/']]] }),
          [`https://rdap.registry.example/domain/${DOMAIN}`]: JSON.stringify({
            objectClassName: 'domain',
            ldhName: DOMAIN,
            status: [STATUS],
          }),
        },
      ),
    ['domain-status'],
    'client',
  ],
])('%s', (_says, diagnose, codes, remains) => {
  test.each(LANGUAGES)('reach the cards as text and nothing else (%s)', async (language) => {
    const diagnosis = await diagnose()
    expect(diagnosis.findings.flatMap((each) => each.evidence.map((line) => line.code))).toEqual(expect.arrayContaining([...codes]))
    const cards = cardsOf(diagnosis, language)
    expect(JSON.stringify(cards)).toContain(remains)
    expect(cards.flatMap(faultsOf)).toEqual([])
  })
})

test('a healthy transcript is what the others are measured by', async () => {
  const diagnosis = await diagnosed(MX, { '192.0.2.10': transcriptWith({}) })
  expect(diagnosis.verdict.finding).toBe('no-fault-found')
})
