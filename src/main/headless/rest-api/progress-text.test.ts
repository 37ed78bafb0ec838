import { describe, expect, it } from 'vitest';
import type { FileProgress, Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { plainProgress, progressText, type WorkLabel } from './progress-text.ts';

const file = (state: FileProgress['state'], done = 0, total = 13867): FileProgress => ({ name: 'a (1).rom', done, total, state });
const item = (state: OperationItem['state'], ...files: FileProgress[]): OperationItem => ({ id: 'x', state, files });

describe('an operation in provd’s words', () => {
  it.each<[WorkLabel, OperationItem, string]>([
    ['install', item('waiting'), 'install|waiting'],
    ['install', item('downloading', file('downloading', 512)), 'install|progress(download|progress;512/13867)'],
    ['install', item('installing', file('here', 13867)), 'install|progress(download|success;13867/13867)'],
    ['install', item('success', file('here', 13867)), 'install|success(download|success;13867/13867)'],
    ['install', item('failed', file('downloading', 100)), 'install|fail(download|fail;100/13867)'],
    ['install', item('failed', file('here', 13867)), 'install|fail(download|success;13867/13867)'],
    ['install', item('failed'), 'install|fail'],
    ['install', item('cancelled'), 'install|fail'],
    ['upgrade', item('success', file('here', 5)), 'upgrade|success(download|success;13867/13867)'],
    ['install_pkg', item('waiting'), 'install_pkg|waiting(download|waiting)(install|waiting)'],
    [
      'install_pkg',
      item('downloading', file('downloading', 1241088, 20971520)),
      'install_pkg|progress(download|progress(progress;1241088/20971520))(install|waiting)',
    ],
    [
      'install_pkg',
      item('downloading', file('here', 1, 7), file('waiting', 0, 9)),
      'install_pkg|progress(download|progress(success;7/7)(waiting;0/9))(install|waiting)',
    ],
    [
      'install_pkg',
      item('installing', file('here', 7, 7)),
      'install_pkg|progress(download|success(success;7/7))(install|progress)',
    ],
    ['install_pkg', item('success', file('here', 7, 7)), 'install_pkg|success(download|success(success;7/7))(install|success)'],
    ['install_pkg', item('failed', file('failed', 0, 5)), 'install_pkg|fail(download|fail(fail;0/5))(install|fail)'],
    ['install_pkg', item('failed', file('here', 5, 5)), 'install_pkg|fail(download|success(success;5/5))(install|fail)'],
    ['install_pkg', item('cancelled', file('downloading', 2, 5)), 'install_pkg|fail(download|fail(fail;2/5))(install|fail)'],
  ])('%s of %j is %s', (label, only, text) => {
    expect(progressText(label, { state: 'running', items: [only] })).toBe(text);
  });

  it.each<[Operation['state'], string]>([
    ['running', 'install|progress'],
    ['success', 'install|success'],
    ['interrupted', 'install|fail'],
  ])('that has no items and is %s is %s', (state, text) => {
    expect(progressText('install', { state, items: [] })).toBe(text);
  });

  it('of the index has a state and no parts', () => {
    expect(plainProgress('update', 'success')).toBe('update|success');
  });
});
