import path from 'node:path';
import { ProvdeskError } from '../../../shared/failures.ts';

/**
 * The one way in which a name that came from outside becomes a path: below `root`, or refused.
 * `name` is relative with `/`; names that Windows would read otherwise are refused on every system, so that a
 * plugin that installs here installs there.
 *
 * @throws ProvdeskError `path.outside-root`
 */
export function safeJoin(root: string, name: string): string {
  if (unsafeNameReason(name) !== undefined) throw new ProvdeskError('path.outside-root', { path: name.slice(0, 200) });
  const joined = path.join(root, ...name.split('/'));
  // `/` and `E:\` end with one.
  const folder = root.endsWith(path.sep) ? root : root + path.sep;
  if (!joined.startsWith(folder)) throw new ProvdeskError('path.outside-root', { path: name.slice(0, 200) });
  return joined;
}

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/** Why a relative name may not be used, in words; nothing where it may. */
export function unsafeNameReason(name: string): string | undefined {
  if (name === '') return 'it has no name';
  if (name.length > 1024) return 'its name is too long';
  if (/^[/\\]|^[a-z]:/i.test(name)) return 'its path is absolute';
  if (name.includes('\\')) return 'its name holds a backslash';
  const parts = name.split('/');
  if (parts.includes('..')) return 'its path climbs out of the folder';
  if (parts.some((part) => part === '' || part === '.')) return 'its path has an empty part';
  if (/[\u0000-\u001f<>:"|?*]/.test(name)) return 'its name holds a character that Windows refuses';
  const refused = parts.find((part) => WINDOWS_DEVICE.test(part) || /[. ]$/.test(part) || Buffer.byteLength(part) > 255);
  return refused === undefined ? undefined : `Windows refuses the name “${refused.slice(0, 80)}”`;
}
