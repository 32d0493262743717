// Plain old JavaScript, so that an old Node.js can read it and say what is wrong instead of showing a syntax error.
'use strict';
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'plimsoll: Node.js ' + process.versions.node + ' is too old, 24 or newer is needed (runtime-missing)\n' +
      '  Run `npm ci --ignore-scripts` in the folder of Plimsoll (npm brings Node.js 24 along), or install Node.js 24.\n',
  );
  process.exit(3);
}
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const root = join(__dirname, '..');
const source = join(root, 'src', 'main.ts');
import(pathToFileURL(existsSync(source) ? source : join(root, 'dist', 'main.js')).href);
