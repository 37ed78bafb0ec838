import { z } from 'zod';
import { call, news } from './kit.ts';

export const ProxyKind = z.enum(['http', 'https', 'ftp']);
export type ProxyKind = z.infer<typeof ProxyKind>;

/** Who decided it; `nowhere`: nobody did, and nothing is used. */
export const DecidedBy = z.enum(['settings', 'environment', 'nowhere']);
export type DecidedBy = z.infer<typeof DecidedBy>;

export const Proxies = z.object({
  /** Which proxy addresses of each kind are asked through. */
  proxies: z.array(
    z.object({
      kind: ProxyKind,
      /** Never with a user name or a password; null where none is used. */
      url: z.string().nullable(),
      /** As sign-ins name it. */
      host: z.string().nullable(),
      from: DecidedBy,
    }),
  ),
  /** Hosts that are asked directly, as are those of this computer unless `<-loopback>` is among them. */
  exceptions: z.object({ hosts: z.array(z.string()), from: DecidedBy }),
});
export type Proxies = z.infer<typeof Proxies>;

/** As whom Provdesk signs in at a host; its password is never told. */
export const Credential = z.object({ host: z.string(), user: z.string() });
export type Credential = z.infer<typeof Credential>;

/** `fw.example.net`, `fw.example.net:8080`, or the address of a file there. */
const Host = z.string().min(1).max(2000);

export const network = {
  proxies: call(z.void(), Proxies),
  /** An address without credentials; null: no proxy; left out: as the environment says. */
  setProxy: call(z.object({ kind: ProxyKind, url: z.string().max(500).nullable().optional() }), Proxies),
  /** Left out: as the environment says. */
  setExceptions: call(z.object({ hosts: z.array(z.string().max(300)).max(200).optional() }), Proxies),
  /** By host: servers and proxies alike. */
  credentials: call(z.void(), z.array(Credential)),
  setCredential: call(z.object({ host: Host, user: z.string().min(1).max(300), password: z.string().max(2000) }), Credential),
  removeCredential: call(z.object({ host: Host }), z.object({ host: z.string() })),
  /** Proxies or sign-ins are different: ask for them again. */
  changed: news(z.object({ revision: z.number() })),
};
