/** A MAC address in lower case with colons: `80:5e:c0:aa:bb:cc`. Only `parseMac` makes one. */
export type Mac = string & { readonly __mac: never };

const SEPARATED = /^([0-9a-f]{2})([:-])([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})$/;
const CISCO = /^([0-9a-f]{4})\.([0-9a-f]{4})\.([0-9a-f]{4})$/;
const BARE = /^[0-9a-f]{12}$/;

/** Reads the ways the field writes a MAC: colons, dashes, Cisco dots, bare digits, any case. */
export function parseMac(text: string): Mac | undefined {
  const lower = text.trim().toLowerCase();
  if (!SEPARATED.test(lower) && !CISCO.test(lower) && !BARE.test(lower)) return undefined;
  const digits = lower.replace(/[:.-]/g, '');
  // Broadcast and all-zero addresses name no device.
  if (digits === '000000000000' || digits === 'ffffffffffff') return undefined;
  return (digits.match(/../g) ?? []).join(':') as Mac;
}

/** The vendor part, `80:5e:c0`. */
export function ouiOf(mac: Mac): string {
  return mac.slice(0, 8);
}

/** Twelve lower-case digits, as most vendors name their files. */
export function bareMac(mac: Mac): string {
  return mac.replaceAll(':', '');
}
