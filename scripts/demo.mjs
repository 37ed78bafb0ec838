import { parseArgs } from 'node:util';
import { startDemo } from '../test/demo/run-demo.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  console.error('The demo needs the data folder of a running Provdesk: --data DIR');
  process.exit(2);
}

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => ended.abort());

const demo = await startDemo(values.data, ended.signal);
console.log(
  `Demo: plugin server at ${demo.pluginServer}, three phones are asking for firmware, three access points can be flashed. In the window: Plugins, Install, Install all.`,
);
ended.signal.addEventListener('abort', () => void demo.stop().then(() => process.exit(0)));
