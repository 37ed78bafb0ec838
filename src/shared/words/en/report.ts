import type { ReportWords } from '../report-words.ts';

export const report: ReportWords = {
  title: 'Upgrade to {category} {version}',
  counts: 'Devices: {total} · succeeded: {succeeded} · failed: {failed} · refused: {aborted} · cancelled: {cancelled}',
  begun: 'Begun {at} (UTC)',
  ended: 'ended {at} (UTC)',
  by: 'Begun by {who}',
  options: 'Options: {options}',
  none: 'none',
  columns: ['Device', 'From', 'To', 'Result', 'Evidence', 'Command sent, ended (UTC)'],
  outcome: { success: 'Success', failed: 'Failed', aborted: 'Refused', cancelled: 'Cancelled' },
  underWay: 'under way',
  verdict: {
    success: 'runs the new version',
    'not-needed': 'ran it already, nothing was sent',
    'rejected-untouched': 'refused, untouched',
    'same-build': 'restarted with the same build, no proof of a flash',
    'rebooted-old': 'restarted with the old version',
    'other-version': 'another version',
    'did-not-flash': 'did not flash',
    unreachable: 'not back yet',
  },
  seenAfter: 'boot {before} → {after}, up {seconds} s, key {key}',
  seenBefore: 'boot {before}, nothing seen after',
  neverReached: 'never reached',
  foot: 'Provdesk {version}, {at} UTC. “Success” means: the device itself showed another boot and the release of this image.',
};
