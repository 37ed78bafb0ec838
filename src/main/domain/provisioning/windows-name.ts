const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)\s*(\.|$)/i;
/** A stream of a file, a drive, a wildcard, or what no name has. */
const NEVER = /[<>:"|?*]/;

/**
 * Whether Windows would take some part of a path for something else than a file of that name: a device, another stream
 * of a file, another drive, or the name without its last dots and blanks. `path`: with `/` between its parts.
 *
 * @see Microsoft's “Naming Files, Paths, and Namespaces”
 */
export function meansSomethingElseOnWindows(path: string): boolean {
  return path.split('/').some((part) => DEVICE.test(part) || NEVER.test(part) || /[. ]$/.test(part));
}
