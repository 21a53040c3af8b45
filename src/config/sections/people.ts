// SPDX-License-Identifier: Apache-2.0
// Who may what is policy, which people change two at a time, and not configuration: only where test
// principals come from is here.
import { path } from '../key.ts';

export const security = {
  fixture_file: path({
    about:
      'Principals and policy for tests. Refused unless the backend is the simulated one. Empty: what the store has, which is nobody before the bootstrap.',
    fallback: '',
    optional: true,
  }),
};
