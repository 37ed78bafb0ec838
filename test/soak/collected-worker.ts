/** The worker of the data plane as it is, and a collection of its garbage now and then: what is measured then is what it holds on to. */
import '../../src/main/engine/serving/worker.ts';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 1000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
setInterval(collect, EVERY_MS).unref();
