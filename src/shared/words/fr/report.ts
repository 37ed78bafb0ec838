import type { ReportWords } from '../report-words.ts';

export const report: ReportWords = {
  title: 'Mise à niveau vers {category} {version}',
  counts: 'Appareils : {total} · réussis : {succeeded} · échoués : {failed} · refusés : {aborted} · annulés : {cancelled}',
  begun: 'Commencée le {at} (UTC)',
  ended: 'terminée le {at} (UTC)',
  by: 'Commencée par {who}',
  options: 'Options : {options}',
  none: 'aucune',
  columns: ['Appareil', 'De', 'Vers', 'Résultat', 'Preuve', 'Commande envoyée, fin (UTC)'],
  outcome: { success: 'Réussi', failed: 'Échoué', aborted: 'Refusé', cancelled: 'Annulé' },
  underWay: 'en cours',
  verdict: {
    success: 'nouvelle version en place',
    'not-needed': 'l’exécutait déjà, rien n’a été envoyé',
    'rejected-untouched': 'refusé, intact',
    'same-build': 'redémarré avec la même version, rien ne le prouve',
    'rebooted-old': 'redémarré avec l’ancienne version',
    'other-version': 'autre version',
    'did-not-flash': 'pas écrit',
    unreachable: 'pas encore revenu',
  },
  seenAfter: 'démarrage {before} → {after}, actif depuis {seconds} s, clé {key}',
  seenBefore: 'démarrage {before}, rien vu depuis',
  neverReached: 'jamais joint',
  foot: 'Provdesk {version}, {at} UTC. « Réussi » veut dire : l’appareil lui-même a montré un autre démarrage et la version de cette image.',
};
