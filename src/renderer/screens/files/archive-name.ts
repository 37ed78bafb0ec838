/** Whether a file may be a plugin's archive, by its name: what it is, its installation finds out. */
export function isArchiveName(name: string): boolean {
  return /\.(?:plugin|tar|tar\.(?:bz2|gz|xz)|tbz2?|tgz|txz)$/i.test(name);
}

/** For a file picker. Browsers look at the last ending only. */
export const archiveEndings = '.plugin,.tar,.bz2,.gz,.xz,.tbz,.tbz2,.tgz,.txz';
