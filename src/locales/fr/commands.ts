import type { commands as en } from '../en/commands.ts'
import type { Same } from '../same.ts'

export const commands: Same<typeof en> = {
  title: 'Ce que vous pouvez demander à Mailflow Medic',
  lead: 'Mailflow Medic veille sur les connecteurs sortants : il dit pourquoi les messages attendent, ce qui le prouve, et propose la correction.',
  alone: 'Vous seul voyez ces réponses.',
  shared: 'Tout le monde ici lit ces réponses ; ce que signifient les erreurs, et la raison d’un refus, n’est dit qu’à vous.',
  tail: 'Les modifications se demandent avec les boutons d’un incident et prennent effet une fois qu’une seconde personne les a approuvées.',
  help: { syntax: 'aide', does: 'Afficher cette page.' },
  explain: {
    syntax: 'expliquer TEXTE',
    does: 'Dire ce que signifie une erreur : collez un code, une ligne ou une notification d’échec de remise entière.',
  },
  code: {
    syntax: 'code CODE ou MOTS',
    does: 'Tout dire sur un code, ou en trouver un par des mots : code 4.4.317, code certificat.',
  },
  diagnose: { syntax: 'diagnostiquer CONNECTEUR ou HÔTE', does: 'Tester maintenant un connecteur, un hôte ou un domaine.' },
  validate: {
    syntax: 'valider CONNECTEUR ADRESSE',
    does: 'Faire tester un connecteur par Exchange Online avec un vrai message vers une adresse située derrière lui. Un bouton demande d’abord confirmation.',
  },
  ranges: { syntax: 'plages', does: 'Lister les adresses qu’un pare-feu doit laisser entrer : Exchange Online sur le port TCP 25.' },
  connectors: { syntax: 'connecteurs', does: 'Lister les connecteurs sortants.' },
  domains: { syntax: 'domaines', does: 'Lister les domaines acceptés.' },
  incidents: { syntax: 'incidents', does: 'Lister les incidents, les ouverts d’abord.' },
  requests: { syntax: 'demandes', does: 'Lister les modifications demandées.' },
  bind: { syntax: 'lier LOCATAIRE [en|fr]', does: 'Publier dans ce canal les incidents d’un locataire, dans la langue nommée.' },
}
