import { ProvdeskError } from '../../../shared/failures.ts';
import { normalId } from '../../domain/upgrade/same-device.ts';
import type { Probed } from './driver.ts';
import type { UpgradeDevice } from './upgrade-device.ts';

/**
 * That it is the device that is meant: its key was checked in the handshake; here, OpenWISP's id where it is known, and the
 * board that it had the last time.
 *
 * @param renamed names of one board: after a flash it may come back under another one of these
 * @throws ProvdeskError `upgrade.identity-unreadable`, `upgrade.wrong-device`
 */
export function checkIdentity(device: UpgradeDevice, { uuid, evidence }: Probed, renamed: readonly string[] = []): void {
  if (device.uuid !== null) {
    if (uuid === null || normalId(uuid).length !== 32)
      throw new ProvdeskError('upgrade.identity-unreadable', { device: device.name, expected: device.uuid });
    if (normalId(uuid) !== normalId(device.uuid))
      throw new ProvdeskError('upgrade.wrong-device', { found: uuid, expected: device.uuid });
  }
  if (device.board === null || evidence.board === '' || device.board === evidence.board) return;
  if (!renamed.includes(device.board) || !renamed.includes(evidence.board))
    throw new ProvdeskError('upgrade.wrong-device', { found: evidence.board, expected: device.board });
}
