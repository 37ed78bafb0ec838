import { runTool } from './tools.mjs';

/** What is checked without running the code. Each resolves with an exit code, 0 = nothing to say. */
export const staticChecks = [
  { name: 'types', run: () => runTool('tsc', ['-b']) },
  { name: 'lint', run: () => runTool('oxlint', ['--type-aware', '--deny-warnings', '.']) },
  { name: 'format', run: () => runTool('biome', ['format', '.']) },
];
