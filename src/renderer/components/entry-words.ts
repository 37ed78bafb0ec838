import type { JournalEntry } from '../../shared/contract/journal.ts';
import type { Speech } from '../words/words.ts';

/** More names than these tell nobody more in one line. */
const NAMES_SHOWN = 5;

/** What happened, in one line. */
export function entryText(entry: JournalEntry, { t, format }: Pick<Speech, 't' | 'format'>): string {
  switch (entry.kind) {
    case 'request':
      return entry.path;
    case 'device.new': {
      const what = [entry.vendor, entry.model, entry.version].filter(Boolean).join(' ');
      return what === '' ? t('journal.deviceNewPlain') : t('journal.deviceNew', { what });
    }
    case 'device.changed':
      return t('journal.deviceChanged', {
        field: t(`devices.${entry.field}`),
        before: entry.before ?? t('common.unknown'),
        after: entry.after ?? t('common.unknown'),
      });
    case 'device.associated':
      return entry.plugin === null
        ? t('journal.deviceUnassociated')
        : t('journal.deviceAssociated', { plugin: entry.plugin, support: supportWord(entry.support, t) });
    case 'device.configured': {
      const names = format.list([...entry.set, ...entry.unset].slice(0, NAMES_SHOWN));
      return entry.vendor === null
        ? t('journal.deviceConfigured', { names })
        : t('journal.vendorConfigured', { vendor: entry.vendor, names });
    }
    case 'device.upload-expected':
      return t('journal.deviceUploadExpected', { until: format.moment(entry.until) });
    case 'upgrade.ended':
      return t(`journal.upgrade_${entry.outcome}`, { image: entry.image, to: entry.to ?? t('common.unknown') });
    case 'plugin.installed':
      return t('journal.pluginInstalled', { plugin: entry.plugin, version: entry.version });
    case 'plugin.reloaded':
      return t('journal.pluginReloaded', { plugin: entry.plugin, version: entry.version });
    case 'plugin.uninstalled':
      return t('journal.pluginUninstalled', { plugin: entry.plugin, version: entry.version });
    case 'package.installed':
      return t('journal.packageInstalled', { plugin: entry.plugin, package: entry.package, version: entry.version });
    case 'package.uninstalled':
      return t('journal.packageUninstalled', { plugin: entry.plugin, package: entry.package, version: entry.version });
    case 'operation.ended':
      return t('journal.operationEnded', { succeeded: format.count(entry.succeeded), failed: format.count(entry.failed) });
    case 'network.password-in-clear':
      return t('journal.passwordInClear', { host: entry.host });
    case 'serving.started':
      return t('journal.servingStarted', { listeners: entry.listeners.join(', ') });
    case 'serving.stopped':
      return entry.reason === null ? t('journal.servingStopped') : t('journal.servingStoppedBecause', { reason: entry.reason });
    case 'engine.started':
      return t('journal.engineStarted', { version: entry.version });
    case 'engine.stopped':
      return t('journal.engineStopped');
    default:
      entry satisfies never;
      return '';
  }
}

const supports = ['none', 'improbable', 'unknown', 'probable', 'incomplete', 'complete', 'exact'] as const;

/** The journal keeps the word as it was; an older one may be gone from the contract. */
function supportWord(word: string, t: Speech['t']): string {
  const known = supports.find((support) => support === word);
  return known ? t(`devices.support_${known}`) : word;
}
