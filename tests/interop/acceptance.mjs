// SPDX-License-Identifier: GPL-3.0-or-later
//
// acceptance.mjs FOLDER: what node-opcua says of each certificate in each store that acceptance-cases.sh has made.
//
// One line a case: store, certificate, verdict on it as a server's, and as a client's. A client asks nothing but its
// certificate manager; a server's channel looks at the key usage, too.

import { copyFile, cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

for (const name of ['log', 'info', 'warn', 'error', 'debug'])
  console[name] = (...words) => process.stderr.write(`${words.join(' ')}\n`);

const [folder] = process.argv.slice(2);

/** Without node-opcua there is nothing to compare with; the caller decides what that means. */
async function loadPeer() {
  try {
    return await import('node-opcua');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND')
      throw error;
    process.exit(77);
  }
}

const { OPCUACertificateManager, ServerSecureChannelLayer, StatusCodes } = await loadPeer();

/** node-opcua writes into its folders, so it gets a copy; and a key of its own, which would take long to make. */
async function openStore(name) {
  const rootFolder = join(folder, 'copy', name);

  await cp(join(folder, 'store', name), rootFolder, { recursive: true });
  await copyFile(join(folder, 'leaf.key'), join(rootFolder, 'own', 'private', 'private_key.pem'));
  const store = new OPCUACertificateManager({ rootFolder, automaticallyAcceptUnknownCertificate: false });
  await store.initialize();
  return store;
}

/** Asks without the rejecting that would change the answer to the next question. */
async function judge(store, certificate) {
  let verdict;

  try {
    verdict = await store.verifyCertificate(certificate);
  } catch (error) {
    const message = error.message.split(' (')[0].replaceAll(' ', '_');

    return [message, message];
  }
  const channel = { certificateManager: { checkCertificate: async () => StatusCodes[verdict] } };
  const status = await ServerSecureChannelLayer.prototype.checkCertificate.call(channel, certificate);

  return [verdict, status.name];
}

const suffix = '.chain.der';
const leaves = (await readdir(join(folder, 'leaf'))).filter((name) => name.endsWith(suffix)).sort();

await Promise.all((await readdir(join(folder, 'store'))).map(async (name) => {
  const store = await openStore(name);

  for (const leaf of leaves) {
    const verdicts = await judge(store, await readFile(join(folder, 'leaf', leaf)));

    process.stdout.write(`${[name, leaf.slice(0, -suffix.length), ...verdicts].join(' ')}\n`);
  }
}));
process.exit(0);
