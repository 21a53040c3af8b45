// SPDX-License-Identifier: Apache-2.0
// Loaded into the daemon before its own code: SIGWINCH, which nobody else sends it, collects what is garbage, so that
// what it takes then is what it holds.
const { gc } = globalThis;
if (gc === undefined) {
  throw new Error('collect.ts wants --expose-gc');
}
process.on('SIGWINCH', () => {
  // As when there is no memory left: what is free goes back to the system, too.
  gc({ type: 'major', flavor: 'last-resort', execution: 'sync' });
});
