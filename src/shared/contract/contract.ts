import { app } from './app.ts';
import { console } from './console.ts';
import { credentials } from './credentials.ts';
import { devices } from './devices.ts';
import { files } from './files.ts';
import { images } from './images.ts';
import { links } from './links.ts';
import { journal } from './journal.ts';
import { network } from './network.ts';
import { operations } from './operations.ts';
import { packages } from './packages.ts';
import { plugins } from './plugins.ts';
import { repo } from './repo.ts';
import { serving } from './serving.ts';
import { upgrades } from './upgrades.ts';

/** All that any client may ask of the engine, or hear from it. The client, the handlers and the command line come from this value. */
export const contract = {
  app,
  serving,
  plugins,
  packages,
  files,
  links,
  network,
  operations,
  devices,
  credentials,
  images,
  upgrades,
  journal,
  repo,
  console,
};

export type Contract = typeof contract;
