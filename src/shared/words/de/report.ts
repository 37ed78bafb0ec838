import type { ReportWords } from '../report-words.ts';

export const report: ReportWords = {
  title: 'Upgrade auf {category} {version}',
  counts: 'Geräte: {total} · gelungen: {succeeded} · fehlgeschlagen: {failed} · abgelehnt: {aborted} · abgebrochen: {cancelled}',
  begun: 'Begonnen {at} (UTC)',
  ended: 'beendet {at} (UTC)',
  by: 'Begonnen von {who}',
  options: 'Optionen: {options}',
  none: 'keine',
  columns: ['Gerät', 'Von', 'Auf', 'Ergebnis', 'Beleg', 'Befehl gesendet, beendet (UTC)'],
  outcome: { success: 'Gelungen', failed: 'Fehlgeschlagen', aborted: 'Abgelehnt', cancelled: 'Abgebrochen' },
  underWay: 'läuft noch',
  verdict: {
    success: 'neue Version läuft',
    'not-needed': 'lief schon damit, nichts wurde gesendet',
    'rejected-untouched': 'abgelehnt, unberührt',
    'same-build': 'neu gestartet mit derselben Version, kein Beweis',
    'rebooted-old': 'neu gestartet mit der alten Version',
    'other-version': 'andere Version',
    'did-not-flash': 'nicht geflasht',
    unreachable: 'noch nicht zurück',
  },
  seenAfter: 'Start {before} → {after}, läuft seit {seconds} s, Schlüssel {key}',
  seenBefore: 'Start {before}, danach nichts gesehen',
  neverReached: 'nie erreicht',
  foot: 'Provdesk {version}, {at} UTC. „Gelungen“ heißt: Das Gerät selbst zeigte einen anderen Start und die Version dieses Images.',
};
