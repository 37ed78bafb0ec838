import { z } from 'zod';
import { LANGUAGES } from '../values/language.ts';
import { call, news } from './kit.ts';
import { Instant } from './values.ts';

export const AppStatus = z.object({
  running: z.boolean(),
  version: z.string(),
  node: z.string(),
  host: z.enum(['desktop', 'headless', 'cli']),
  pid: z.number().int(),
  dataDir: z.string(),
  startedAt: Instant,
  /** `address:port` of each listener that phones can reach. */
  http: z.array(z.string()),
  https: z.array(z.string()),
  tftp: z.array(z.string()),
  devices: z.number().int(),
  /** Installed plugins. */
  plugins: z.number().int(),
});
export type AppStatus = z.infer<typeof AppStatus>;

export const Settings = z.object({
  language: z.enum(['system', ...LANGUAGES]),
  appearance: z.enum(['system', 'light', 'dark']),
});
export type Settings = z.infer<typeof Settings>;

export const app = {
  status: call(z.void(), AppStatus),
  /** A link that opens the window in a browser once; only an engine with a browser host has one. */
  windowLink: call(z.void(), z.object({ url: z.string() })),
  settings: call(z.void(), Settings),
  changeSettings: call(Settings.partial(), Settings),
  settingsChanged: news(Settings),
};
