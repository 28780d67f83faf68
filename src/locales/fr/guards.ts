import type { guards as en } from '../en/guards.ts'
import type { Same } from '../same.ts'

export const guards: Same<typeof en> = {
  'on-premises-recipients': {
    pass: 'Aucun utilisateur de messagerie de {{domains}} n’a sa boîte aux lettres hors du cloud : personne ne dépend de cet itinéraire.',
    warn_one:
      '{{count, number}} destinataire de {{domains}} a sa boîte aux lettres hors du cloud : ses messages prendront un autre chemin ou attendront.',
    warn_many:
      '{{count, number}} de destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : leurs messages prendront un autre chemin ou attendront.',
    warn_other:
      '{{count, number}} destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : leurs messages prendront un autre chemin ou attendront.',
    'one-more-approver_one':
      '{{count, number}} destinataire de {{domains}} a sa boîte aux lettres hors du cloud : il faut un approbateur de plus.',
    'one-more-approver_many':
      '{{count, number}} de destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : il faut un approbateur de plus.',
    'one-more-approver_other':
      '{{count, number}} destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : il faut un approbateur de plus.',
    refuse_one: '{{count, number}} destinataire de {{domains}} a sa boîte aux lettres hors du cloud : ses messages n’arriveraient plus.',
    refuse_many:
      '{{count, number}} de destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : leurs messages n’arriveraient plus.',
    refuse_other:
      '{{count, number}} destinataires de {{domains}} ont leur boîte aux lettres hors du cloud : leurs messages n’arriveraient plus.',
  },
  'all-outbound-mail': {
    pass: '{{connector}} ne transporte pas tous les messages sortants : le reste n’est pas touché.',
    warn: '{{connector}} transporte tous les messages sortants de l’organisation : tout ce qui part est concerné.',
    'one-more-approver': '{{connector}} transporte tous les messages sortants de l’organisation : il faut un approbateur de plus.',
    refuse: '{{connector}} transporte tous les messages sortants de l’organisation : sans lui, rien ne partirait comme prévu.',
  },
  'domain-without-route': {
    pass: 'Chaque domaine en Relais interne garde un connecteur : aucun ne reste sans itinéraire.',
    warn: 'En Relais interne sans autre connecteur : {{domains}}. Les messages aux adresses inconnues ici suivraient le MX.',
    'one-more-approver': 'En Relais interne sans autre connecteur : {{domains}}. Il faut un approbateur de plus.',
    refuse: 'En Relais interne sans autre connecteur : {{domains}}. Les messages aux adresses inconnues ici n’iraient nulle part.',
  },
  'domain-loops': {
    pass: 'Aucun domaine en Relais interne ne serait renvoyé vers Exchange Online : pas de boucle.',
    warn: 'Le MX de {{domains}} mène à Exchange Online : les messages aux adresses inconnues ici peuvent revenir.',
    'one-more-approver': 'Le MX de {{domains}} mène à Exchange Online : des messages peuvent revenir, il faut un approbateur de plus.',
    refuse:
      'Le MX de {{domains}} mène à Exchange Online : les messages aux adresses inconnues ici tourneraient en boucle et seraient retournés (5.4.14).',
  },
  'unknown-recipients-delivered': {
    pass: 'Ces {{days}} derniers jours, aucune adresse inconnue du locataire n’a reçu de message dans {{domain}} : personne de connu ne serait coupé.',
    warn_one:
      'Au moins {{count, number}} adresse de {{domain}} inconnue du locataire a reçu des messages ces {{days}} derniers jours ({{sample}}) : vérifiez-la d’abord.',
    warn_many:
      'Au moins {{count, number}} d’adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : vérifiez-les d’abord.',
    warn_other:
      'Au moins {{count, number}} adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : vérifiez-les d’abord.',
    'one-more-approver_one':
      'Au moins {{count, number}} adresse de {{domain}} inconnue du locataire a reçu des messages ces {{days}} derniers jours ({{sample}}) : il faut un approbateur de plus.',
    'one-more-approver_many':
      'Au moins {{count, number}} d’adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : il faut un approbateur de plus.',
    'one-more-approver_other':
      'Au moins {{count, number}} adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : il faut un approbateur de plus.',
    refuse_one:
      'Au moins {{count, number}} adresse de {{domain}} inconnue du locataire a reçu des messages ces {{days}} derniers jours ({{sample}}) : ses messages seraient rejetés.',
    refuse_many:
      'Au moins {{count, number}} d’adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : leurs messages seraient rejetés.',
    refuse_other:
      'Au moins {{count, number}} adresses de {{domain}} inconnues du locataire ont reçu des messages ces {{days}} derniers jours ({{sample}}) : leurs messages seraient rejetés.',
  },
  'hybrid-wizard': {
    pass: '{{connector}} n’a pas été créé par l’Assistant de configuration hybride : aucun assistant n’annulera la modification.',
    warn: '{{connector}} a été créé par l’Assistant de configuration hybride : relancer l’assistant annule la modification.',
    'one-more-approver':
      '{{connector}} a été créé par l’Assistant de configuration hybride, et d’autres éléments hybrides en dépendent : il faut un approbateur de plus.',
    refuse: '{{connector}} a été créé par l’Assistant de configuration hybride : modifiez-le avec l’assistant.',
  },
  'rules-bound': {
    pass: 'Aucune règle de flux de messagerie ou de journal n’utilise ce connecteur : aucune règle ne perd son itinéraire.',
    warn_one:
      '{{count, number}} règle utilise ce connecteur ({{names}}) : elle continue de se déclencher et ses messages prendront un autre chemin.',
    warn_many:
      '{{count, number}} de règles utilisent ce connecteur ({{names}}) : elles continuent de se déclencher et leurs messages prendront un autre chemin.',
    warn_other:
      '{{count, number}} règles utilisent ce connecteur ({{names}}) : elles continuent de se déclencher et leurs messages prendront un autre chemin.',
    'one-more-approver_one':
      '{{count, number}} règle utilise ce connecteur ({{names}}) : ses messages échoueraient ou prendraient un autre chemin, il faut un approbateur de plus.',
    'one-more-approver_many':
      '{{count, number}} de règles utilisent ce connecteur ({{names}}) : leurs messages échoueraient ou prendraient un autre chemin, il faut un approbateur de plus.',
    'one-more-approver_other':
      '{{count, number}} règles utilisent ce connecteur ({{names}}) : leurs messages échoueraient ou prendraient un autre chemin, il faut un approbateur de plus.',
    refuse_one: '{{count, number}} règle utilise ce connecteur ({{names}}) : modifiez d’abord la règle.',
    refuse_many: '{{count, number}} de règles utilisent ce connecteur ({{names}}) : modifiez d’abord les règles.',
    refuse_other: '{{count, number}} règles utilisent ce connecteur ({{names}}) : modifiez d’abord les règles.',
  },
  'partner-tls': {
    pass: 'Aucune exigence TLS envers un partenaire ne disparaît.',
    warn: '{{connector}} exige {{tlsSettings}} envers un partenaire : sans lui, des messages peuvent partir en clair.',
    'one-more-approver':
      '{{connector}} exige {{tlsSettings}} envers un partenaire : cette protection disparaît, il faut un approbateur de plus.',
    refuse: '{{connector}} exige {{tlsSettings}} envers un partenaire : cette protection ne peut pas disparaître.',
  },
  'pending-messages': {
    pass: 'Aucun message n’attend sur cet itinéraire : rien n’est concerné en cours de route.',
    warn_one:
      '{{count, number}} message attend sur cet itinéraire : à la prochaine tentative, il prendra le nouveau chemin, ou sera rejeté si son destinataire est inconnu.',
    warn_many:
      '{{count, number}} de messages attendent sur cet itinéraire : à la prochaine tentative, ils prendront le nouveau chemin, ou seront rejetés si leur destinataire est inconnu.',
    warn_other:
      '{{count, number}} messages attendent sur cet itinéraire : à la prochaine tentative, ils prendront le nouveau chemin, ou seront rejetés si leur destinataire est inconnu.',
    'one-more-approver_one': '{{count, number}} message attend sur cet itinéraire : il faut un approbateur de plus.',
    'one-more-approver_many': '{{count, number}} de messages attendent sur cet itinéraire : il faut un approbateur de plus.',
    'one-more-approver_other': '{{count, number}} messages attendent sur cet itinéraire : il faut un approbateur de plus.',
    refuse_one: '{{count, number}} message attend sur cet itinéraire : laissez-le d’abord partir.',
    refuse_many: '{{count, number}} de messages attendent sur cet itinéraire : laissez-les d’abord partir.',
    refuse_other: '{{count, number}} messages attendent sur cet itinéraire : laissez-les d’abord partir.',
  },
  'takes-over': {
    pass: '{{connector}} prend le relais pour ces messages.',
    warn: 'Ces messages passeront désormais par {{connector}} : vérifiez que c’est voulu.',
    'one-more-approver': 'Ces messages passeront désormais par {{connector}} : il faut un approbateur de plus.',
    refuse: 'Ces messages passeraient désormais par {{connector}}, qui n’est pas fait pour cela.',
  },
  'match-sub-domains': {
    pass: '{{domain}} ne couvre pas ses sous-domaines : seules ses propres adresses sont concernées.',
    warn: '{{domain}} couvre aussi ses sous-domaines : ils changent avec lui.',
    'one-more-approver': '{{domain}} couvre aussi ses sous-domaines : ils changent avec lui, il faut un approbateur de plus.',
    refuse:
      '{{domain}} couvre aussi ses sous-domaines, dont les destinataires ne peuvent pas être vérifiés : désactivez d’abord cette option.',
  },
  'default-domain': {
    pass: '{{domain}} n’est pas le domaine par défaut.',
    warn: '{{domain}} est le domaine par défaut : les nouvelles adresses y sont créées.',
    'one-more-approver': '{{domain}} est le domaine par défaut, la plupart des adresses en dépendent : il faut un approbateur de plus.',
    refuse: '{{domain}} est le domaine par défaut : il ne peut pas être modifié ainsi.',
  },
  'initial-domain': {
    pass: '{{domain}} n’est pas le domaine initial du locataire.',
    warn: '{{domain}} est le domaine initial du locataire : des services s’appuient sur lui.',
    'one-more-approver':
      '{{domain}} est le domaine initial du locataire, des services s’appuient sur lui : il faut un approbateur de plus.',
    refuse: '{{domain}} est le domaine initial du locataire : il ne peut pas être modifié ainsi.',
  },
  'mail-users-stay-routed': {
    pass: 'Le domaine {{domain}} n’a pas d’utilisateurs de messagerie : chaque destinataire a sa boîte aux lettres ici.',
    warn_one:
      '{{count, number}} utilisateur de messagerie de {{domain}} reste acheminé vers son adresse externe : Faisant autorité ne le coupe pas.',
    warn_many:
      '{{count, number}} d’utilisateurs de messagerie de {{domain}} restent acheminés vers leur adresse externe : Faisant autorité ne les coupe pas.',
    warn_other:
      '{{count, number}} utilisateurs de messagerie de {{domain}} restent acheminés vers leur adresse externe : Faisant autorité ne les coupe pas.',
    'one-more-approver_one':
      '{{count, number}} utilisateur de messagerie de {{domain}} reste acheminé à l’extérieur : il faut un approbateur de plus.',
    'one-more-approver_many':
      '{{count, number}} d’utilisateurs de messagerie de {{domain}} restent acheminés à l’extérieur : il faut un approbateur de plus.',
    'one-more-approver_other':
      '{{count, number}} utilisateurs de messagerie de {{domain}} restent acheminés à l’extérieur : il faut un approbateur de plus.',
    refuse_one:
      '{{count, number}} utilisateur de messagerie de {{domain}} a encore sa boîte aux lettres hors du cloud : déplacez-la d’abord.',
    refuse_many:
      '{{count, number}} d’utilisateurs de messagerie de {{domain}} ont encore leur boîte aux lettres hors du cloud : déplacez-les d’abord.',
    refuse_other:
      '{{count, number}} utilisateurs de messagerie de {{domain}} ont encore leur boîte aux lettres hors du cloud : déplacez-les d’abord.',
  },
  'not-covered': {
    pass: 'Tous les types de destinataires de {{domain}} ont été vérifiés.',
    warn: 'Les groupes dynamiques et les dossiers publics à extension messagerie de {{domain}} qui n’existent que localement n’ont pas été vérifiés : leurs messages seraient rejetés.',
    'one-more-approver':
      'Les groupes dynamiques et les dossiers publics de {{domain}} n’ont pas été vérifiés : il faut un approbateur de plus.',
    refuse: 'Les groupes dynamiques et les dossiers publics de {{domain}} n’ont pas pu être vérifiés : l’effet sur eux est inconnu.',
  },
  'no-connector-serves': {
    pass: 'Un connecteur activé dessert {{domain}} : les messages aux adresses inconnues ici ont un chemin.',
    warn: 'Aucun connecteur activé ne dessert {{domain}} : les messages aux adresses inconnues ici suivraient le MX.',
    'one-more-approver': 'Aucun connecteur activé ne dessert {{domain}} : il faut un approbateur de plus.',
    refuse:
      'Aucun connecteur activé ne dessert {{domain}} : les messages aux adresses inconnues ici n’iraient nulle part. Activez-en d’abord un.',
  },
  'edge-blocking-ends': {
    pass: 'Les destinataires inconnus de {{domain}} restent rejetés dès l’entrée.',
    warn: 'Les destinataires inconnus de {{domain}} ne sont plus rejetés dès l’entrée : leurs messages, courrier indésirable compris, sont relayés.',
    'one-more-approver': 'Les destinataires inconnus de {{domain}} ne sont plus rejetés dès l’entrée : il faut un approbateur de plus.',
    refuse:
      'Les destinataires inconnus de {{domain}} ne seraient plus rejetés dès l’entrée : le serveur situé derrière doit d’abord les refuser.',
  },
  'invalid-recipient-quota': {
    pass: 'Cela met fin aux messages à des destinataires non valides par {{connector}}, qui pèsent sur le quota de destinataires non valides de l’organisation.',
    warn: 'En l’état, les messages à des destinataires non valides par {{connector}} consomment le quota de destinataires non valides et peuvent ralentir les messages valides : une raison de retirer l’itinéraire.',
    'one-more-approver':
      'Les messages à des destinataires non valides par {{connector}} consomment le quota de l’organisation : il faut un approbateur de plus.',
    refuse: 'Les messages à des destinataires non valides par {{connector}} consommeraient le quota de l’organisation.',
  },
  'hosts-still-fail': {
    pass: '{{host}} répond comme le connecteur l’exige : les messages passeront.',
    warn: '{{host}} échoue toujours ({{finding}}) : les messages continueraient d’attendre.',
    'one-more-approver': '{{host}} échoue toujours ({{finding}}) : il faut un approbateur de plus.',
    refuse: '{{host}} échoue toujours avec les paramètres TLS de ce connecteur ({{finding}}) : les messages seraient de nouveau différés.',
  },
  'hosts-untested': {
    pass: 'Tous les hôtes ont été testés.',
    warn: 'Les hôtes n’ont pas pu être testés d’ici ({{why}}) : on ne saura qu’ensuite si les messages passent.',
    'one-more-approver': 'Les hôtes n’ont pas pu être testés d’ici ({{why}}) : il faut un approbateur de plus.',
    refuse: 'Les hôtes n’ont pas pu être testés d’ici ({{why}}) : rien ne montre que les messages passeraient.',
  },
  'tls-domain-differs': {
    pass: 'Le domaine TLS {{tlsDomain}} convient à {{host}}.',
    warn: 'Le certificat de {{host}} ne porte pas le domaine TLS {{tlsDomain}} : avec DomainValidation, les messages seraient différés.',
    'one-more-approver': 'Le certificat de {{host}} ne porte pas le domaine TLS {{tlsDomain}} : il faut un approbateur de plus.',
    refuse: 'Le certificat de {{host}} ne porte pas le domaine TLS {{tlsDomain}} : les messages seraient différés.',
  },
  unreadable: {
    pass: 'Lecture réussie : {{what}}.',
    warn: 'Lecture impossible ({{what}} : {{why}}) : l’effet est inconnu.',
    'one-more-approver': 'Lecture impossible ({{what}} : {{why}}) : il faut un approbateur de plus.',
    refuse: 'Lecture impossible ({{what}} : {{why}}) : ne pas savoir n’est pas la même chose que « aucun », c’est donc refusé.',
  },
}
