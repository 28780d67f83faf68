import type { refusals as en } from '../en/refusals.ts'
import type { Same } from '../same.ts'

export const refusals: Same<typeof en> = {
  'not-linked': {
    what: 'Votre compte n’est relié à aucune personne connue du bot ({{reason}}). Rien n’a été modifié.',
    next: 'Demandez à l’administrateur du bot de relier votre compte, ou utilisez celui dont l’adresse professionnelle est confirmée.',
  },
  'not-a-requester': {
    what: 'Vous n’êtes pas sur la liste des personnes qui peuvent demander des modifications. Rien n’a été modifié.',
    next: 'Adressez-vous à un demandeur, ou demandez à l’administrateur du bot de vous ajouter à MAILFLOW_REQUESTERS.',
  },
  'not-an-approver': {
    what: 'Vous n’êtes pas sur la liste des personnes qui peuvent approuver des modifications. Rien n’a été modifié.',
    next: 'Laissez la décision à un approbateur, ou demandez à l’administrateur du bot de vous ajouter à MAILFLOW_APPROVERS.',
  },
  'own-request': {
    what: 'Vous avez demandé cette modification, vous ne pouvez donc pas l’approuver. Rien n’a été modifié.',
    next: 'Demandez à un autre approbateur de l’examiner, ou retirez-la.',
  },
  'already-approved-by-you': {
    what: 'Votre approbation est déjà comptée. Rien n’a été modifié.',
    next: 'Un autre approbateur doit encore se prononcer.',
  },
  'already-decided': {
    what: 'Cette demande n’attend plus : son état est « {{state}} », décidé par {{by}}. Votre clic n’a rien modifié.',
    next: 'Consultez la carte de la demande pour voir comment elle s’est terminée.',
  },
  'request-expired': {
    what: 'Cette demande a expiré avant de réunir assez d’approbations. Rien n’a été modifié.',
    next: 'Ouvrez l’incident et refaites la demande si la modification est toujours souhaitée.',
  },
  'plan-changed': {
    what: 'Le plan de cette carte n’est plus celui qui est enregistré. Rien n’a été modifié.',
    next: 'Rouvrez le plan et vérifiez ce qu’il dit maintenant.',
  },
  'plan-stale': {
    what: 'Le locataire a changé depuis l’établissement de ce plan, ou le plan est trop ancien. Rien n’a été modifié.',
    next: 'Rouvrez la correction pour obtenir un plan qui correspond au locataire actuel.',
  },
  'guards-refuse': {
    what: 'Un contrôle de sécurité interdit cette modification. Rien n’a été modifié.',
    next: 'Lisez les contrôles refusés sur le plan et supprimez d’abord leur cause, ou choisissez une autre correction.',
  },
  'already-requested': {
    what: 'La même modification attend déjà une approbation : demande {{request}}. Rien n’a été modifié.',
    next: 'Demandez à un approbateur de se prononcer sur cette demande.',
  },
  'nothing-to-change': {
    what: '{{what}} est déjà dans l’état voulu par cette correction. Rien n’a été modifié.',
    next: 'Relancez le diagnostic : la cause est ailleurs, ou la modification n’a pas encore pris effet.',
  },
  'nothing-to-undo': {
    what: 'L’état de cette demande est « {{state}} » : le locataire n’en porte aucune modification. Rien n’a été modifié.',
    next: 'Il n’y a rien à annuler.',
  },
  'already-undone': {
    what: 'Cette modification a déjà été annulée, ou son annulation attend une approbation. Rien n’a été modifié.',
    next: 'Consultez la demande d’annulation dans l’historique de l’incident.',
  },
  'undo-is-final': {
    what: 'Une annulation ne s’annule pas : ce que disaient les contrôles de la première modification ne vaut peut-être plus. Rien n’a été modifié.',
    next: 'Planifiez de nouveau la correction depuis l’incident : elle est réévaluée et demande une approbation comme la première fois.',
  },
  'not-yours': {
    what: 'Seule la personne qui a demandé une modification peut la retirer. Rien n’a été modifié.',
    next: 'Demandez-lui de la retirer, ou laissez un approbateur la refuser.',
  },
  'unknown-incident': {
    what: 'L’incident {{id}} n’existe pas. Rien n’a été modifié.',
    next: 'Affichez la liste des incidents ouverts pour trouver son identifiant.',
  },
  'unknown-request': {
    what: 'La demande {{id}} n’existe pas. Rien n’a été modifié.',
    next: 'Ouvrez l’incident pour voir ses demandes.',
  },
  'unknown-connector': {
    what: 'Aucun connecteur sortant ne s’appelle {{name}}. Rien n’a été modifié.',
    next: 'Connecteurs connus : {{known}}.',
  },
  'unknown-target': {
    what: '« {{name}} » n’est ni un connecteur sortant du locataire, ni le nom ou l’adresse d’un hôte. Rien n’a été modifié.',
    next: 'Tapez « connecteurs » pour voir leurs noms, ou nommez un hôte, par exemple mail.contoso.com ou 192.0.2.10.',
  },
  'bad-address': {
    what: '« {{address}} » n’est pas une adresse e-mail. Rien n’a été modifié ni envoyé.',
    next: 'Indiquez une adresse située derrière le connecteur, par exemple postmaster@contoso.com.',
  },
  'unknown-command': {
    what: 'Le bot ne connaît pas la commande « {{text}} ». Rien n’a été modifié.',
    next: 'Tapez « aide » pour voir ce qu’il comprend.',
  },
  'unknown-tenant': {
    what: 'Le bot ne s’occupe d’aucun locataire nommé {{tenant}}. Rien n’a été modifié.',
    next: 'Vérifiez le nom, ou demandez à l’administrateur du bot d’ajouter ce locataire à la configuration.',
  },
  'incident-resolved': {
    what: 'Cet incident est résolu. Rien n’a été modifié.',
    next: 'Une nouvelle alerte le rouvrira ; sinon, lancez vous-même le diagnostic du connecteur.',
  },
  'could-not-read': {
    what: 'Le locataire n’a pas pu être lu ({{why}}) ; l’effet est donc inconnu. Rien n’a été modifié.',
    next: 'Réessayez dans quelques minutes ; si cela persiste, vérifiez l’accès du bot avec « mailflow doctor ».',
  },
  'fix-not-available': {
    what: 'La correction « {{fix}} » n’est pas disponible ici. Rien n’a été modifié.',
    next: 'Choisissez l’une des corrections de la carte de l’incident.',
  },
  frozen: {
    what: 'Les modifications sont gelées (fin : {{until}}). Rien n’a été modifié.',
    next: 'Refaites la demande ensuite, ou demandez à l’administrateur du bot de lever le gel.',
  },
  'channel-not-bound': {
    what: 'Ce canal n’est rattaché à aucun locataire. Rien n’a été modifié.',
    next: 'Rattachez-le avec la commande « lier » suivie du nom du locataire.',
  },
  'nowhere-to-share': {
    what: 'Il n’y a pas ici de canal où le publier. Rien n’a été modifié.',
    next: 'Envoyez la commande dans le canal voulu, puis partagez-la de là.',
  },
  'wrong-organisation': {
    what: 'Le bot ne prend pas d’ordres de cette organisation. Rien n’a été modifié.',
    next: 'Utilisez l’espace de travail ou l’organisation pour lesquels le bot a été configuré.',
  },
  'too-late': {
    what: 'Ce bouton correspond à un état antérieur de la carte. Rien n’a été modifié.',
    next: 'Utilisez la carte la plus récente de cet incident.',
  },
}
