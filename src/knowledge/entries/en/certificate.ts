import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import {
  bouncesAfterADay,
  doNotJudgeByOne,
  doNotWeakenTls,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  you,
} from './steps.ts'

const listCertificates = you(
  'On the server, list the certificates in the Exchange Management Shell: names, issuer, dates, and which of them serves SMTP.',
  { run: line.certificates },
)
const restartTransport = you('Restart the two transport services of the server; mail pauses for a moment.', { run: line.restartTransport })
const everyAddress = you('Check every address and every gateway in front: each must present this certificate.')
const doNotOverwriteDefault =
  'When Exchange asks whether to overwrite the default certificate, do not say yes: your own servers use it among themselves.'

/** The certificate, as the connector’s TLS settings judge it. */
export const certificate = {
  'certificate-rejected': {
    title: 'Exchange Online rejects the server’s certificate',
    means:
      'The certificate does not satisfy the TLS settings of the connector. Exchange Online writes 4.7.320 or, more often, 4.4.317 with the reason after “Message=”.',
    causes: [
      'The certificate has expired',
      'Its name is not the TLS domain of the connector',
      'It is self-signed, or its chain is incomplete',
      'It was revoked',
    ],
    steps: [
      you('Read the reason after “Message=” in the message trace: CertificateExpired, SubjectMismatch or UntrustedRoot.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      you('See what the connector demands: CertificateValidation checks dates and chain, DomainValidation checks the name as well.', {
        at: 'connectors',
        run: line.connectorTls,
      }),
      listCertificates,
      you('Assign a certificate that passes to the server’s SMTP service: valid today, with the demanded name and its whole chain.', {
        run: line.assignToSmtp,
      }),
      restartTransport,
    ],
    partnerSteps: [
      you('Read the reason after “Message=” in the message trace: CertificateExpired, SubjectMismatch or UntrustedRoot.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      tellPartner,
      partner('Check your certificate: its dates, its names and its complete chain.'),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, doNotOverwriteDefault, doNotJudgeByOne],
    ask: 'Please check the certificate of your mail server: its dates, its names and its complete chain. Our mail to you waits until it is accepted.',
  },
  'certificate-expired': {
    title: 'The server’s certificate has expired',
    means:
      'The connector demands a valid certificate and this one is past its end date, so mail waits. The error mostly shows as 4.4.317 rather than 4.7.320.',
    causes: [
      'The certificate was not renewed',
      'It was renewed, but the mail service still uses the old one',
      'Another device in front, such as a gateway or firewall, still presents the old one',
    ],
    steps: [
      listCertificates,
      you('Install the renewed certificate with its chain on every server, and assign it to the SMTP service.', { run: line.assignToSmtp }),
      you(
        'If a receive connector of the server names the old certificate, name the new one there. In a hybrid deployment, run the Hybrid Configuration Wizard again.',
        {
          run: line.receiveConnectors,
        },
      ),
      restartTransport,
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Renew the certificate of your mail server and put it to use on every address.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [
      doNotWeakenTls,
      doNotOverwriteDefault,
      'Do not delete the old certificate while a send or receive connector still names it: other mail would then stop too.',
    ],
    ask: 'Please renew the certificate of your mail server and put it to use on every address that takes mail. Our mail to you waits until then.',
  },
  'certificate-not-yet-valid': {
    title: 'The server’s certificate is not valid yet',
    means: 'Its start date lies in the future, so Exchange Online rejects it until then.',
    causes: ['The certificate was issued for a later date', 'The clock of the issuing authority was wrong'],
    steps: [
      listCertificates,
      you(
        'Assign the previous certificate to the server’s SMTP service until the start date if it is still valid; if not, have a new one issued.',
        {
          run: line.assignToSmtp,
        },
      ),
      restartTransport,
    ],
    partnerSteps: [tellPartner, partner('Use a certificate that is valid today.')],
    worked: seenInTrace,
    otherwise: 'Mail waits until the start date; what waits for more than 24 hours bounces before (older texts say 48 hours).',
    avoid: [doNotWeakenTls, doNotOverwriteDefault],
    ask: 'Please use a certificate that is valid today: the start date of the present one lies in the future.',
  },
  'certificate-name-mismatch': {
    title: 'The server’s certificate does not carry the demanded name',
    means: 'With DomainValidation the certificate must name the TLS domain of the connector. That is not the name of the smart host.',
    causes: [
      'The TLS domain in the connector is not a name on the certificate',
      'The certificate was renewed with other names',
      'The mail service presents another certificate, often the self-signed one of the installation',
      'Only one of several servers has the right certificate, so the error comes and goes',
    ],
    steps: [
      you('Read which name was expected and which was presented: SubjectMismatch, mostly in 4.4.317 and seldom in 4.7.320.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      you(
        'Compare the names on the certificate with the TLS domain of the connector. A wildcard stands for one label at the far left only.',
        { at: 'connectors', run: line.connectorTls },
      ),
      listCertificates,
      you('If the server presents the wrong certificate, assign the right one to the SMTP service on every server.', {
        run: line.assignToSmtp,
      }),
      you('If the certificate is the right one, set the TLS domain to a name that is on it, and keep DomainValidation.', {
        at: 'connectors',
        run: line.setTlsDomain,
      }),
    ],
    partnerSteps: [
      you('Ask the partner which name their certificate carries, and compare it with the TLS domain of the connector.', {
        at: 'connectors',
        run: line.connectorTls,
      }),
      partner('Present a certificate that carries the agreed name on every address.'),
      you('Only if the partner confirms another name by telephone, set the TLS domain to it.', {
        at: 'connectors',
        run: line.setTlsDomain,
      }),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [
      'Do not lower DomainValidation to CertificateValidation or EncryptionOnly: a server under any other name could then take the mail.',
      'Do not copy the name of the smart host into the TLS domain unless the certificate carries it.',
      doNotJudgeByOne,
    ],
    ask: 'Please present a certificate that carries the agreed name on every address that takes mail. If the name has changed, please tell us the new one.',
  },
  'certificate-untrusted': {
    title: 'The server’s certificate is not trusted',
    means:
      'The chain the server sends does not lead to a public authority. Exchange Online does not fetch a missing intermediate certificate: the server must send it.',
    causes: [
      'The server does not send the intermediate certificate',
      'The certificate is self-signed, often the one of the installation',
      'It comes from a private authority',
      'A firewall or gateway in front puts its own certificate in place',
    ],
    steps: [
      listCertificates,
      you(
        'If the certificate is self-signed or from a private authority, assign one from a public authority to the server’s SMTP service.',
        {
          run: line.assignToSmtp,
        },
      ),
      you('If only the intermediate certificate of the authority is missing, install it on the server, so that it is sent along.'),
      restartTransport,
      network('Check that no firewall or gateway on the way opens the encryption and shows its own certificate.'),
    ],
    partnerSteps: [tellPartner, partner('Present a certificate from a public authority together with its intermediate certificate.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [
      doNotWeakenTls,
      doNotOverwriteDefault,
      'Do not judge by a browser: it fetches a missing intermediate certificate by itself and shows no fault.',
    ],
    ask: 'Please present a certificate from a public authority together with its intermediate certificate on every address that takes mail.',
  },
  'certificate-revoked': {
    title: 'The server’s certificate was revoked',
    means: 'Its authority has withdrawn it before its end date. With CertificateValidation and DomainValidation it is rejected.',
    causes: ['The private key was lost or disclosed', 'The authority withdrew a wrongly issued certificate'],
    steps: [
      you('Ask the authority why it withdrew the certificate, and have a new one with a new key issued.'),
      listCertificates,
      you('Assign the new certificate to the server’s SMTP service.', { run: line.assignToSmtp }),
      restartTransport,
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Replace the revoked certificate with one that has a new key.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, 'Do not use the old key for the new certificate: somebody else may have it.'],
    ask: 'Please replace the certificate of your mail server: its authority has withdrawn it. Our mail to you waits until then.',
  },
  'certificate-weak': {
    title: 'The server’s certificate is too weak',
    means: 'Its key or signature is below today’s minimum, so Exchange Online may reject it.',
    causes: ['An RSA key shorter than 2048 bits', 'A signature with SHA-1 or MD5'],
    steps: [
      you('Have a certificate with at least RSA 2048 or an elliptic curve key and SHA-256 issued.'),
      listCertificates,
      you('Assign it to the SMTP service on every server.', { run: line.assignToSmtp }),
      restartTransport,
    ],
    partnerSteps: [tellPartner, partner('Replace the certificate with one that has a current key and signature.')],
    worked: 'A new diagnosis no longer shows this finding. If mail was waiting, it leaves at the next retry.',
    otherwise:
      'As long as it is accepted, mail flows; once it is rejected, mail waits and bounces after 24 hours (older texts say 48 hours).',
    avoid: [doNotWeakenTls, doNotOverwriteDefault],
    ask: 'Please replace the certificate of your mail server. It takes a key of at least RSA 2048 or an elliptic curve key, and a signature with SHA-256.',
  },
  'certificate-expires-soon': {
    title: 'The server’s certificate expires soon',
    means: 'It is valid today. When it expires, mail over this connector stops.',
    causes: ['The renewal is due'],
    steps: [
      listCertificates,
      you('Renew it now, and assign the new one to the SMTP service on every server.', { run: line.assignToSmtp }),
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Renew your certificate before its end date.')],
    worked: 'A new diagnosis shows the new end date on every address.',
    otherwise: 'Nothing changes until the end date; from then on mail waits and bounces after 24 hours (older texts say 48 hours).',
    avoid: [
      'Do not stop at the renewal: the mail service goes on with the old certificate until the new one is assigned to it.',
      doNotOverwriteDefault,
    ],
    ask: 'Please renew the certificate of your mail server before its end date, and put it to use on every address that takes mail.',
  },
  'certificate-depends-on-sni': {
    title: 'The server presents another certificate without a server name',
    means: 'Which certificate it shows depends on the name that is asked for. A sender that names none gets another one.',
    causes: [
      'Several certificates on one address, chosen by name (SNI)',
      'A gateway or load balancer in front chooses the certificate by name',
    ],
    steps: [you('Make the certificate for mail the default one of the address, on the server or on the gateway in front.')],
    partnerSteps: [tellPartner, partner('Make the certificate for mail the default one of the address.')],
    worked: 'A new diagnosis sees the same certificate with and without a server name.',
    otherwise: 'Mail flows as long as the sending server asks by name; one that does not gets the other certificate and may refuse it.',
    avoid: [],
    ask: 'Please make the certificate for mail the default one of its address: senders that ask for no name get another one.',
  },
  'sending-certificate-missing': {
    title: 'The on-premises server cannot find the certificate it should send with',
    means:
      'A send connector on-premises names a certificate that is not installed. Mail from there to Exchange Online waits on the server.',
    causes: [
      'The certificate was renewed or removed, and the send connector still names the old one',
      'The new certificate is missing on one of the sending servers',
    ],
    steps: [
      you('See which certificate the send connector names (Exchange Management Shell).', { run: line.sendConnectors }),
      you('See which certificates are installed, on every server that sends.', { run: line.certificates }),
      you(
        'On the server, set TlsCertificateName of the send connector to the issuer and subject of the new certificate, or run the Hybrid Configuration Wizard again.',
        { run: line.nameOnSendConnector },
      ),
      you('If the name on the certificate has changed, enter it in the inbound connector of Exchange Online as well.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
    ],
    worked: 'At the next retry the queue of the server empties; Get-Queue shows it, and Retry-Queue brings the retry forward.',
    otherwise: 'Mail waits on the server, not in Exchange Online, and bounces after its own time limit: 48 hours unless it was changed.',
    avoid: [
      'Do not leave TlsCertificateName empty: the server then chooses a certificate that Exchange Online may not recognise.',
      'Do not remove the send connector: the Hybrid Configuration Wizard made it and needs it.',
    ],
  },
} satisfies Family
