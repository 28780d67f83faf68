import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  dnsHost,
  doNotFollowMx,
  doNotLoseSmartHosts,
  doNotRetireYet,
  lookAfterAnHour,
  partner,
  seenInTraceOrAfterAnHour,
  seenOnceDnsSpread,
  sender,
  tellPartner,
  waitForRetry,
  you,
} from './steps.ts'

/** Finding the way: names and addresses. */
export const dns = {
  'dns-query-failed': {
    title: 'Échec de la requête DNS pour la destination',
    means:
      'Exchange Online n’a pas pu déterminer à quelle adresse l’hôte actif ou le domaine du destinataire reçoit les messages. Aucune connexion n’a eu lieu ; les messages attendent.',
    causes: [
      'Les serveurs de noms du domaine sont arrêtés ou répondent par des erreurs',
      'Le domaine a expiré et ses enregistrements ont disparu',
      'L’enregistrement MX a changé récemment et d’anciennes données sont encore en cache',
      'Le nom de l’hôte actif dans le connecteur contient une faute de frappe',
    ],
    steps: [
      you('Comparez l’hôte actif du connecteur, lettre par lettre, avec le nom qui existe dans le DNS.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      you('Interrogez un serveur DNS public sur ce nom. Exchange Online cherche d’abord un enregistrement MX, puis A et AAAA.', {
        run: powershell.mx,
      }),
      dnsHost('Faites en sorte que chaque serveur de noms du domaine donne les mêmes enregistrements MX, A et AAAA.', {
        run: powershell.nameServers,
      }),
      you('Si le domaine est à vous, vérifiez auprès de son bureau d’enregistrement qu’il n’a pas expiré.', { at: 'domains' }),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Faites réparer les serveurs de noms ou les enregistrements de votre domaine par votre hébergeur DNS.'),
    ],
    worked: seenOnceDnsSpread,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotFollowMx],
    ask: 'Merci de faire vérifier par votre hébergeur DNS les serveurs de noms de votre domaine et ses enregistrements MX, A et AAAA. Nous n’obtenons aucune réponse exploitable pour le nom ci-dessus.',
  },
  'dns-no-records': {
    title: 'Le nom de destination n’a ni enregistrement MX ni adresse',
    means:
      'Le nom existe dans le DNS, mais rien n’y indique où vont les messages. Exchange Online garde les messages et interroge de nouveau le DNS plus tard.',
    causes: [
      'L’hôte actif du connecteur n’est pas le bon nom, souvent le domaine au lieu du serveur',
      'L’enregistrement MX ou A a été supprimé ou n’a jamais été créé',
      'L’enregistrement n’existe que dans le DNS interne, pas dans le DNS public',
    ],
    steps: [
      you('Vérifiez quel nom le connecteur utilise comme hôte actif.', { at: 'connectors', run: powershell.showConnector }),
      you('Interrogez un serveur DNS public sur ce nom : le vôtre contient peut-être des enregistrements que personne d’autre ne voit.', {
        run: powershell.addresses,
      }),
      dnsHost('Ajoutez l’enregistrement manquant à la zone publique : A ou AAAA pour le serveur, ou MX pour le domaine.'),
      you('Si le serveur porte un autre nom public, remplacez l’hôte actif du connecteur.', {
        at: 'connectors',
        run: powershell.setSmartHost,
      }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publiez un enregistrement MX pour votre domaine, ou une adresse pour l’hôte qu’il désigne.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Merci de publier un enregistrement MX pour votre domaine, ou une adresse pour l’hôte qu’il désigne. Si votre serveur de messagerie porte un autre nom public, merci de nous l’indiquer.',
  },
  'dns-servers-failing': {
    title: 'Des serveurs de noms de la destination ne donnent pas de réponse exploitable',
    means:
      'Les serveurs qui hébergent la zone, tous ou certains, se taisent ou signalent leur propre échec. Cela ne dit rien des enregistrements eux-mêmes.',
    causes: [
      'Les serveurs de noms du domaine sont arrêtés ou surchargés',
      'La délégation mène à des serveurs qui n’hébergent pas la zone',
      'Une signature DNSSEC erronée fait refuser la réponse par les résolveurs qui valident',
      'Un pare-feu placé devant les serveurs de noms rejette les requêtes en silence',
    ],
    steps: [
      dnsHost('Vérifiez que chaque serveur de noms de la délégation répond pour la zone, en UDP et en TCP sur le port 53.', {
        run: powershell.serial,
      }),
      dnsHost('Chargez la zone sur chaque serveur qui y figure, ou retirez ce serveur de la délégation.', { run: powershell.nameServers }),
      dnsHost('Si la zone est signée, vérifiez ses signatures DNSSEC et l’enregistrement DS de la zone parente.', {
        run: powershell.parentKeys,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Demandez à l’hébergeur DNS de votre domaine de réparer ses serveurs de noms.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'Si certains serveurs seulement échouent, les messages tardent parfois ; sinon, ils sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [
      'Ne retirez pas les signatures d’une zone dont la zone parente publie encore l’enregistrement DS : tout résolveur qui valide la refuserait.',
      doNotRetireYet,
    ],
    ask: 'Merci de demander à l’hébergeur DNS de votre domaine que chacun de ses serveurs de noms réponde pour la zone. Si elle est signée, ses signatures DNSSEC sont à vérifier aussi.',
  },
  'dns-domain-missing': {
    title: 'Le domaine de destination n’existe pas',
    means:
      'Le DNS affirme qu’un tel nom n’existe pas (NXDOMAIN). Pour le domaine d’un destinataire, le message est retourné aussitôt ; pour un hôte actif, il attend.',
    causes: [
      'L’adresse du destinataire ou l’hôte actif contient une faute de frappe',
      'Le domaine a expiré ou a été abandonné',
      'Le serveur a été renommé ou retiré et son enregistrement supprimé',
      'Le nom n’existe que dans le DNS interne',
    ],
    steps: [
      you('Comparez l’hôte actif du connecteur avec le nom public du serveur.', { at: 'connectors', run: powershell.showConnector }),
      you('S’il est faux, corrigez-le.', { at: 'connectors', run: powershell.setSmartHost }),
      sender('Si l’erreur cite le domaine d’un destinataire, vérifiez l’adresse et renvoyez le message.'),
      dnsHost('Si le nom doit exister, rétablissez-le dans la zone publique.', { run: powershell.addresses }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Rétablissez le nom dans votre zone publique, ou indiquez celui qui le remplace.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise:
      'Les messages destinés à un domaine inexistant sont retournés aussitôt ; ceux d’un hôte actif le sont au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Merci de rétablir le nom ci-dessus dans votre zone DNS publique, ou de nous indiquer celui qui le remplace.',
  },
  'dns-domain-expired': {
    title: 'Le domaine de destination a expiré ou est suspendu',
    means:
      'Son enregistrement est échu ou a été suspendu, et le domaine est hors service ou le sera bientôt. On ne peut pas compter sur sa messagerie tant que cela n’est pas réglé.',
    causes: [
      'Le domaine n’a pas été renouvelé à temps',
      'Le bureau d’enregistrement a suspendu le domaine, par exemple pour une facture impayée ou des coordonnées non confirmées',
      'Le registre l’a suspendu',
    ],
    steps: [
      you('Si le domaine est à vous, renouvelez-le aujourd’hui. La période de rachat se termine sans autre avis.', { at: 'domains' }),
      you('Si le registre le donne comme suspendu, demandez-en la raison au bureau d’enregistrement : payer ne suffit pas toujours.'),
      dnsHost('Vérifiez ensuite que la délégation mène de nouveau à vos serveurs de noms.', { run: powershell.nameServers }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renouvelez l’enregistrement de votre domaine, ou faites lever sa suspension.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'Les messages sont retournés au bout de 24 heures (48 selon d’anciens textes), aussitôt si le nom disparaît, et le domaine finit par être libre.',
    avoid: [
      'N’y envoyez rien de confidentiel avant d’avoir confirmé à qui il appartient : un domaine expiré peut changer de mains.',
      doNotFollowMx,
    ],
    ask: 'Merci de renouveler l’enregistrement de votre domaine, ou d’en faire lever la suspension par le bureau d’enregistrement. Merci de vérifier ensuite que la délégation mène de nouveau à vos serveurs de noms.',
  },
  'null-mx': {
    title: 'Le domaine déclare ne pas recevoir de messages',
    means:
      'Son seul enregistrement MX est un MX nul : une déclaration volontaire selon laquelle aucun message n’y est accepté. De nouvelles tentatives n’y changent rien.',
    causes: [
      'Le domaine ne sert pas à la messagerie et l’adresse est fausse',
      'Le connecteur désigne un tel domaine comme hôte actif',
      'Le MX nul a été publié par erreur',
    ],
    steps: [
      sender('Vérifiez l’adresse du destinataire : un autre domaine de la même organisation reçoit sans doute les messages.'),
      you('Si l’hôte actif est ce domaine, cherchez le nom du serveur qui reçoit les messages.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      dnsHost('Si le domaine doit recevoir des messages, remplacez le MX nul par l’enregistrement MX de son serveur.', {
        run: powershell.mx,
      }),
    ],
    partnerSteps: [
      you('Demandez au partenaire lequel de ses domaines reçoit les messages.'),
      partner('Retirez le MX nul s’il a été publié par erreur, ou indiquez le domaine qui reçoit les messages.'),
    ],
    worked:
      'Les messages envoyés à la bonne adresse sont remis aussitôt. Si le MX nul a été remplacé, ils passent dès que les anciennes réponses DNS ont expiré.',
    otherwise: 'Chaque message envoyé à ce domaine est retourné aussitôt à son expéditeur ; rien n’attend une réparation.',
    avoid: ['Ne contournez pas le MX nul par un connecteur : le titulaire du domaine déclare que personne n’y reçoit de messages.'],
    ask: 'Votre domaine publie un MX nul et ne reçoit donc aucun message. Merci de retirer cet enregistrement s’il s’agit d’une erreur, ou de nous indiquer lequel de vos domaines reçoit les messages.',
  },
  'dns-cname-loop': {
    title: 'Les alias de la destination tournent en rond ou sont trop nombreux',
    means:
      'Le nom est l’alias d’un alias, et la chaîne revient sur elle-même ou compte plus de maillons que les expéditeurs n’en suivent. Ils ne trouvent donc aucune adresse.',
    causes: ['Deux enregistrements CNAME se désignent l’un l’autre', 'La chaîne d’alias est trop longue'],
    steps: [
      dnsHost('Suivez les alias un à un jusqu’à celui qui revient en arrière.', { run: powershell.aliases }),
      dnsHost('Remplacez l’alias par un enregistrement A ou AAAA, ou faites-le pointer directement vers le nom du serveur.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Corrigez les enregistrements CNAME de ce nom.')],
    worked: seenOnceDnsSpread,
    otherwise: bouncesAfterADay,
    avoid: ['N’ajoutez pas un alias de plus pour réparer : chaque maillon allonge et ralentit la chaîne.'],
    ask: 'Merci de corriger les enregistrements CNAME du nom ci-dessus : ils tournent en rond ou comptent plus de maillons que les expéditeurs n’en suivent.',
  },
  'mx-invalid': {
    title: 'L’enregistrement MX ne désigne pas un hôte utilisable',
    means:
      'Un enregistrement MX doit contenir un nom d’hôte qui possède sa propre adresse. Celui-ci contient une adresse, un alias ou un nom qui ne mène nulle part.',
    causes: [
      'Une adresse IP a été saisie à la place d’un nom',
      'L’hôte désigné n’a pas d’enregistrement A ni AAAA',
      'L’hôte désigné est un alias',
      'L’enregistrement d’un serveur disparu est resté en place',
    ],
    steps: [
      dnsHost('Examinez les enregistrements MX et les adresses de chaque hôte qu’ils désignent.', { run: powershell.mx }),
      dnsHost('Donnez au serveur un nom avec un enregistrement A ou AAAA, et inscrivez ce nom dans l’enregistrement MX.'),
      dnsHost('Supprimez les enregistrements MX dont l’hôte a disparu.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Corrigez l’enregistrement MX de votre domaine.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'Tant qu’un autre enregistrement MX fonctionne, les messages passent par lui ; sinon, ils sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [
      'N’inscrivez pas d’adresse IP dans un enregistrement MX : les expéditeurs la cherchent comme un nom et ne trouvent rien.',
      'Ne désignez pas d’alias dans un enregistrement MX : les expéditeurs n’ont pas à le suivre.',
    ],
    ask: 'Merci de corriger l’enregistrement MX de votre domaine : il doit désigner un hôte qui possède son propre enregistrement A ou AAAA.',
  },
  'dns-stale': {
    title: 'Le DNS donne encore d’anciennes données pour la destination',
    means:
      'Après un changement, certains serveurs de noms ou caches donnent encore les anciennes données ; les messages vont tantôt à l’ancienne adresse, tantôt à la nouvelle.',
    causes: [
      'Un changement récent dont les anciennes données restent en cache jusqu’à la fin de leur durée de vie',
      'Un serveur de noms secondaire qui ne recopie plus la zone',
    ],
    steps: [
      dnsHost('Comparez le numéro de série de la zone sur chaque serveur de noms, et mettez à jour ceux qui sont en retard.', {
        run: powershell.serial,
      }),
      you('Si seul un cache est ancien, attendez : les preuves indiquent pendant combien de secondes il garde encore la réponse.', {
        run: powershell.addresses,
      }),
      you('Laissez l’ancien serveur en marche jusqu’à la fin de l’ancienne durée de vie.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Ramenez tous les serveurs de noms de votre zone aux mêmes données.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'Un cache se corrige seul, un serveur en retard non ; les messages égarés sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [
      'N’arrêtez pas encore l’ancien serveur : les messages qui y sont encore dirigés attendraient.',
      'Ne modifiez pas de nouveau l’enregistrement entre-temps : l’attente recommencerait.',
    ],
    ask: 'Merci de ramener tous les serveurs de noms de votre zone aux mêmes données. Merci de laisser l’ancien serveur de messagerie en marche jusqu’à l’expiration des anciennes réponses.',
  },
  'address-not-public': {
    title: 'La destination mène à une adresse qui n’est pas publique',
    means: 'Le nom ou l’hôte actif mène à une adresse privée ou réservée. Exchange Online envoie par Internet et ne peut pas l’atteindre.',
    causes: [
      'Le connecteur contient l’adresse interne du serveur',
      'La zone publique contient des enregistrements internes (DNS interne et public confondus)',
      'Un enregistrement provisoire est resté en place',
      'Le bot interroge un serveur DNS de l’entreprise, qui donne des adresses internes',
    ],
    steps: [
      you('Interrogez un serveur DNS public sur ce nom : Exchange Online s’en tient à ce que celui-ci répond.', {
        run: powershell.addresses,
      }),
      you('Regardez ce que contient le connecteur.', { at: 'connectors', run: powershell.showConnector }),
      you('Inscrivez dans le connecteur le nom ou l’adresse publics du serveur, ou de la passerelle placée devant lui.', {
        at: 'connectors',
        run: powershell.setSmartHost,
      }),
      dnsHost('Corrigez l’enregistrement dans la zone publique.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publiez l’adresse publique de votre serveur de messagerie.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Merci de publier l’adresse publique de votre serveur de messagerie : le nom ci-dessus mène à une adresse injoignable depuis Internet.',
  },
} satisfies Family
