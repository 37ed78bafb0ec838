import { bareMac, parseMac } from '../../../src/shared/values/mac.ts';
import type { PhoneProfile } from './profile.ts';

/** First number of the firmware version and number of the model family's common file. */
const FAMILIES: Readonly<Record<string, number>> = {
  T19P_E2: 53,
  T21P_E2: 52,
  T23G: 44,
  T29G: 46,
  T31P: 124,
  T33G: 124,
  T42G: 29,
  T42S: 66,
  T42U: 108,
  T43U: 108,
  T46G: 28,
  T46S: 66,
  T46U: 108,
  T48G: 35,
  T48S: 66,
  T48U: 108,
  T53: 96,
  T54W: 96,
  T57W: 96,
  W52P: 25,
  W60B: 77,
};

/** Firmware from here on asks for boot files first. */
const FIRST_WITH_BOOT_FILES = 81;

/** A Yealink desk phone. `version` as the phone says it: `108.86.0.20`. */
export function yealink(model: string, { mac, version }: { mac: string; version: string }): PhoneProfile {
  const parsed = parseMac(mac);
  const family = FAMILIES[model];
  if (!parsed || family === undefined) throw new Error(`no such Yealink: ${model} ${mac}`);
  const own = bareMac(parsed);
  const common = `/y${String(family).padStart(12, '0')}.cfg`;
  const bootFiles = [`/${own}.boot`, '/y000000000000.boot'];
  const asksForBootFiles = Number(version.split('.')[1]) >= FIRST_WITH_BOOT_FILES;

  return {
    vendor: 'Yealink',
    model,
    mac: parsed,
    version,
    userAgent: `Yealink SIP-${model} ${version} ${parsed}`,
    tftpOptions: { blksize: 1428, tsize: 0, timeout: 5 },
    nextFile(asked) {
      const wasAsked = (path: string) => asked.some((file) => file.path === path);
      // The first boot file that exists is enough; the configuration is asked for either way.
      const hasBootFile = asked.some((file) => bootFiles.includes(file.path) && file.received);
      const order = [
        ...(asksForBootFiles ? bootFiles.filter((path) => !hasBootFile || wasAsked(path)) : []),
        common,
        `/${own}.cfg`,
      ];
      return order.find((path) => !wasAsked(path));
    },
  };
}
