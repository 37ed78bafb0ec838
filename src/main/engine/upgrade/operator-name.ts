import { hostname, userInfo } from 'node:os';

/** `anna@laptop`: who is signed in to this machine. A service without a name of its own has its number. */
export function operatorName(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // There is no entry for it, as in many containers.
    return String(process.getuid?.() ?? '?');
  }
}
