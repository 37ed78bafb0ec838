import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { rootDir } from './tools.mjs';

/** Writes down the tests that passed at their second try only, with what the first one said, to `PROVDESK_SECOND_TRIES`. */
export default class SecondTryReporter {
  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    const said = (test.result().errors ?? []).map(({ message }) => `    ${message}\n`);
    const name = `${relative(rootDir, test.module.moduleId)}: ${test.fullName}`;
    appendFileSync(process.env.PROVDESK_SECOND_TRIES, `passed at the second try only: ${name}\n${said.join('')}`);
  }
}
