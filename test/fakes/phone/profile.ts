/** A model of phone as the network sees it. One file per vendor makes them. */
export interface PhoneProfile {
  readonly vendor: string;
  readonly model: string;
  readonly mac: string;
  /** Firmware that it runs. */
  readonly version: string;
  readonly userAgent: string;
  /** Read options that it sends over TFTP, where it is of a kind that sends any. */
  readonly tftpOptions: Readonly<Record<string, string | number>>;
  /** What it asks for next; undefined when it has all it wants. `received`: which of the former ones came. */
  nextFile(asked: readonly { readonly path: string; readonly received: boolean }[]): string | undefined;
}
