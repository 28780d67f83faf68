import type { Family } from '../family.ts'
import { lookAfterAnHour, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** The certificate, as the connector’s TLS settings judge it. */
export const certificate = {
  'certificate-rejected': {
    title: 'Exchange Online rejects the server’s certificate',
    means: 'The certificate does not satisfy the TLS settings of the connector. The text in brackets in the message trace says why.',
    causes: [
      'The certificate has expired',
      'Its name is not the TLS domain of the connector',
      'It is self-signed, or its chain is incomplete',
      'It was revoked',
    ],
    steps: [
      you('Read the text after “Message=”: CertificateExpired, SubjectMismatch or UntrustedRoot.'),
      you('Correct the certificate on the server, or the TLS domain in the connector.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check your certificate: its dates, its names and its complete chain.')],
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
      you('Install the renewed certificate, assign it to the SMTP service and restart the transport service.'),
      you('Check every address and every gateway in front: each must present the new certificate.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renew the certificate of your mail server and put it to use on every address.')],
  },
  'certificate-not-yet-valid': {
    title: 'The server’s certificate is not valid yet',
    means: 'Its start date lies in the future, so it is rejected until then.',
    causes: ['The certificate was issued for a later date', 'The clock of the issuing authority was wrong'],
    steps: [you('Use the previous certificate until the start date, or have a new one issued.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Use a certificate that is valid today.')],
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
      you(
        'Compare the names on the certificate with the TLS domain of the connector. A wildcard stands for one label at the far left only.',
      ),
      you('Assign the right certificate to the SMTP service on every server, or set the TLS domain to a name that is on the certificate.'),
      lookAfterAnHour,
    ],
    partnerSteps: [
      you('Ask the partner which name their certificate carries, and compare it with the TLS domain of the connector.'),
      partner('Present a certificate that carries the agreed name on every address.'),
    ],
  },
  'certificate-untrusted': {
    title: 'The server’s certificate is not trusted',
    means:
      'The chain the server sends does not lead to a public authority. Exchange Online does not fetch a missing intermediate certificate: the server must send it.',
    causes: [
      'The server does not send the intermediate certificate',
      'The certificate is self-signed, often the one of the installation',
      'It comes from a private authority',
    ],
    steps: [
      you(
        'If the certificate is self-signed or from a private authority, assign one from a public authority to the SMTP service, and restart the transport service.',
      ),
      you('If only the intermediate certificate of the authority is missing, install it on the server, so that it is sent along.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Present a certificate from a public authority together with its intermediate certificate.')],
  },
  'certificate-revoked': {
    title: 'The server’s certificate was revoked',
    means: 'Its authority has withdrawn it before its end date. With CertificateValidation and DomainValidation it is rejected.',
    causes: ['The private key was lost or disclosed', 'The authority withdrew a wrongly issued certificate'],
    steps: [you('Have a new certificate with a new key issued, and assign it to the SMTP service.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Replace the revoked certificate.')],
  },
  'certificate-weak': {
    title: 'The server’s certificate is too weak',
    means: 'Its key or signature is below today’s minimum, so it may be rejected.',
    causes: ['An RSA key shorter than 2048 bits', 'A signature with SHA-1 or MD5'],
    steps: [you('Have a certificate with at least RSA 2048 or an elliptic curve key and SHA-256 issued.')],
    partnerSteps: [tellPartner, partner('Replace the certificate by one with a current key and signature.')],
  },
  'certificate-expires-soon': {
    title: 'The server’s certificate expires soon',
    means: 'It is valid today. When it expires, mail over this connector stops.',
    causes: ['The renewal is due'],
    steps: [you('Renew it now, and assign the new one to the SMTP service on every server.')],
    partnerSteps: [tellPartner, partner('Renew your certificate before its end date.')],
  },
  'certificate-depends-on-sni': {
    title: 'The server presents another certificate without a server name',
    means: 'Which certificate it shows depends on the name the caller asks for. A caller that names none gets another one.',
    causes: ['Several certificates on one address, chosen by name (SNI)'],
    steps: [you('Make the certificate for mail the default one of the address.')],
    partnerSteps: [tellPartner, partner('Make the certificate for mail the default one.')],
  },
  'sending-certificate-missing': {
    title: 'The on-premises server cannot find the certificate it should send with',
    means: 'A send connector on-premises names a certificate that is not installed. Mail from there to Exchange Online waits.',
    causes: ['The certificate was renewed or removed, and the send connector still names the old one'],
    steps: [you('Set TlsCertificateName of the send connector to the new certificate, or run the Hybrid Configuration Wizard again.')],
  },
} satisfies Family
