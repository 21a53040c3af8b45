// SPDX-License-Identifier: Apache-2.0
// What core's functions take, from the configuration's values.
import type { Config } from '../../config/schema.ts';
import { checkRiskPolicy, type RiskPolicy } from '../../core/risk/assess.ts';
import type { SyncSettings } from '../../sync/synchronizer.ts';

export function riskPolicyOf({ risk }: Config): RiskPolicy {
  const [kernelSecurity, kernelInterface, securityInterface] = risk.correlation;
  const { method, trackWeights, uncertaintyFactor } = risk;
  return checkRiskPolicy({
    method,
    trackWeights,
    uncertaintyFactor,
    correlationMatrix:
      risk.correlation.length === 0 ? null : { kernelSecurity, kernelInterface, securityInterface },
  });
}

export function syncSettingsOf({ sync }: Config): SyncSettings {
  const { fullPassMs, reportDeadlineMs, backlogCount } = sync;
  const own = new Map(Object.entries(sync.strategies));
  return {
    strategyOf: (path) => own.get(path) ?? sync.strategy,
    fullPassMs,
    reportDeadlineMs,
    backlogCount,
  };
}
