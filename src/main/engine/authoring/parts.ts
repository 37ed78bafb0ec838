/** What authoring needs of the engine. The composition root gives it, so that no flow reaches into another. */
export interface AuthoringParts {
  /**
   * Unpacks a plugin's archive into `dir`, which is there and empty.
   *
   * @throws ProvdeskError `archive.…` for all that no plugin may hold
   */
  unpack(archivePath: string, dir: string): Promise<void>;
  /** The bytes of an address. @throws ProvdeskError `source.…`, also while they are read */
  fetch(url: string): Promise<AsyncIterable<Uint8Array>>;
  /** A path for a folder that nothing else uses and that is gone at the next start. */
  tmpPath(label: string): string;
}
