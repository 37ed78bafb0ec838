import type { Evidence } from '../../shared/contract/upgrades.ts';
import type { Speech } from '../words/words.ts';

interface EvidenceRow {
  readonly name: string;
  readonly told: (evidence: Evidence) => string;
  /** Letters and digits that are compared one by one. */
  readonly exact?: boolean;
}

/** What a device says of itself, in the order in which a person asks. */
export function evidenceRows({ t, format }: Pick<Speech, 't' | 'format'>): readonly EvidenceRow[] {
  return [
    { name: t('ssh.release'), told: ({ description, release }) => description || release },
    { name: t('ssh.board'), told: ({ board, model }) => [board, model].filter(Boolean).join(' · ') },
    { name: t('ssh.bootId'), told: ({ bootId }) => bootId, exact: true },
    { name: t('ssh.uptime'), told: ({ uptime }) => format.duration(uptime * 1000) },
    { name: t('ssh.address'), told: ({ address }) => address },
    { name: t('ssh.hostKey'), told: ({ hostKey }) => hostKey, exact: true },
    { name: t('ssh.at'), told: ({ at }) => format.moment(at) },
  ];
}
