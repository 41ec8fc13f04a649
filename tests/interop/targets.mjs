// SPDX-License-Identifier: GPL-3.0-or-later
//
// targets.mjs CERTRAILCTL: node-opcua judges with the folders that partners are handed.
//
// Its own folder as it stands; those of the others under its folder names, which is all that differs. The server's
// certificate must be good with nothing but what is there, one of another plant refused, and a revoked one, too.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { bailOut, done, skipAll, test } from './lib/tap.mjs';
import { Project } from './lib/certrail.mjs';

const [program] = process.argv.slice(2);

async function loadPeer() {
  try {
    return await import('node-opcua');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || process.env.CERTRAIL_PEERS_REQUIRED)
      bailOut(error);
    return skipAll('node-opcua is not installed; tools/test installs it');
  }
}

const { OPCUACertificateManager } = await loadPeer();
const authority = 2;
const folder = await mkdtemp(join(tmpdir(), 'certrail-targets-'));
const at = (...names) => join(folder, ...names);

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Where each target keeps what node-opcua calls trusted and issuers. */
const targets = {
  uaexpert: ['trusted', 'issuers'],
  'opcua-net': ['trusted', 'issuer'],
  open62541: ['ApplCerts/trusted', 'ApplCerts/issuer'],
  milo: ['trusted', 'issuer'],
  opcua: ['trusted', 'issuer'],
};

async function create(project, usage, name, ...more) {
  const printed = await project.call('create', '--usage', usage, '--cn', name, ...more);

  return Number(/\d+/.exec(printed)[0]);
}

/** An authority below that of the project, and a server below that. */
async function makePlant(name) {
  const project = await Project.create(program, at(`${name}.certrail`), name);
  const hall = await create(project, 'ca-intermediate', `${name}/Hall 2`, '--issuer', authority);
  const server = await create(project, 'opcua-server', 'PLC-1/OPCUA-1', '--issuer', hall, '--san',
    'URI:urn:PLC_1', '--san', 'IP:192.168.0.1');

  await project.export(server, 'der', at(`${name}-server.der`));
  return { project, hall, server, certificate: await readFile(at(`${name}-server.der`)) };
}

async function open(rootFolder) {
  const store = new OPCUACertificateManager({ rootFolder, automaticallyAcceptUnknownCertificate: false });

  await store.initialize();
  return store;
}

/** node-opcua takes a file for DER by its ending alone, and open62541 has none. */
async function addEndings(certs) {
  for (const name of await readdir(certs))
    if (!name.endsWith('.der'))
      await rename(join(certs, name), join(certs, `${name}.der`));
}

/** As node-opcua would have the same store. */
async function openAs(target, name) {
  const [trusted, issuers] = targets[target];

  await cp(at(target, trusted), at(name, 'trusted'), { recursive: true });
  await cp(at(target, issuers), at(name, 'issuers'), { recursive: true });
  await addEndings(at(name, 'trusted', 'certs'));
  await addEndings(at(name, 'issuers', 'certs'));
  return open(at(name));
}

async function judge(store, certificate) {
  return store.verifyCertificate(certificate);
}

let plant;
let foreign;
let client;

async function handOver(target, ...more) {
  await plant.project.call('hand-over', '--to', target, '--certificate', client, '--server', plant.server, '--output',
    at(target), ...more);
}

try {
  plant = await makePlant('Plant');
  foreign = await makePlant('Foreign');
  await writeFile(at('word'), 'Kettle-7\n');
  client = await create(plant.project, 'opcua-client', 'UaExpert', '--issuer', authority, '--san', 'URI:urn:expert');
} catch (error) {
  bailOut(error);
}

await test('node-opcua-trusts-the-server-with-its-own-folder', async () => {
  await handOver('node-opcua');
  const store = await open(at('node-opcua'));

  try {
    assert.equal(await judge(store, plant.certificate), 'Good');
    assert.notEqual(await judge(store, foreign.certificate), 'Good');
  } finally {
    await store.dispose();
  }
});

await test('node-opcua-takes-key-and-certificate-under-their-default-names', async () => {
  const names = await readdir(at('node-opcua', 'own', 'certs'));

  assert.ok(names.includes('client_certificate.pem'));
  assert.ok((await readdir(at('node-opcua', 'own', 'private'))).includes('private_key.pem'));
});

for (const target of Object.keys(targets)) {
  await test(`server-is-good-and-a-foreign-one-refused-with-the-folder-of-${target}`, async () => {
    const more = target === 'milo' ? ['--export-password-file', at('word')] : [];

    await handOver(target, ...more);
    const store = await openAs(target, `as-${target}`);

    try {
      assert.equal(await judge(store, plant.certificate), 'Good');
      assert.notEqual(await judge(store, foreign.certificate), 'Good');
    } finally {
      await store.dispose();
    }
  });
}

// The store watches its folder: what was revoked must be refused without its being opened again.
await test('a-store-in-use-notices-the-new-list', async () => {
  const store = await open(at('node-opcua'));
  const other = await create(plant.project, 'opcua-server', 'PLC-2/OPCUA-1', '--issuer', plant.hall, '--san',
    'URI:urn:PLC_2', '--san', 'IP:192.168.0.2');

  try {
    assert.equal(await judge(store, plant.certificate), 'Good');
    await plant.project.call('revoke', plant.server);
    await plant.project.call('hand-over', '--to', 'node-opcua', '--certificate', client, '--server', other, '--output',
      at('node-opcua'));
    let verdict = 'Good';

    for (let i = 0; i < 100 && verdict === 'Good'; i++) {
      await wait(300);
      verdict = await judge(store, plant.certificate);
    }
    assert.equal(verdict, 'BadCertificateRevoked');
  } finally {
    await store.dispose();
  }
});

done();
