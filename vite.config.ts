import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

// What is installed beside the app stays outside the bundle: native code and CommonJS with its own ideas of __dirname.
const installed = Object.keys(dependencies).flatMap((name) => [name, new RegExp(`^${name}/`)]);
const outsideMain = ['electron', /^node:/, ...builtinModules, ...installed];

const mainEntries = {
  index: 'src/main/index.ts',
  cli: 'src/main/cli/main.ts',
  'data-plane-worker': 'src/main/engine/serving/worker.ts',
  'seven-zip-worker': 'src/main/engine/plugins/seven-zip-worker.ts',
  'row-writer-worker': 'src/main/engine/store/row-writer-worker.ts',
  'digest-worker': 'src/main/engine/store/digest-worker.ts',
  'fetch-worker': 'src/main/engine/diagnosis/fetch-worker.ts',
};

/** Three builds in one run, `vite build --app`: the window, the main side and the preload. */
export default defineConfig({
  root: join(here, 'src/renderer'),
  plugins: [react(), refuseMainInWindow()],
  // The public folder of the window: none. What it needs is imported, and so gets a name by its content.
  publicDir: false,
  environments: {
    client: {
      build: {
        outDir: join(here, 'out/renderer'),
        emptyOutDir: true,
        manifest: true,
        // The size of the first load has a test of its own, over what a browser really fetches.
        chunkSizeWarningLimit: 1000,
        target: 'chrome140',
        // A data: URL would need a wider content security policy for fonts.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: join(here, 'src/renderer/index.html') },
      },
    },
    main: {
      consumer: 'server',
      resolve: { builtins: [/^node:/, 'electron'] },
      build: {
        outDir: join(here, 'out/main'),
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: inCheckout(mainEntries),
          external: outsideMain,
          // import.meta.dirname is this folder in an entry only: shared code lands in chunks/.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, builtins: ['electron'] },
      build: {
        outDir: join(here, 'out/preload'),
        emptyOutDir: true,
        target: 'chrome140',
        minify: false,
        rolldownOptions: {
          input: inCheckout({ preload: 'src/preload/preload.ts' }),
          external: ['electron'],
          // A sandboxed preload is one CommonJS file, or it does not load.
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
    },
  },
});

/** Fails the build where the window's chunks hold a module of the main side, or a schema; and where it saw too few modules to tell. */
function refuseMainInWindow(): Plugin {
  return {
    name: 'refuse-main-in-window',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const foreign = modules.filter((id) =>
        /\/src\/(main|preload)\/|\/node_modules\/(zod|electron)\//.test(id.replaceAll('\\', '/')),
      );
      if (modules.length < 50) this.error(`the window has only ${modules.length} modules: this check saw nothing`);
      if (foreign.length > 0) this.error(`the window holds what is not its own: ${foreign.join(', ')}`);
    },
  };
}

function inCheckout(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(here, path)]));
}
