import type { LabRow } from './lab-row.ts'
import { type OneMachine, oneMachine, targetOf } from './one-machine.ts'

const demanding = oneMachine('certificate')
const row = (sketch: OneMachine): LabRow => demanding({ tlsSettings: 'CertificateValidation', ...sketch })
const named = (sketch: OneMachine): LabRow => row({ tlsSettings: 'DomainValidation', tlsDomain: targetOf(sketch.name), ...sketch })

export const CERTIFICATE_ROWS: readonly LabRow[] = [
  row({
    row: 40,
    name: 'expired',
    title: { en: 'The certificate has expired', fr: 'Le certificat a expiré' },
    ip: '198.51.100.180',
    conduct: { is: 'certificate', condition: 'expired' },
  }),
  row({
    row: 40,
    name: 'expired-unchecked',
    title: { en: 'Expired, but nobody looks at certificates', fr: 'Expiré, mais personne ne regarde les certificats' },
    tlsSettings: 'EncryptionOnly',
    ip: '198.51.100.181',
    conduct: { is: 'certificate', condition: 'expired' },
  }),
  row({
    row: 40,
    name: 'expires-soon',
    title: { en: 'The certificate expires within days', fr: 'Le certificat expire dans quelques jours' },
    ip: '198.51.100.182',
    conduct: { is: 'certificate', condition: 'expires-soon' },
  }),
  row({
    row: 41,
    name: 'not-yet-valid',
    title: { en: 'The certificate is not valid yet', fr: 'Le certificat n’est pas encore valide' },
    ip: '198.51.100.183',
    conduct: { is: 'certificate', condition: 'not-yet-valid' },
  }),
  row({
    row: 42,
    name: 'self-signed',
    title: { en: 'A certificate that signed itself', fr: 'Un certificat auto-signé' },
    ip: '198.51.100.184',
    conduct: { is: 'certificate', condition: 'self-signed' },
  }),
  named({
    row: 42,
    name: 'self-signed-other-name',
    title: { en: 'Exchange’s own self-signed certificate', fr: 'Le certificat auto-signé d’Exchange' },
    ip: '198.51.100.185',
    conduct: { is: 'certificate', condition: 'self-signed', names: ['EXCHANGE01', 'EXCHANGE01.corp.lab.example'] },
  }),
  row({
    row: 43,
    name: 'missing-intermediate',
    title: { en: 'The intermediate certificate is not sent', fr: 'Le certificat intermédiaire n’est pas envoyé' },
    ip: '198.51.100.186',
    conduct: { is: 'certificate', condition: 'missing-intermediate' },
  }),
  row({
    row: 43,
    name: 'private-root',
    title: { en: 'From a company’s own authority', fr: 'Émis par l’autorité privée d’une entreprise' },
    ip: '198.51.100.187',
    conduct: { is: 'certificate', condition: 'private-root' },
  }),
  named({
    row: 44,
    name: 'wrong-name',
    title: { en: 'A certificate for another name', fr: 'Un certificat au nom d’un autre serveur' },
    ip: '198.51.100.188',
    conduct: { is: 'certificate', condition: 'wrong-name' },
  }),
  row({
    row: 44,
    name: 'wrong-name-unchecked',
    title: { en: 'Another name, but nobody compares names', fr: 'Un autre nom, mais personne ne compare les noms' },
    ip: '198.51.100.189',
    conduct: { is: 'certificate', condition: 'wrong-name' },
  }),
  row({
    row: 45,
    name: 'revoked',
    title: { en: 'Revoked, says the OCSP responder', fr: 'Révoqué, dit le répondeur OCSP' },
    ip: '198.51.100.190',
    conduct: { is: 'certificate', condition: 'revoked' },
  }),
  row({
    row: 45,
    name: 'revoked-by-list',
    title: { en: 'Revoked, says the revocation list', fr: 'Révoqué, dit la liste de révocation' },
    ip: '198.51.100.191',
    conduct: { is: 'certificate', condition: 'revoked-by-list' },
  }),
  row({
    row: 45,
    name: 'revoked-stapled',
    title: { en: 'Revoked, says the server itself (stapling)', fr: 'Révoqué, dit le serveur lui-même (agrafage OCSP)' },
    ip: '198.51.100.192',
    conduct: { is: 'certificate', condition: 'revoked-stapled' },
  }),
  row({
    row: 45,
    name: 'not-revoked',
    title: { en: 'Nothing is wrong: checked, and not revoked', fr: 'Tout va bien : vérifié, et non révoqué' },
    ip: '198.51.100.193',
    conduct: { is: 'certificate', condition: 'not-revoked' },
  }),
  row({
    row: 46,
    name: 'weak-key',
    title: { en: 'An RSA key of 1,024 bits', fr: 'Une clé RSA de 1 024 bits' },
    ip: '198.51.100.194',
    conduct: { is: 'certificate', condition: 'weak-key' },
  }),
  row({
    row: 46,
    name: 'sha1-signature',
    title: { en: 'Signed with SHA-1', fr: 'Signé avec SHA-1' },
    ip: '198.51.100.195',
    conduct: { is: 'certificate', condition: 'sha1-signature' },
  }),
  named({
    row: 47,
    name: 'depends-on-sni',
    title: { en: 'Another certificate without a server name', fr: 'Un autre certificat sans nom de serveur' },
    ip: '198.51.100.196',
    conduct: { is: 'depends-on-sni', otherwise: 'shared.hosting.lab.example' },
  }),
]
