import type { Parameter } from '../vendors/driver.ts';

/** Longest name, in characters. Real ones stay below 80. */
export const LONGEST_NAME = 128;
/** Longest value, in characters: no phone takes a longer line. */
export const LONGEST_VALUE = 1024;
/** Of one device, or of all of a vendor. The largest real configurations have some six hundred lines. */
export const MOST_PARAMETERS = 1000;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** C0, DEL and C1, and what Unicode ends a line with: a value stays in its line. */
const BREAKS_THE_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** `secret`: it would be kept readable, and a password never is. */
export type ParameterFault = 'name' | 'value' | 'secret';

/** What keeps a parameter out of a configuration; undefined where nothing does. */
export function parameterFault({ name, value }: Parameter): ParameterFault | undefined {
  if (name.length > LONGEST_NAME || !NAME.test(name)) return 'name';
  if (value.length > LONGEST_VALUE || BREAKS_THE_LINE.test(value) || value !== value.trim() || !value.isWellFormed())
    return 'value';
  return isSecretName(name) || holdsPassword(value) ? 'secret' : undefined;
}

/** Anywhere in a name: `account.1.password`, `md5_passwd`, `client_secret`. */
const SECRET_PART = /passw|passphrase|passcode|pwd|secret|token|credential|psk|community/i;
/** As a word of its own, between dots, dashes and underscores: `unlock_pin`, and not `pinyin`. */
const SECRET_WORD = /(?<![a-z0-9])pins?(?![a-z0-9])/i;
/** A key that opens something. `linekey.1.value`, `features.key_tone` and `lock_key_type` are keys to be pressed. */
const SECRET_KEY =
  /(?:aes|api|auth|crypt|encryption|host|license|master|private|server|client|shared|srtp|wep|wpa)[._-]?key(?![a-z])/i;
/** `http://user:password@host/`. */
const PASSWORD_IN_ADDRESS = /:\/\/[^/?#\s]*:[^/?#\s]*@/;
/** `?user=x&token=y` of an address: the names of what is not empty. */
const ASKED_WITH = /[?&]([^=&#\s]+)=[^&#\s]/g;

function holdsPassword(value: string): boolean {
  if (!value.includes('://')) return false;
  return PASSWORD_IN_ADDRESS.test(value) || [...value.matchAll(ASKED_WITH)].some(([, name = '']) => isSecretName(name));
}

function isSecretName(name: string): boolean {
  return SECRET_PART.test(name) || SECRET_WORD.test(name) || SECRET_KEY.test(name);
}

/** Of its vendor, and of itself, which wins. In the order in which configurations are written; so has each to be. */
export function mergeParameters(ofVendor: readonly Parameter[], ofDevice: readonly Parameter[]): readonly Parameter[] {
  if (ofVendor.length === 0) return ofDevice;
  if (ofDevice.length === 0) return ofVendor;
  return inOrder(new Map([...ofVendor, ...ofDevice].map(({ name, value }) => [name, value])));
}

/** Without what is to go, and with what is given, which may replace. */
export function changeParameters(known: readonly Parameter[], given: readonly Parameter[], gone: readonly string[]): Parameter[] {
  const kept = new Map(known.map(({ name, value }) => [name, value]));
  for (const name of gone) kept.delete(name);
  for (const { name, value } of given) kept.set(name, value);
  return inOrder(kept);
}

/** Numbers of names are compared as if they had as many. */
const DIGITS = 10;

/** By name, numbers as numbers: `linekey.2` before `linekey.10`. */
function inOrder(values: ReadonlyMap<string, string>): Parameter[] {
  const keyed = [...values].map(([name, value]) => ({ key: orderKey(name), parameter: { name, value } }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ parameter }) => parameter);
}

/** No two names have the same. A thousand are sorted for every phone of a campus, so each is read once. */
function orderKey(name: string): string {
  const folded = name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
  // What ends the folded name comes before all that a name may hold.
  return `${folded} ${name}`;
}
