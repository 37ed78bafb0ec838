import { registerHooks } from 'node:module';

// `node --import register.ts out/main/index.js`: whoever imports Electron gets the stand-in. Nothing else changes.
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'electron') return nextResolve(specifier, context);
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true };
  },
});
