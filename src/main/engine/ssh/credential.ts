/** What signs in to a device: opened from the host's secrets just before it is used, never written or logged. */
export type SshCredential = {
  /** What a person calls it. */
  readonly name: string;
  readonly username: string;
} & (
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly privateKey: string; readonly passphrase?: string | undefined }
  /** `socket`: where the agent of this user listens (`SSH_AUTH_SOCK`, or `pageant` on Windows). */
  | { readonly kind: 'agent'; readonly socket: string }
);
