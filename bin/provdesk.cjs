#!/usr/bin/env node
// Runs on any Node, to find the one that Provdesk needs.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const cli = join(__dirname, '../out/main/cli.js');
const brought = join(__dirname, '../node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(cli)) fail('Provdesk is not built yet: run "npm run build" in its folder first.');
else if (major > 22 || (major === 22 && minor >= 15)) runHere();
else if (existsSync(brought)) runOn(brought);
else fail(`Provdesk needs Node 22.15 or newer, this is ${process.versions.node}: run "npm ci" in its folder, which brings one.`);

function runHere() {
  // The command line reads its arguments as if it had been started itself.
  process.argv[1] = cli;
  import(pathToFileURL(cli).href).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

function runOn(node) {
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl+C in a terminal reaches the child by itself; from elsewhere it is passed on as what it is.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', (error) => fail(`${node}: ${error.message}`));
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
