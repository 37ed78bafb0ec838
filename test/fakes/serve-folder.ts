import { startStaticServer } from './static-server.ts';

/** The static server as a process of its own, for measurements: prints its address, and ends with its standard input. */
const server = await startStaticServer(process.argv[2] ?? '.');
process.stdout.write(`${server.url}\n`);
process.stdin.resume().on('end', () => void server.stop());
