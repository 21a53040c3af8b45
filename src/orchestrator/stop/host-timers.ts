// SPDX-License-Identifier: Apache-2.0
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { Timers } from './ports.ts';

/** None of them keeps the process alive: what must not end is held open by others. */
export const HOST_TIMERS: Timers = {
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  turn: (action) => {
    setImmediate(action);
  },
};
