import { describe, expect, it } from 'vitest';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { RenderedBrief } from './brief-answer.ts';
import type { FromWorker, Report } from './messages.ts';
import { MOST_OPEN, Questions } from './questions.ts';

const asked = (path: string): ProvisioningRequest => ({
  protocol: 'tftp',
  method: 'RRQ',
  path,
  ip: '192.0.2.1',
  userAgent: null,
});

function open(renderedBytes?: number) {
  const told: FromWorker[] = [];
  const heard: Report[] = [];
  const reports = { add: (report: Report) => heard.push(report), isFull: false };
  const tell = (message: FromWorker) => told.push(message);
  const questions = new Questions({ tell, reports, changes: new Int32Array(1), renderedBytes });
  return { told, heard, questions };
}

it('asks the engine so many questions at one time, and says not now to the rest until one is answered', async () => {
  const { told, questions } = open();
  const first = questions.answer(asked('0'));
  for (let i = 1; i < MOST_OPEN; i += 1) void questions.answer(asked(`${i}`));
  expect(questions.answer(asked('more'))).toEqual({ kind: 'refused', reason: 'not-now' });
  expect(told).toHaveLength(MOST_OPEN);
  questions.answered(1, { answer: { kind: 'refused', reason: 'not-found' } }, false);
  expect(await first).toEqual({ kind: 'refused', reason: 'not-found' });
  expect(questions.answer(asked('more'))).toBeInstanceOf(Promise);
});

it('refuses writes beyond so many that wait for their answer', async () => {
  const { told, questions } = open();
  for (let i = 0; i < MOST_OPEN; i += 1) void questions.upload(asked(`${i}`));
  expect(await questions.upload(asked('more'))).toEqual({ kind: 'refused', reason: 'not-expected' });
  expect(told).toHaveLength(MOST_OPEN);
});

describe('what was rendered', () => {
  const bytes = new Uint8Array(100);
  const brief = (sha256: string): RenderedBrief => ({
    kind: 'rendered',
    sha256,
    size: bytes.length,
    modifiedAt: 1,
    served: `${sha256}.cfg`,
    from: 'rendered',
    holds: 'until-told',
  });
  const asks = (told: readonly FromWorker[]) => told.flatMap((message) => (message.kind === 'ask' ? message.request.path : []));
  const lost = (told: readonly FromWorker[]) => told.flatMap((message) => (message.kind === 'lost' ? message.sha256 : []));

  it('is given again from memory, also to another device that has the same, whose bytes did not come again', async () => {
    const { told, heard, questions } = open();
    const first = questions.answer(asked('a.cfg'));
    questions.answered(1, { answer: brief('a'), bytes }, true);
    expect(await first).toEqual({ ...brief('a'), bytes });
    expect(questions.answer(asked('a.cfg'))).toEqual({ ...brief('a'), bytes });
    const other = questions.answer(asked('b.cfg'));
    questions.answered(2, { answer: { ...brief('a'), served: 'b.cfg' } }, true);
    expect(await other).toMatchObject({ served: 'b.cfg', bytes });
    expect([asks(told), heard.length]).toEqual([['a.cfg', 'b.cfg'], 1]);
  });

  it('is asked for again where others took its place, and that is told before', async () => {
    const { told, heard, questions } = open(700);
    void questions.answer(asked('a.cfg'));
    questions.answered(1, { answer: brief('a'), bytes }, true);
    void questions.answer(asked('b.cfg'));
    questions.answered(2, { answer: brief('b'), bytes }, true);
    const again = questions.answer(asked('a.cfg'));
    expect(told.slice(2)).toMatchObject([
      { kind: 'lost', sha256: 'a' },
      { kind: 'ask', id: 3 },
    ]);
    questions.answered(3, { answer: brief('a'), bytes }, true);
    expect(await again).toEqual({ ...brief('a'), bytes });
    expect(heard).toEqual([]);
  });

  it('is asked for anew where the engine did not know yet that it is gone', async () => {
    const { told, questions } = open();
    const answer = questions.answer(asked('a.cfg'));
    questions.answered(1, { answer: brief('a') }, true);
    expect(told).toMatchObject([
      { kind: 'ask', id: 1 },
      { kind: 'ask', id: 1 },
    ]);
    questions.answered(1, { answer: brief('a'), bytes }, true);
    expect(await answer).toEqual({ ...brief('a'), bytes });
  });

  it('is not asked for without end', async () => {
    const { told, questions } = open();
    const answer = questions.answer(asked('a.cfg'));
    for (let time = 0; time < 5; time += 1) questions.answered(1, { answer: brief('a') }, true);
    await expect(answer).rejects.toThrow('no room');
    expect([asks(told).length, lost(told)]).toEqual([3, []]);
  });

  it('has its bytes in the answer before others can take their place', async () => {
    const { told, questions } = open(700);
    const first = questions.answer(asked('a.cfg'));
    void questions.answer(asked('b.cfg'));
    questions.answered(1, { answer: brief('a'), bytes }, true);
    questions.answered(2, { answer: brief('b'), bytes }, true);
    expect(await first).toEqual({ ...brief('a'), bytes });
    expect(lost(told)).toEqual(['a']);
  });
});
