import { consoleWords } from './es/console.ts';
import { devices } from './es/devices.ts';
import { files } from './es/files.ts';
import { flash } from './es/flash.ts';
import { images } from './es/images.ts';
import { journal } from './es/journal.ts';
import { maintainer } from './es/maintainer.ts';
import { plugins } from './es/plugins.ts';
import { rollout } from './es/rollout.ts';
import { serving } from './es/serving.ts';
import { settings } from './es/settings.ts';
import type { LaterWords } from './en.ts';

export const es: LaterWords = {
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
