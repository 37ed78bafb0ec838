import type { ReportWords } from '../report-words.ts';

export const report: ReportWords = {
  title: 'Actualización a {category} {version}',
  counts: 'Dispositivos: {total} · bien: {succeeded} · fallidos: {failed} · rechazados: {aborted} · cancelados: {cancelled}',
  begun: 'Empezada el {at} (UTC)',
  ended: 'terminada el {at} (UTC)',
  by: 'Empezada por {who}',
  options: 'Opciones: {options}',
  none: 'ninguna',
  columns: ['Dispositivo', 'De', 'A', 'Resultado', 'Prueba', 'Orden enviada, fin (UTC)'],
  outcome: { success: 'Bien', failed: 'Fallido', aborted: 'Rechazado', cancelled: 'Cancelado' },
  underWay: 'en curso',
  verdict: {
    success: 'ejecuta la versión nueva',
    'not-needed': 'ya la ejecutaba, no se envió nada',
    'rejected-untouched': 'rechazado, intacto',
    'same-build': 'reiniciado con la misma versión, nada lo prueba',
    'rebooted-old': 'reiniciado con la versión antigua',
    'other-version': 'otra versión',
    'did-not-flash': 'no se escribió',
    unreachable: 'aún no ha vuelto',
  },
  seenAfter: 'arranque {before} → {after}, activo desde hace {seconds} s, clave {key}',
  seenBefore: 'arranque {before}, nada visto después',
  neverReached: 'nunca alcanzado',
  foot: 'Provdesk {version}, {at} UTC. «Bien» quiere decir: el propio dispositivo mostró otro arranque y la versión de esta imagen.',
};
