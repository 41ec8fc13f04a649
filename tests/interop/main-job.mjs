// SPDX-License-Identifier: GPL-3.0-or-later
//
// main-job.mjs CERTRAILCTL: the main job on the command line, and then a connection with what came out of it.
//
// The server presents the PLC's certificate, and its trust list is the project's authority and revocation list. The
// client works in the folder that was handed over for UaExpert. Prints TAP; stays on the loopback address.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bailOut, done, skipAll, test } from './lib/tap.mjs';
import { Project } from './lib/certrail.mjs';

const [program] = process.argv.slice(2);
const authority = 2;
const serverUri = 'urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1';
const clientUri = 'urn:localhost:UnifiedAutomation:UaExpert';
const clientNames = [`URI:${clientUri}`, 'DNS:localhost'];

/** Without the peers there is nothing to try; tools/test has just installed them and does not take that for an answer. */
async function loadPeers() {
  try {
    return await import('./lib/opcua.mjs');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || process.env.CERTRAIL_PEERS_REQUIRED)
      bailOut(error);
    return skipAll('node-opcua is not installed; tools/test installs it');
  }
}

const { Server, readSpeed, speed } = await loadPeers();
const folder = await mkdtemp(join(tmpdir(), 'certrail-interop-'));
const at = (...names) => join(folder, ...names);

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What an engineer does for a PLC and UaExpert: two certificates, one folder, and the files for the PLC's side. */
async function doMainJob() {
  const project = await Project.create(program, at('line.certrail'), 'Bottling line');

  await project.call('device add', 'PLC_1', '--family', 's7-1500', '--address', '127.0.0.1');
  const plc = await project.createCertificate('opcua-server', 'PLC-1/OPCUA-1', [
    `URI:${serverUri}`, 'IP:127.0.0.1', 'DNS:localhost',
  ], '--device', 'PLC_1');
  const expert = await project.createCertificate('opcua-client', 'UaExpert', clientNames);

  await project.call('hand-over', '--to', 'uaexpert', '--certificate', expert, '--server', plc, '--output', at('expert'));
  await mkdir(at('plc'));
  await project.export(plc, 'der', at('plc', 'plc.der'), '--private-key', '--cipher', 'none');
  await exportTrustList(project, 'plc-pki');
  return { project, plc, expert };
}

/** The PLC's PKI folder as it stands in the project now: the authority, and its revocation list unless left out. */
async function exportTrustList(project, name, { revocationList = true } = {}) {
  await mkdir(at(name, 'trusted', 'certs'), { recursive: true });
  await mkdir(at(name, 'trusted', 'crl'), { recursive: true });
  await project.export(authority, 'der', at(name, 'trusted', 'certs', 'authority.der'));
  if (revocationList)
    await project.export(authority, 'crl', at(name, 'trusted', 'crl', 'authority.crl'));
}

/** A server for one case, stopped whatever the case says. */
async function withServer(pki, work) {
  const server = await Server.start({
    folder: at(pki),
    certificateFile: at('plc', 'plc.der'),
    privateKeyFile: at('plc', 'plc_key.pem'),
    applicationUri: serverUri,
  });

  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

/** A copy of UaExpert's folder, because node-opcua writes into those it works in. */
async function copyExpert(name, own = 'expert') {
  await cp(at('expert'), at(name), { recursive: true });
  await rm(at(name, 'own'), { recursive: true });
  await cp(at(own, 'own'), at(name, 'own'), { recursive: true });
  return at(name);
}

async function expectServerRefuses(pki, client, reason) {
  await withServer(pki, async (server) => {
    const outcome = await readSpeed(server.url, client, clientUri);

    assert.deepEqual(outcome.verdicts, ['Good'], 'the client trusts the server');
    assert.equal(outcome.value, null);
    assert.notEqual(outcome.refusal, null);
    assert.deepEqual(server.verdicts, [reason]);
  });
}

async function expectClientRefuses(client, reason) {
  await withServer('plc-pki', async (server) => {
    const outcome = await readSpeed(server.url, client, clientUri);

    assert.equal(outcome.value, null);
    assert.equal(outcome.refusal, reason);
    assert.deepEqual(server.verdicts, [], 'the client does not even present itself');
  });
}

const { project, plc } = await doMainJob().catch(bailOut);

await test('/interop/main-job/connects-and-reads', async () => {
  const client = await copyExpert('expert-good');

  await withServer('plc-pki', async (server) => {
    const outcome = await readSpeed(server.url, client, clientUri);

    assert.equal(outcome.refusal, null);
    assert.equal(outcome.value, speed);
    assert.deepEqual(outcome.verdicts, ['Good']);
    assert.deepEqual(server.verdicts, ['Good']);
  });
});

await test('/interop/main-job/server-refuses-other-authority-of-same-name', async () => {
  const other = await Project.create(program, at('other.certrail'), 'Bottling line');
  const stranger = await other.createCertificate('opcua-client', 'UaExpert', clientNames);

  await other.call('hand-over', '--to', 'uaexpert', '--certificate', stranger, '--output', at('stranger'));
  await expectServerRefuses('plc-pki', await copyExpert('expert-stranger', 'stranger'), 'BadCertificateChainIncomplete');
});

await test('/interop/main-job/server-refuses-revoked-client', async () => {
  const lost = await project.createCertificate('opcua-client', 'Lost notebook', clientNames);

  await project.call('hand-over', '--to', 'uaexpert', '--certificate', lost, '--server', plc, '--output', at('lost'));
  await project.call('revoke', lost, '--reason', 'keyCompromise');
  await exportTrustList(project, 'plc-pki-revoked');
  await expectServerRefuses('plc-pki-revoked', await copyExpert('expert-lost', 'lost'), 'BadCertificateRevoked');
});

await test('/interop/main-job/new-revocation-list-keeps-the-others-in', async () => {
  const client = await copyExpert('expert-again');

  await withServer('plc-pki-revoked', async (server) => {
    const outcome = await readSpeed(server.url, client, clientUri);

    assert.equal(outcome.value, speed);
  });
});

await test('/interop/main-job/server-refuses-without-revocation-list', async () => {
  await exportTrustList(project, 'plc-pki-bare', { revocationList: false });
  await expectServerRefuses('plc-pki-bare', await copyExpert('expert-bare'), 'BadCertificateRevocationUnknown');
});

await test('/interop/main-job/client-refuses-without-revocation-list', async () => {
  const client = await copyExpert('expert-no-list');

  await rm(join(client, 'trusted', 'crl'), { recursive: true });
  await expectClientRefuses(client, 'BadCertificateRevocationUnknown');
});

await test('/interop/main-job/client-refuses-revoked-server', async () => {
  const client = await copyExpert('expert-revoked-server');

  await project.call('revoke', plc, '--reason', 'superseded');
  await rm(join(client, 'trusted', 'crl'), { recursive: true });
  await mkdir(join(client, 'trusted', 'crl'));
  await project.export(authority, 'crl', join(client, 'trusted', 'crl', 'authority.crl'));
  await expectClientRefuses(client, 'BadCertificateRevoked');
});

done();
