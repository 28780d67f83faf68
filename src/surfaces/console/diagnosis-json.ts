import type { EvidenceLine } from '../../domain/finding.ts'
import type { Diagnosis, HostReport } from '../../domain/incident.ts'
import type { Words } from '../../locales/words.ts'

/** The contract of `mailflow diagnose --json`; `verbose` adds to every host what both sides said: `{"from":"server|client","secured":bool,"text":str}`, `secured` for what went through TLS. */
export function diagnosisJson(diagnosis: Diagnosis, words: Words, verbose = false): object {
  const { verdict } = diagnosis
  return {
    target: diagnosis.target,
    verdict: {
      finding: verdict.finding,
      code: verdict.code,
      alsoReportedAs: verdict.alsoReportedAs,
      subject: verdict.subject,
      confidence: verdict.confidence,
      why: verdict.why.map((reason) => words(`reasons.${reason}`)),
    },
    findings: diagnosis.findings.map((finding) => ({
      finding: finding.finding,
      severity: finding.severity,
      subject: finding.subject,
      evidence: finding.evidence.map((line) => evidenceText(line, words)),
    })),
    hosts: diagnosis.hosts.map((host) => ({ ...hostJson(host), ...(verbose ? { dialogue: dialogueOf(host) } : {}) })),
    elapsedMs: Math.round(diagnosis.elapsedMs),
  }
}

const evidenceText = (line: EvidenceLine, words: Words): string => words(`evidence.${line.code}`, line.args)

const dialogueOf = ({ transcript }: HostReport) => transcript.dialogue.map(({ from, secured, text }) => ({ from, secured, text }))

function hostJson({ transcript, satisfies }: HostReport): object {
  const { tls } = transcript
  return {
    name: transcript.host,
    ip: transcript.ip,
    stages: transcript.stages.map(({ stage, ms, is, detail }) => ({ stage, ms: Math.round(ms * 10) / 10, is, detail })),
    tls: tls && {
      protocol: tls.protocol,
      cipher: tls.cipher,
      satisfies,
      certificate: {
        subject: tls.certificate.subject,
        names: tls.certificate.names,
        issuer: tls.certificate.issuer,
        notBefore: tls.certificate.notBefore,
        notAfter: tls.certificate.notAfter,
        bits: tls.certificate.bits,
      },
    },
  }
}
