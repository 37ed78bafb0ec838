import type { Operation, PackageScope } from '../../shared/contract/operations.ts';
import type { Speech } from '../words/words.ts';
import type { Tone } from './status-mark.tsx';

export const operationTones: Record<Operation['state'], Tone> = {
  running: 'busy',
  success: 'good',
  partial: 'warn',
  failed: 'bad',
  cancelled: 'neutral',
  interrupted: 'warn',
};

type Titled = Pick<Operation, 'kind' | 'plugin' | 'scope'> & { readonly items: readonly { readonly id: string }[] };

/** What an operation is about, in one line. */
export function operationTitle(operation: Titled, speech: Pick<Speech, 't' | 'format'>): string {
  const { kind, plugin, items } = operation;
  const { t } = speech;
  switch (kind) {
    case 'packages.install-all':
      return t('operation.installingAll', { what: scopeText(scopeOf(operation), speech) });
    case 'links.check':
      if (operation.scope?.catalogue) return t('operation.checkingCatalogue');
      return plugin === undefined ? t('operation.checkingAll') : t('operation.checking', { plugin });
    case 'plugins.install':
    case 'packages.install':
      return t('operation.installing', {
        what: listed(
          items.map(({ id }) => id),
          speech,
        ),
      });
    default:
      kind satisfies never;
      return '';
  }
}

/** Of an operation of a former version, which had a plugin and no scope. */
export function scopeOf({ plugin, scope }: Pick<Operation, 'plugin' | 'scope'>): PackageScope {
  return scope ?? (plugin === undefined ? {} : { plugin });
}

/** `wazo-yealink-v86, T46U` or `Yealink`; everything where nothing narrows it. */
export function scopeText({ plugin, vendor, models }: PackageScope, { t, format }: Pick<Speech, 't' | 'format'>): string {
  const parts = [plugin, vendor, models && models.length > 0 ? format.list(models) : undefined].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? t('operation.everything') : parts.join(' · ');
}

const MOST_NAMED = 3;

function listed(ids: readonly string[], { t }: Pick<Speech, 't'>): string {
  const named = ids.slice(0, MOST_NAMED).join(', ');
  return ids.length > MOST_NAMED ? t('operation.andMore', { named, count: ids.length - MOST_NAMED }) : named;
}
