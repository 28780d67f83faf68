// The reading of errors, in a process of its own: non-delivery reports as mails, beside the mail parser alone, and LED strings.
import { readdir, readFile } from 'node:fs/promises'
import PostalMime from 'postal-mime'
import { DIST, serveParent } from './children.mjs'

const CORPUS = new URL('../test/knowledge/corpus/', import.meta.url)
const { readErrors, readErrorText } = await import(`${DIST}knowledge/read-error.js`)

/** What Exchange Online says of a connector, with the cause where it gives one. */
const SAYS = [
  '450 4.4.312 DNS query failed [Message=InfoNoRecords]',
  '450 4.4.315 Connection timed out',
  '450 4.4.316 Connection refused [Message=Socket error code 10061]',
  '450 4.4.317 Cannot establish session with remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
  '450 4.4.317 Cannot connect to remote server [Message=CertificateExpired Expected Subject: mail.contoso.example.]',
  '450 4.4.318 Connection was closed abruptly',
  '450 4.7.320 Certificate validation failed [Message=SubjectMismatch]',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '451 4.7.1 Greylisting in action, please come back later',
  '550 5.4.300 Message expired -> 452 4.2.2 The recipient is out of storage space',
]

/** No two alike: each has a host, an address and a time of its own. */
const leds = Array.from({ length: 5000 }, (_, nth) => {
  const host = `mail${nth}.contoso.example`
  const ip = `198.18.${nth >> 8}.${nth & 255}`
  const stamp = `[SmtpSecurity=-2;-2] [DM6NAM11FT035.eop-nam11.prod.protection.outlook.com 2026-10-06T07:26:11.429Z 08DE05A85E2F${nth}]`
  const led = `${SAYS[nth % SAYS.length]} [LastAttemptedServerName=${host}] [LastAttemptedIP=${ip}:25] ${stamp}`
  return `Reason: [{LED=${led}};{MSG=};{FQDN=${host}};{IP=${ip}};{LRT=10/6/2026 7:26:${nth % 60} AM}]. OutboundProxyTargetIP: ${ip}. OutboundProxyTargetHostName: ${host}`
})

/** The reports of the corpus that the parser alone takes for mails too. */
async function mailsOfCorpus() {
  const names = (await readdir(CORPUS)).filter((name) => name.endsWith('.eml') && !/utf-16|cr-only/.test(name))
  return Promise.all(names.map(async (name) => new Uint8Array(await readFile(new URL(name, CORPUS)))))
}

const mails = await mailsOfCorpus()

/** How often a second of one core's work does a thing to each of `all`. */
async function rate(all, atLeastMs, one) {
  const before = process.cpuUsage()
  const began = performance.now()
  let done = 0
  while (performance.now() - began < atLeastMs) {
    for (const each of all) await one(each)
    done += all.length
  }
  const { user, system } = process.cpuUsage(before)
  return done / ((user + system) / 1e6)
}

/** The same for what answers at once: waiting in between would be most of the time. */
async function rateAtOnce(all, atLeastMs, one) {
  return (await rate([all], atLeastMs, (each) => each.forEach(one))) * all.length
}

const recognised = ({ finding }, what) => {
  if (finding === 'unrecognised') throw new Error(`not recognised: ${what}`)
}

serveParent(
  {
    facts: () => ({ mails: mails.length, bytes: mails.reduce((sum, { length }) => sum + length, 0) / mails.length, leds: leds.length }),
    alone: ({ ms }) => rate(mails, ms, (mail) => PostalMime.parse(mail)),
    read: ({ ms }) => rate(mails, ms, async (mail) => recognised((await readErrors(mail))[0], 'a mail of the corpus')),
    led: ({ ms }) => rateAtOnce(leds, ms, (led) => recognised(readErrorText(led), led)),
  },
  () => {},
)
