import type { FindingCode, Stage } from '../../../src/domain/finding.ts'
import type { PolicyReport } from '../../../src/domain/incident.ts'
import { type Expected, type ExpectedTable, flows } from './expected.ts'

type More = Omit<Expected, 'finding' | 'stage' | 'code'>

const dns = (finding: FindingCode, code: string, more: More = {}): Expected => ({ finding, stage: 'dns', code, ...more })
const LOOKUP = '450 4.4.312'
const SPECIAL: Expected = dns('address-not-public', '450 4.4.315', { proof: ['address-special'] })

/** Rows 1 to 13 as far as names and addresses go. */
export const EXPECTED_DNS: ExpectedTable = {
  'servers-failing': dns('dns-servers-failing', LOOKUP, { proof: ['dns-lame', 'dns-failure'] }),
  'mx-failing': dns('dns-servers-failing', LOOKUP, { proof: ['dns-failure'] }),
  'servers-refusing': dns('dns-servers-failing', LOOKUP, { proof: ['dns-lame', 'dns-failure'] }),
  'servers-garbled': dns('dns-servers-failing', LOOKUP, { proof: ['dns-lame', 'dns-failure'] }),
  'cut-answer': dns('dns-query-failed', LOOKUP, { proof: ['dns-failure'] }),
  'long-answer': flows,
  'domain-missing': dns('dns-domain-missing', '550 5.4.310', { proof: ['dns-nxdomain', 'domain-unregistered'] }),
  'smart-host-missing': dns('dns-domain-missing', LOOKUP, { proof: ['dns-nxdomain'] }),
  'no-records': dns('dns-no-records', LOOKUP, { proof: ['dns-nodata'] }),
  'servers-silent': dns('dns-servers-failing', LOOKUP, { proof: ['dns-lame', 'dns-failure'] }),
  'one-server-lame': dns('dns-servers-failing', LOOKUP, {
    reported: 'dns-query-failed',
    proof: ['dns-lame'],
    warnings: ['dns-servers-failing'],
  }),
  'one-server-nameless': dns('dns-servers-failing', LOOKUP, {
    reported: 'dns-query-failed',
    proof: ['dns-server-nameless'],
    warnings: ['dns-servers-failing'],
  }),
  'domain-expired': dns('dns-domain-expired', LOOKUP, { proof: ['domain-expired'], faults: ['connection-refused'] }),
  'redemption-period': dns('dns-domain-expired', LOOKUP, { proof: ['domain-expired', 'domain-status'], faults: ['dns-domain-missing'] }),
  'client-hold': dns('dns-domain-expired', LOOKUP, { proof: ['domain-status'], faults: ['dns-domain-missing'] }),
  'registry-unreadable': dns('dns-domain-missing', '550 5.4.310', { proof: ['dns-nxdomain'] }),
  'alias-loop': dns('dns-cname-loop', LOOKUP, { proof: ['dns-cname-loop'] }),
  'alias-chain': dns('dns-cname-loop', LOOKUP, { proof: ['dns-cname-long'] }),
  alias: flows,
  'null-mx': dns('null-mx', '550 5.4.310', { proof: ['dns-null-mx'] }),
  'mx-address': dns('mx-invalid', LOOKUP, { proof: ['dns-mx-is-address'] }),
  'mx-nowhere': dns('mx-invalid', LOOKUP, { proof: ['dns-nxdomain'] }),
  'mx-alias-nowhere': dns('mx-invalid', LOOKUP, { proof: ['dns-mx-is-alias', 'dns-nxdomain'] }),
  'mx-alias': { ...flows, proof: ['dns-mx-is-alias'], warnings: ['mx-invalid'] },
  'address-private': SPECIAL,
  'address-loopback': SPECIAL,
  'address-shared': SPECIAL,
  'address-zero': SPECIAL,
  'address-link-local': SPECIAL,
  'address-unique-local': SPECIAL,
  'mx-private': SPECIAL,
  'old-address': dns('dns-stale', LOOKUP, { proof: ['dns-authority-says', 'dns-resolver-says'], faults: ['connection-refused'] }),
  'server-left-behind': dns('dns-stale', LOOKUP, { proof: ['dns-authority-says'], faults: ['connection-refused'] }),
  'signatures-broken': dns('dane-dnssec-invalid', '450 4.7.324', { proof: ['dns-bogus'], policies: { dnssec: 'bogus' } }),
}

const signed = (dane: PolicyReport['dane']): Partial<PolicyReport> => ({ dnssec: 'validated', dane, mtaSts: 'absent' })
const dane = (finding: FindingCode, stage: Stage, code: string, more: More = {}): Expected => ({
  finding,
  stage,
  code,
  policies: signed('mismatch'),
  ...more,
})

/** Rows 13 to 16 as far as DANE goes. */
const EXPECTED_DANE: ExpectedTable = {
  'tlsa-signature-broken': dane('dane-dnssec-invalid', 'dns', '450 4.7.324', { proof: ['dns-bogus'], policies: { dnssec: 'bogus' } }),
  'tlsa-mismatch': dane('dane-tlsa-invalid', 'certificate', '450 4.7.323', { proof: ['dane-mismatch', 'dane-record'] }),
  'tlsa-healthy': { ...flows, proof: ['dane-match'], policies: signed('matches') },
  'tlsa-rollover': { ...flows, proof: ['dane-match'], policies: signed('matches') },
  'tlsa-weaker-digest': dane('dane-tlsa-invalid', 'certificate', '450 4.7.323', { proof: ['dane-mismatch'] }),
  'tlsa-authority': { ...flows, proof: ['dane-match'], policies: signed('matches') },
  'tlsa-self-signed': { ...flows, proof: ['dane-match'], warnings: ['certificate-untrusted'], policies: signed('matches') },
  'tlsa-unusable': { ...flows, proof: ['dane-unusable'], warnings: ['dane-tlsa-invalid'], policies: signed('unusable') },
  'tlsa-unsigned': { ...flows, proof: ['dane-unsigned'], policies: { dane: 'unsigned', dnssec: 'unsigned' } },
  'tlsa-authority-expired': dane('dane-certificate-expired', 'certificate', '450 4.7.322', {
    proof: ['certificate-expired', 'dane-record'],
    warnings: ['certificate-expired'],
  }),
  'tlsa-authority-other-host': dane('dane-certificate-name-mismatch', 'certificate', '450 4.7.325', { proof: ['certificate-name'] }),
  'tlsa-key-expired': { ...flows, proof: ['dane-match'], warnings: ['certificate-expired'], policies: signed('matches') },
  'tlsa-without-starttls': dane('dane-starttls-missing', 'starttls', '450 4.7.321', {
    proof: ['starttls-not-offered'],
    policies: signed('unknown'),
    warnings: ['starttls-missing'],
  }),
  'tlsa-handshake-fails': dane('dane-starttls-missing', 'starttls', '450 4.7.321', {
    proof: ['closed-by-peer'],
    policies: signed('unknown'),
    faults: ['tls-handshake-failed'],
  }),
}

const sts = (mode: PolicyReport['mtaSts']): Partial<PolicyReport> => ({
  mtaSts: mode,
  tlsRpt: 'present',
  dane: 'absent',
  dnssec: 'unsigned',
})
const MX_MISMATCH: Expected = {
  finding: 'mta-sts-mx-mismatch',
  stage: 'dns',
  code: '450 4.4.8',
  proof: ['mta-sts-mx', 'mta-sts-policy'],
  policies: sts('enforce'),
}
const CERTIFICATE: Expected = {
  finding: 'mta-sts-certificate-invalid',
  stage: 'certificate',
  code: '450 4.7.5',
  proof: ['mta-sts-certificate', 'mta-sts-policy'],
  policies: sts('enforce'),
}
const unavailable = (mode: 'unavailable' | 'invalid', proof: 'mta-sts-fetch' | 'mta-sts-invalid'): Expected => ({
  ...flows,
  proof: [proof, 'tls-rpt'],
  warnings: ['mta-sts-policy-unavailable'],
  policies: sts(mode),
})

/** Rows 17 and 18. */
const EXPECTED_MTA_STS: ExpectedTable = {
  'mta-sts-other-mx': MX_MISMATCH,
  'mta-sts-deep-mx': MX_MISMATCH,
  'mta-sts-healthy': { ...flows, proof: ['mta-sts-policy', 'tls-rpt'], policies: sts('enforce') },
  'mta-sts-testing': { ...flows, proof: ['mta-sts-mx'], warnings: ['mta-sts-mx-mismatch'], policies: sts('testing') },
  'mta-sts-none': { ...flows, warnings: ['certificate-untrusted'], policies: sts('none') },
  'mta-sts-broken': unavailable('invalid', 'mta-sts-invalid'),
  'mta-sts-missing': unavailable('unavailable', 'mta-sts-fetch'),
  'mta-sts-moved': unavailable('unavailable', 'mta-sts-fetch'),
  'mta-sts-untrusted-host': unavailable('unavailable', 'mta-sts-fetch'),
  'mta-sts-expired': { ...CERTIFICATE, warnings: ['certificate-expired'] },
  'mta-sts-other-name': CERTIFICATE,
  'mta-sts-self-signed': { ...CERTIFICATE, warnings: ['certificate-untrusted'] },
  'mta-sts-without-starttls': { ...CERTIFICATE, stage: 'starttls', proof: ['mta-sts-no-starttls'], warnings: ['starttls-missing'] },
}

export const EXPECTED_POLICIES: ExpectedTable = { ...EXPECTED_DANE, ...EXPECTED_MTA_STS }
