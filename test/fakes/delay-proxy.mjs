/**
 * A link with a round trip of so many milliseconds more, in a process of its own. What goes in first comes out first.
 * Arguments: host and port behind it, milliseconds. Prints the port that it listens at.
 */
import { connect, createServer } from 'node:net';

const [host, port, roundTrip] = process.argv.slice(2);
const oneWay = Number(roundTrip) / 2;

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ host, port: Number(port), noDelay: true });
  carry(near, far);
  carry(far, near);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().once('end', () => process.exit(0));

function carry(from, to) {
  const waiting = [];
  let timer;
  const pass = () => {
    timer = undefined;
    const now = performance.now();
    while (waiting.length > 0 && waiting[0].at <= now) {
      const { chunk } = waiting.shift();
      if (chunk === undefined) to.end();
      else to.write(chunk);
    }
    schedule(now);
  };
  // A timer has whole milliseconds: the last part of one is waited for from turn to turn.
  const schedule = (now) => {
    if (waiting.length === 0 || timer !== undefined) return;
    const wait = waiting[0].at - now;
    timer = wait > 1.5 ? setTimeout(pass, wait - 1) : setImmediate(pass);
  };
  const take = (chunk) => {
    const now = performance.now();
    waiting.push({ at: now + oneWay, chunk });
    schedule(now);
  };
  from.on('data', take);
  from.on('end', () => take(undefined));
  from.on('error', () => to.destroy());
}
