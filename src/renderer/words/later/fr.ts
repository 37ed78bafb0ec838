import { consoleWords } from './fr/console.ts';
import { devices } from './fr/devices.ts';
import { files } from './fr/files.ts';
import { flash } from './fr/flash.ts';
import { images } from './fr/images.ts';
import { journal } from './fr/journal.ts';
import { maintainer } from './fr/maintainer.ts';
import { plugins } from './fr/plugins.ts';
import { rollout } from './fr/rollout.ts';
import { serving } from './fr/serving.ts';
import { settings } from './fr/settings.ts';
import type { LaterWords } from './en.ts';

export const fr: LaterWords = {
  ...plugins,
  ...files,
  ...consoleWords,
  ...maintainer,
  ...images,
  ...devices,
  ...rollout,
  ...flash,
  ...serving,
  ...journal,
  ...settings,
};
