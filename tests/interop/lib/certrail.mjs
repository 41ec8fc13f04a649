// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command line of Certrail, as a script of an engineer would use it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class Project {
  constructor(program, file) {
    this.program = program;
    this.file = file;
  }

  async call(command, ...words) {
    const { stdout } = await run(this.program, [...command.split(' '), this.file, ...words.map(String)], {
      env: { ...process.env, CERTRAIL_PASSWORD: 'Interop-test-1', LC_ALL: 'C.UTF-8' },
      timeout: 60_000,
    });

    return stdout.trim();
  }

  /** A protected project; its authority with SHA-256 has ID 2. */
  static async create(program, file, name) {
    const project = new Project(program, file);

    await project.call('new', '--name', name);
    await project.call('protect', '--user', 'engineer');
    return project;
  }

  /** Returns the ID of the new certificate. */
  async createCertificate(usage, commonName, names, ...more) {
    const words = names.flatMap((name) => ['--san', name]);
    const printed = await this.call('create', '--usage', usage, '--cn', commonName, '--issuer', 2, ...words, ...more);
    const id = /\d+/.exec(printed);

    if (id === null)
      throw new Error(`create printed no ID: ${printed}`);
    return Number(id[0]);
  }

  async export(id, format, output, ...more) {
    await this.call('export', id, '--format', format, '--output', output, '--force', ...more);
  }
}
