import type { files as en } from '../en/files.ts'
import type { Same } from '../same.ts'

export const files: Same<typeof en> = {
  title: 'Rien n’a pu être lu',
  some_one: '{{count, number}} fichier joint n’a pas été lu :',
  some_other: '{{count, number}} fichiers joints n’ont pas été lus :',
  line: '« {{name}} » : {{what}} {{next}}',
  unnamed: 'sans nom',
  'too-large': {
    what: 'Le fichier dépasse {{size}}.',
    next: 'Collez plutôt le texte de la notification : l’erreur figure dans les premières lignes.',
  },
  'too-many': {
    what: 'Pas plus de {{most}} fichiers sont lus à la fois.',
    next: 'Envoyez-le seul.',
  },
  'not-text': {
    what: 'Ce n’est ni un message électronique ni un texte.',
    next: 'Collez l’erreur sous forme de texte, ou joignez la notification au format .eml, .msg ou .txt.',
  },
  empty: {
    what: 'Le fichier est vide.',
    next: 'Enregistrez de nouveau la notification, ou collez son texte.',
  },
  gone: {
    what: 'Le fichier n’existe plus.',
    next: 'Joignez-le de nouveau, ou collez le texte de la notification.',
  },
  elsewhere: {
    what: 'Le fichier est stocké hors de cette plateforme, et ces adresses ne sont pas ouvertes.',
    next: 'Chargez le fichier lui-même, ou collez le texte de la notification.',
  },
  'no-access': {
    what: 'Le bot n’a pas le droit d’ouvrir ce fichier ici.',
    next: 'Envoyez-le au bot dans votre conversation directe, ou collez le texte de la notification.',
  },
  'missing-scope': {
    what: 'Il manque à l’application Slack l’autorisation « {{scope}} ».',
    next: 'Collez le texte de la notification ; un administrateur Slack peut ajouter {{scope}} sur api.slack.com/apps, sous « OAuth & Permissions », « Bot Token Scopes », puis réinstaller l’application.',
  },
  'not-handed-over': {
    what: 'Teams ne remet pas ce fichier aux applications.',
    next: 'Envoyez-le au bot dans votre conversation personnelle, ou collez le texte de la notification.',
  },
  'too-slow': {
    what: 'Le fichier n’est pas arrivé en {{seconds}} secondes.',
    next: 'Réessayez, ou collez le texte de la notification.',
  },
  failed: {
    what: 'Le fichier n’a pas pu être récupéré ({{why}}).',
    next: 'Réessayez, ou collez le texte de la notification.',
  },
}
