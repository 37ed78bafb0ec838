import type { Operation } from '../../shared/contract/operations.ts';
import { bytesLeft, type Sample, secondsLeft, speedOf, withSample } from '../../shared/speed.ts';
import { clock, megabytes } from '../../shared/text.ts';
import type { Output } from './output.ts';

const BAR = 20;

/** Shows how far an operation is, with its speed over the last seconds: of one operation after the other. */
export function operationProgress(output: Output, now: () => number = () => performance.now()): (operation: Operation) => void {
  let samples: readonly Sample[] = [];
  let current = '';
  return (operation) => {
    const { id, state, bytes, items } = operation;
    if (id !== current) samples = [];
    current = id;
    samples = withSample(samples, { at: now(), bytes });
    const speed = speedOf(samples);
    const left = secondsLeft(bytesLeft(operation), speed);
    const running = items.filter((item) => item.state === 'downloading' || item.state === 'installing');
    const done = items.filter((item) => item.state !== 'waiting').length - running.length;
    const files = running.flatMap((item) => item.files.map((file) => ({ item: item.id, ...file })));
    const rate = speed === undefined ? {} : { speed: Math.round(speed) };
    const rest = left === undefined ? {} : { secondsLeft: left };
    output.progress(
      { progress: { operation: id, state, done, total: items.length, bytes, ...rate, ...rest, files } },
      [
        bar(done, items.length),
        `${done}/${items.length}`,
        megabytes(bytes),
        ...(speed === undefined || speed === 0 ? [] : [`${megabytes(speed)}/s`]),
        ...(left === undefined || left === 0 ? [] : [`${clock(left)} left`]),
        running
          .map((item) => item.id)
          .join(', ')
          .slice(0, 24),
      ].join('  '),
    );
  };
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR : Math.floor((done / total) * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}
