// SPDX-License-Identifier: GPL-3.0-or-later
//
// A second reader of protected projects, written from docs/project-file.md with nothing but node. Unlike the script
// there it checks the GCM tags, the user table and the seal. Prints one line of JSON for each entry, or for each device.
//
// node open-project.mjs FILE USER PASSWORD [devices]

import crypto from 'node:crypto';
import fs from 'node:fs';

const [file, userName, password, what = 'entries'] = process.argv.slice(2);

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const characters = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text) {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (all, decimal, hex, name) =>
    name !== undefined ? characters[name] : String.fromCodePoint(decimal !== undefined ? Number(decimal) : parseInt(hex, 16)));
}

function* elements(xml, name) {
  for (const match of xml.matchAll(new RegExp(`<${name}(\\s[^>]*?)?(?:/>|>(.*?)</${name}>)`, 'gs'))) {
    const attributes = {};
    for (const [, key, value] of (match[1] ?? '').matchAll(/([\w:-]+)="([^"]*)"/g))
      attributes[key] = unescape(value);
    yield { attributes, content: match[2] ?? '' };
  }
}

const first = (xml, name) => elements(xml, name).next().value?.content;
const bytes = (xml, name) => Buffer.from(first(xml, name), 'base64');

function unseal(sealed, key) {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

const outside = fs.readFileSync(file, 'utf8');
const users = [...elements(outside, 'user')].map(({ attributes, content }) => {
  const keys = {};
  for (const wrapped of elements(content, 'xenc:EncryptedKey'))
    keys[first(wrapped.content, 'xenc:CarriedKeyName')] = bytes(wrapped.content, 'xenc:CipherValue');
  return {
    name: attributes.name,
    role: attributes.role,
    iterations: Number(first(content, 'xenc11:IterationCount')),
    salt: bytes(content, 'xenc11:Specified'),
    keys,
  };
});
const user = users.find(({ name }) => name === userName) ?? fail('no such user');
const loginKey = crypto.pbkdf2Sync(password, user.salt, user.iterations, 32, 'sha512');
const projectKey = unseal(user.keys.project, loginKey);
const vaultKey = unseal(user.keys.vault, loginKey);
const payload = outside.slice(outside.indexOf('<xenc:EncryptedData'));
const inside = unseal(bytes(payload, 'xenc:CipherValue'), projectKey);
const text = inside.toString('utf8');

const sealKey = crypto.createHmac('sha512', vaultKey).update('certrail seal').digest().subarray(0, 32);
const seal = crypto.createHmac('sha512', sealKey).update(inside.subarray(0, inside.lastIndexOf('<seal'))).digest();
if (!seal.equals(bytes(text, 'seal')))
  fail('the seal is wrong');

const copies = [...elements(first(text, 'users'), 'user')].map(({ attributes, content }) => ({
  name: attributes.name,
  role: attributes.role,
  iterations: Number(attributes.iterations),
  salt: bytes(content, 'salt'),
  keys: { project: bytes(content, 'project-key'), vault: bytes(content, 'vault-key') },
}));
if (JSON.stringify(copies) !== JSON.stringify(users))
  fail('the user table differs from its copy');

const words = (value) => value.split(' ').filter((word) => word !== '');

// What a device does with certificates; what is not there is as docs/project-file.md says.
function readDevice({ attributes, content }) {
  const opcua = elements(content, 'opcua').next().value?.attributes;
  const partners = [...elements(content, 'partner')].map((partner) => partner.attributes);
  const loaded = elements(content, 'loaded').next().value;
  return {
    name: attributes.name,
    globalSecurity: attributes['global-security'] === 'true',
    services: [...elements(content, 'service')].map(({ attributes: { name, on, certificate } }) => ({
      name,
      on: on === 'true',
      certificate: Number(certificate ?? 0),
    })),
    policies: opcua ? words(opcua.policies) : ['basic256sha256', 'aes128-sha256-rsaoaep', 'aes256-sha256-rsapss'],
    modes: opcua ? words(opcua.modes) : ['sign', 'sign-and-encrypt'],
    acceptsClients: opcua?.['accept-clients'] === 'true',
    partners: partners.map(({ id }) => Number(id)),
    clients: partners.filter(({ client }) => client === 'true').map(({ id }) => Number(id)),
    loaded: loaded && {
      date: new Date(loaded.attributes.date).getTime() / 1000,
      by: loaded.attributes.by,
      settings: loaded.attributes.settings,
      items: [...elements(loaded.content, 'item')].map(({ attributes: item }) => ({ ...item, id: Number(item.id) })),
    },
  };
}

if (what === 'devices') {
  for (const device of elements(first(text, 'devices') ?? '', 'device'))
    console.log(JSON.stringify(readDevice(device)));
  process.exit(0);
}

for (const { attributes, content } of elements(text, 'entry')) {
  const certificate = new crypto.X509Certificate(bytes(content, 'certificate'));
  const entry = {
    id: Number(attributes.id),
    serial: certificate.serialNumber,
    subject: certificate.subject.replaceAll('\n', ', '),
    commonName: /^CN=(.*)$/m.exec(certificate.subject)?.[1],
    notAfter: new Date(certificate.validTo).getTime() / 1000,
  };
  const wrapped = first(content, 'key');
  if (wrapped !== undefined) {
    const der = unseal(bytes(wrapped, 'xenc:CipherValue'), vaultKey);
    entry.keyMatches = certificate.checkPrivateKey(crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }
  console.log(JSON.stringify(entry));
}
