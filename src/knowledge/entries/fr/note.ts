import type { NoteWords } from '../note-words.ts'

export const note: NoteWords = {
  subject: (to, code) => `${to ? `Le courrier vers ${to}` : 'Le courrier que nous vous envoyons'} n’arrive pas${code ? ` (${code})` : ''}`,
  hello: 'Bonjour,',
  lead: (to) => (to ? `notre courrier vers ${to} ne vous parvient pas.` : 'notre courrier n’atteint pas votre serveur.'),
  what: 'Ce que nous constatons',
  error: 'Erreur',
  server: 'Serveur',
  seenBy: 'Constaté par',
  exchangeOnline: (host) => `Exchange Online (Microsoft 365)${host ? `, serveur ${host}` : ''}`,
  yourServer: (host) => `votre serveur ${host}`,
  otherServer: 'le serveur de messagerie qui a tenté de le remettre',
  tested: 'Notre propre essai',
  fromInternet: 'depuis Internet',
  ourselves: 'un essai de notre part depuis Internet',
  weSendFrom: ' ; nous envoyons depuis Exchange Online (Microsoft 365)',
  on: (when) => `, le ${when}`,
  noZone: ' (l’erreur n’indique pas de fuseau horaire)',
  noTime: (when) => ` ; l’erreur n’indique pas d’heure, nous l’avons lue le ${when}`,
  port: (server) => `${server}, port TCP 25`,
  seen: 'En détail',
  ask: 'Ce que nous vous demandons',
  check: {
    connection: (target) =>
      `Pour vérifier, de l’extérieur de votre réseau (PowerShell) : Test-NetConnection -ComputerName ${target} -Port 25`,
    tls: (target) =>
      `Pour vérifier, de l’extérieur de votre réseau : openssl s_client -starttls smtp -connect ${target}:25 -servername ${target}`,
    dns: (target) => `Pour vérifier, auprès d’un serveur DNS public : nslookup -type=mx ${target} 1.1.1.1`,
    policy: (target) => `Pour vérifier : ouvrez https://mta-sts.${target}/.well-known/mta-sts.txt et comparez avec vos enregistrements MX.`,
    dane: (target) => `Pour vérifier, auprès d’un résolveur qui valide DNSSEC : dig +dnssec TLSA _25._tcp.${target}`,
    other: () => 'Merci de nous prévenir quand c’est fait : nous suivons les messages en attente et vous dirons s’ils arrivent.',
  },
  deadline: 'Les messages en attente sont présentés de nouveau pendant 24 heures au plus ; ensuite, ils reviennent à leurs expéditeurs.',
  thanks: 'Merci de votre aide.',
  colon: ' : ',
}
