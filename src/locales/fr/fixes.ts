import type { fixes as en } from '../en/fixes.ts'
import type { Same } from '../same.ts'

export const fixes: Same<typeof en> = {
  'disable-connector': {
    title: 'Désactiver le connecteur',
    asks: 'Désactiver le connecteur sortant {{connector}}',
    done: 'Le connecteur sortant {{connector}} est désactivé.',
    why: 'À faire quand plus rien ne reçoit de messages derrière ce connecteur. Il peut être réactivé à tout moment.',
  },
  'enable-connector': {
    title: 'Activer le connecteur',
    asks: 'Activer le connecteur sortant {{connector}}',
    done: 'Le connecteur sortant {{connector}} est activé.',
    why: 'À faire quand le connecteur a été désactivé par erreur, ou quand le serveur situé derrière fonctionne de nouveau.',
  },
  'remove-connector': {
    title: 'Supprimer le connecteur',
    asks: 'Supprimer le connecteur sortant {{connector}}',
    done: 'Le connecteur sortant {{connector}} est supprimé.',
    why: 'À faire seulement après une période de désactivation sans que personne n’en ait eu besoin. Le désactiver a le même effet sur les messages et s’annule plus facilement.',
  },
  'make-domain-authoritative': {
    title: 'Passer le domaine à Faisant autorité',
    asks: 'Passer {{domains}} à Faisant autorité',
    done: '{{domains}} : le type de domaine est maintenant Faisant autorité.',
    why: 'À faire quand tous les destinataires du domaine se trouvent dans Exchange Online : les adresses inconnues sont alors rejetées aussitôt au lieu d’être relayées.',
  },
  'make-domain-internal-relay': {
    title: 'Passer le domaine en Relais interne',
    asks: 'Passer {{domains}} en Relais interne',
    done: '{{domains}} : le type de domaine est maintenant Relais interne.',
    why: 'À faire quand certains destinataires du domaine se trouvent sur un autre serveur : les messages aux adresses inconnues ici sont alors relayés par un connecteur.',
  },
  'retire-on-premises-route': {
    title: 'Retirer l’itinéraire local',
    asks: 'Retirer l’itinéraire local : passer {{domains}} à Faisant autorité, puis désactiver {{connector}}',
    done: 'L’itinéraire local est retiré. Faisant autorité : {{domains}}. Désactivé : {{connector}}.',
    why: 'À faire quand toutes les boîtes aux lettres sont passées à Exchange Online : les messages aux destinataires non valides ne partent plus vers un serveur disparu, où ils pèsent sur le quota de destinataires non valides.',
  },
  'replace-smart-hosts': {
    title: 'Remplacer les hôtes actifs',
    asks: 'Remplacer les hôtes actifs de {{connector}}',
    done: 'Le connecteur sortant {{connector}} a de nouveaux hôtes actifs.',
    why: 'À faire quand le serveur a déménagé, ou quand son nom ou son adresse dans le connecteur est faux.',
  },
  'set-tls': {
    title: 'Modifier les paramètres TLS',
    asks: 'Modifier les paramètres TLS de {{connector}}',
    done: 'Les paramètres TLS de {{connector}} sont modifiés.',
    why: 'À faire quand le connecteur exige un nom que le certificat du serveur n’a jamais porté. Les assouplir pour une autre raison expose les messages à l’interception.',
  },
}
