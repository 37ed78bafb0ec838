import { consoleWords } from './en/console.ts';
import { devices } from './en/devices.ts';
import { files } from './en/files.ts';
import { flash } from './en/flash.ts';
import { images } from './en/images.ts';
import { journal } from './en/journal.ts';
import { maintainer } from './en/maintainer.ts';
import { plugins } from './en/plugins.ts';
import { rollout } from './en/rollout.ts';
import { serving } from './en/serving.ts';
import { settings } from './en/settings.ts';

/** The words of what is fetched after the first picture: with them it would come later. */
export const en = {
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

export type LaterWords = typeof en;
