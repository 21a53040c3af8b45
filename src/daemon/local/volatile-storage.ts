// SPDX-License-Identifier: Apache-2.0
// For a core that only looks: what its security track counts is forgotten with it.
import type { SecurityStorage } from '../../tracks/security/memory/storage.ts';

export const volatileStorage: SecurityStorage = {
  load: () => Promise.resolve({ parts: [], revisions: [] }),
  save: () => Promise.resolve(),
  commit: () => Promise.resolve(),
};
