import { expect, it } from 'vitest';
import type { OperationItem } from '../../../shared/contract/operations.ts';
import type { Failure } from '../../../shared/failures.ts';
import { type PackageState, packageState } from './package-state.ts';

const failure = (code: Failure['code']): Failure => ({ code, remedy: 'retry', message: '', facts: {} });
const anItem = (given: Partial<OperationItem>): OperationItem => ({ id: 'a', state: 'failed', files: [], ...given });
const aFile = (state: 'here' | 'remote' | 'bring') => ({ name: 'x', size: 1, state });

it.each<[Partial<Parameters<typeof packageState>[0]>, OperationItem | undefined, PackageState]>([
  [{}, undefined, 'remote'],
  [{ files: [aFile('here')] }, undefined, 'here'],
  [{ files: [aFile('here'), aFile('bring')] }, undefined, 'bring'],
  [{ installedVersion: '1' }, undefined, 'installed'],
  [{ installedVersion: '0' }, undefined, 'outdated'],
  [{ problem: failure('packages.invalid') }, undefined, 'problem'],
  [{}, anItem({ failure: failure('source.unreachable') }), 'failed'],
  [{ installedVersion: '0' }, anItem({ failure: failure('source.unreachable') }), 'failed'],
  [{ installedVersion: '1' }, anItem({ failure: failure('source.unreachable') }), 'installed'],
  [{ files: [aFile('bring')] }, anItem({ failure: failure('source.unreachable') }), 'bring'],
  [{ files: [aFile('here')] }, anItem({ failure: failure('packages.file-missing') }), 'here'],
  [{}, anItem({ state: 'success' }), 'remote'],
])('of %j and %j says %s', (given, last, state) => {
  expect(packageState({ version: '1', files: [aFile('remote')], ...given }, last)).toBe(state);
});
