import { consoleWords } from './de/console.ts';
import { devices } from './de/devices.ts';
import { files } from './de/files.ts';
import { flash } from './de/flash.ts';
import { images } from './de/images.ts';
import { journal } from './de/journal.ts';
import { maintainer } from './de/maintainer.ts';
import { plugins } from './de/plugins.ts';
import { rollout } from './de/rollout.ts';
import { serving } from './de/serving.ts';
import { settings } from './de/settings.ts';
import type { LaterWords } from './en.ts';

export const de: LaterWords = {
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
