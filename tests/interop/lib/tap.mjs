// SPDX-License-Identifier: GPL-3.0-or-later
//
// Results as TAP on the standard output. What the peers print goes to the standard error, so that it cannot be taken for one.

for (const name of ['log', 'info', 'warn', 'error', 'debug'])
  console[name] = (...words) => process.stderr.write(`${words.join(' ')}\n`);

const limit = 60_000;
let number = 0;
let failures = 0;

function print(line) {
  process.stdout.write(`${line}\n`);
}

function comment(text) {
  for (const line of String(text).split('\n'))
    print(`# ${line}`);
}

async function bounded(work) {
  let timer;
  const overrun = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${limit / 1000} seconds`)), limit);
  });

  try {
    return await Promise.race([work(), overrun]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs one case, named by its outcome; what it throws is its failure. */
export async function test(name, work) {
  number += 1;
  try {
    await bounded(work);
    print(`ok ${number} ${name}`);
  } catch (error) {
    failures += 1;
    print(`not ok ${number} ${name}`);
    comment(error.stack ?? error);
  }
}

/** Says that there is nothing to run and why, and ends the program. */
export function skipAll(reason) {
  print(`1..0 # SKIP ${reason}`);
  process.exit(0);
}

/** Gives up: nothing that follows could be right. */
export function bailOut(reason) {
  comment(reason.stack ?? reason);
  print('Bail out! The preparations failed');
  process.exit(1);
}

/** Prints the plan and ends the program, even if a peer still holds a timer or a socket. */
export function done() {
  print(`1..${number}`);
  process.exit(failures === 0 ? 0 : 1);
}
