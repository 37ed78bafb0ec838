import type { Store } from '../store/database.ts';

export interface DeviceFirmware {
  readonly device: string;
  readonly image: string;
  readonly category: string;
  readonly categoryName: string;
  readonly type: string;
  /** Seen on the device; else it is only meant to have it. */
  readonly installed: boolean;
}

/** Which image each device has, or is meant to have. */
export class DeviceFirmwareTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  all(): Map<string, DeviceFirmware> {
    const rows = this.#database
      .prepare<[], Omit<DeviceFirmware, 'installed'> & { installed: number }>(
        `SELECT device, image, build.category, category.name AS categoryName, firmware_image.type, installed FROM device_firmware
           JOIN firmware_image ON firmware_image.id = image JOIN build ON build.id = firmware_image.build
           JOIN category ON category.id = build.category`,
      )
      .all();
    return new Map(rows.map((row) => [row.device, { ...row, installed: row.installed === 1 }]));
  }

  set(device: string, image: string, installed: boolean): void {
    // An image that was removed meanwhile is no device's any more.
    this.#database
      .prepare(
        `INSERT INTO device_firmware (device, image, installed)
         SELECT ?, id, ? FROM firmware_image WHERE id = ?
         ON CONFLICT (device) DO UPDATE SET image = excluded.image, installed = excluded.installed`,
      )
      .run(device, installed ? 1 : 0, image);
  }

  remove(device: string): void {
    this.#database.prepare('DELETE FROM device_firmware WHERE device = ?').run(device);
  }
}
