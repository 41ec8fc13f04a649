// SPDX-License-Identifier: GPL-3.0-or-later
//
// powershell.mjs FILE…: whether each is PowerShell from end to end, by the grammar that editors highlight it with. Nothing is
// run. Exit code 77: the grammar is not installed.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
let place;
try {
  place = dirname(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter.js'));
} catch {
  process.exit(77);
}
const { Language, Parser } = require(join(place, 'tree-sitter.js'));
await Parser.init({ locateFile: (name) => join(place, name) });
const parser = new Parser();
parser.setLanguage(await Language.load(join(place, 'tree-sitter-powershell.wasm')));

let failed = false;
for (const file of process.argv.slice(2)) {
  const tree = parser.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  if (!tree.rootNode.hasError)
    continue;
  failed = true;
  console.log(`${file} is not PowerShell: ${tree.rootNode.toString().match(/.{0,60}(ERROR|MISSING).{0,60}/)?.[0]}`);
}
process.exit(failed ? 1 : 0);
