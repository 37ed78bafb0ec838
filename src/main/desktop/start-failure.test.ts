import { expect, it } from 'vitest';
import { ProvdeskError } from '../../shared/failures.ts';
import { startFailureText } from './start-failure.ts';

const { failure } = new ProvdeskError('engine.data-folder-in-use', { pid: 4711, dataDir: '/data' });

it.each(['en', 'fr-CA', 'de', 'es-MX', 'nl', ''])(
  'says in the locale “%s” what is wrong, with its facts and its code',
  (locale) => {
    expect(startFailureText(failure, locale)).toMatch(/4711.*\n\nengine\.data-folder-in-use$/s);
  },
);

it('speaks English where it has no words of a language', () => {
  expect(startFailureText(failure, 'nl')).toBe(startFailureText(failure, 'en-US'));
});
