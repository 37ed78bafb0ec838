import { z } from 'zod';
import { call, news } from './kit.ts';
import { Instant } from './values.ts';

export const CredentialKind = z.enum(['password', 'key', 'agent']);

/** What signs in to devices, without its secret: that lies sealed with the host, by reference. */
export const Credential = z.object({
  id: z.string(),
  name: z.string(),
  kind: CredentialKind,
  username: z.string(),
  /** Devices that refer to it. */
  devices: z.number(),
  addedAt: Instant,
});
export type Credential = z.infer<typeof Credential>;

const Named = { name: z.string().trim().min(1).max(100), username: z.string().trim().min(1).max(100) };

export const NewCredential = z.discriminatedUnion('kind', [
  /** Empty: a device without a password yet. */
  z.object({ kind: z.literal('password'), ...Named, password: z.string().max(1000) }),
  z.object({
    kind: z.literal('key'),
    ...Named,
    privateKey: z.string().min(1).max(20_000),
    passphrase: z.string().max(1000).optional(),
  }),
  /** The keys of this user's SSH agent. */
  z.object({ kind: z.literal('agent'), ...Named }),
]);
export type NewCredential = z.infer<typeof NewCredential>;

export const credentials = {
  list: call(z.void(), z.array(Credential)),
  /** A key is read before it is kept. */
  add: call(NewCredential, Credential),
  /** Refused while a device refers to it. */
  remove: call(z.object({ id: z.string().max(100) }), Credential),
  changed: news(z.object({ revision: z.number() })),
};
