// SPDX-License-Identifier: GPL-3.0-or-later
//
// acceptance-uri.mjs FOLDER LEAF…: what a server of node-opcua says to clients that all call themselves urn:plant:app, and
// present the certificates that acceptance-cases.sh has made.
//
// It compares the ApplicationUri only when a client creates its session, so this takes a real connection.

import { cp, copyFile } from 'node:fs/promises';
import { join } from 'node:path';

for (const name of ['log', 'info', 'warn', 'error', 'debug'])
  console[name] = (...words) => process.stderr.write(`${words.join(' ')}\n`);

const [folder, ...leaves] = process.argv.slice(2);
const at = (...names) => join(folder, ...names);
const uri = 'urn:plant:app';

/** Without node-opcua there is nothing to compare with; the caller decides what that means. */
async function loadPeers() {
  try {
    return await import('./lib/opcua.mjs');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND')
      throw error;
    process.exit(77);
  }
}

const { Server, readSpeed, speed } = await loadPeers();

/** A PKI folder that trusts all authorities, with the certificate as UaExpert has its own. */
async function makeFolder(leaf) {
  const name = at('uri', leaf);

  await cp(at('store', 'full'), name, { recursive: true });
  await copyFile(at('leaf', `${leaf}.der`), join(name, 'own', 'certs', 'uaexpert.der'));
  for (const key of ['uaexpert_key.pem', 'private_key.pem'])
    await copyFile(at('leaf.key'), join(name, 'own', 'private', key));
  return name;
}

const server = await Server.start({
  folder: await makeFolder('server'),
  certificateFile: at('leaf', 'server.der'),
  privateKeyFile: at('leaf.key'),
  applicationUri: uri,
});

for (const leaf of leaves) {
  const outcome = await readSpeed(server.url, await makeFolder(leaf), uri, { insists: true });

  process.stdout.write(`${leaf} ${outcome.value === speed ? 'Good' : outcome.refusal.replaceAll(' ', '_')}\n`);
}
await server.stop();
process.exit(0);
