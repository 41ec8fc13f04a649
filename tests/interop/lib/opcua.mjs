// SPDX-License-Identifier: GPL-3.0-or-later
//
// node-opcua as the two partners of a connection. Both decide by what stands in their PKI folders alone.

import { createServer } from 'node:net';
import { join } from 'node:path';

import {
  AttributeIds,
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  OPCUAServer,
  SecurityPolicy,
  UserTokenType,
} from 'node-opcua';

const address = '127.0.0.1';
const nodeId = 'ns=1;s=Speed';
export const speed = 42.5;

async function findPort() {
  const socket = createServer();

  await new Promise((resolve) => socket.listen(0, address, resolve));
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

/** A PKI folder, nothing accepted beyond it; it notes what it said of each certificate that a partner presented. */
async function openStore(rootFolder) {
  const store = new OPCUACertificateManager({ rootFolder, automaticallyAcceptUnknownCertificate: false });
  const check = store.checkCertificate;

  store.verdicts = [];
  await store.initialize();
  store.checkCertificate = async (certificate) => {
    const verdict = await check.call(store, certificate);

    store.verdicts.push(verdict.name);
    return verdict;
  };
  return store;
}

export class Server {
  /** A server on this machine alone that offers nothing but Basic256Sha256, Sign & Encrypt. */
  static async start({ folder, certificateFile, privateKeyFile, applicationUri }) {
    const self = new Server();

    self.store = await openStore(folder);
    self.server = new OPCUAServer({
      host: address,
      hostname: address,
      port: await findPort(),
      certificateFile,
      privateKeyFile,
      serverCertificateManager: self.store,
      userCertificateManager: self.store,
      serverInfo: { applicationUri },
      securityModes: [MessageSecurityMode.SignAndEncrypt],
      securityPolicies: [SecurityPolicy.Basic256Sha256],
      allowAnonymous: true,
    });
    await self.server.initialize();
    self.#addSpeed();
    await self.server.start();
    return self;
  }

  #addSpeed() {
    const { addressSpace } = this.server.engine;

    addressSpace.getOwnNamespace().addVariable({
      organizedBy: addressSpace.rootFolder.objects,
      browseName: 'Speed',
      nodeId,
      dataType: DataType.Double,
      minimumSamplingInterval: 1000,
      value: { dataType: DataType.Double, value: speed },
    });
  }

  /** What its trust list said of the clients so far. */
  get verdicts() {
    return this.store.verdicts;
  }

  get url() {
    return this.server.getEndpointUrl();
  }

  async stop() {
    await this.server.shutdown(100);
  }
}

/**
 * Connects as UaExpert does with the folder it was handed: its own certificate and key, its trust list.
 * Returns the value read, the name of the refusal, and what the client said of the server. Left to itself, the client calls
 * itself what its certificate says; one that insists calls itself applicationUri.
 */
export async function readSpeed(url, folder, applicationUri, { insists = false } = {}) {
  const store = await openStore(folder);
  const client = OPCUAClient.create({
    applicationName: 'UaExpert',
    applicationUri,
    certificateFile: join(folder, 'own/certs/uaexpert.der'),
    privateKeyFile: join(folder, 'own/private/uaexpert_key.pem'),
    clientCertificateManager: store,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: 10_000,
  });
  const outcome = { value: null, refusal: null, verdicts: store.verdicts };

  if (insists)
    client._getApplicationUri = () => applicationUri;
  try {
    await client.connect(url);
    const session = await client.createSession({ type: UserTokenType.Anonymous });
    const result = await session.read({ nodeId, attributeId: AttributeIds.Value });

    outcome.value = result.value.value;
    await session.close();
  } catch (error) {
    // A server that refuses a certificate closes the connection; its reason is in its own verdicts.
    outcome.refusal = /Bad[A-Z][A-Za-z]+/.exec(error.message)?.[0] ??
      (/disconnected by third party/.test(error.message) ? 'closed' : error.message);
  } finally {
    await client.disconnect().catch(() => {});
    await store.dispose().catch(() => {});
  }
  return outcome;
}
