// SPDX-License-Identifier: Apache-2.0
// The track's word: an effect that nobody watches, or on a device that asks for attention which it
// does not get, is riskier than it needs to be. It never refuses for good: that is not C's to say.
import { UiDisplayState, UserAttentionLevel } from '../../core/model/device-state.ts';
import { OperationType, RiskLevel } from '../../core/model/enums.ts';
import type { TrackVerdict } from '../../core/ports/track.ts';
import { isEffect } from '../../core/requirement/input.ts';
import type { Level } from '../../core/risk/level.ts';
import type { Watching } from './viewers.ts';

interface Finding {
  readonly level: Level;
  readonly rule: string;
  readonly reason: string;
}

function watchFinding({ sessions, displayState }: Watching): Finding {
  if (sessions === 0) {
    const reason = 'nobody who is cleared for it watches the device';
    return { level: RiskLevel.MODERATE, rule: 'unwatched', reason };
  }
  if (displayState !== UiDisplayState.OPEN) {
    const reason = 'the device is on screens only as one of a list';
    return { level: RiskLevel.LOW, rule: 'only-listed', reason };
  }
  return { level: RiskLevel.SAFE, rule: 'watched', reason: `${sessions} open on the device` };
}

const ATTENTION: Readonly<Record<UserAttentionLevel, Level>> = {
  [UserAttentionLevel.NONE]: RiskLevel.SAFE,
  [UserAttentionLevel.NOTICE]: RiskLevel.LOW,
  [UserAttentionLevel.WARNING]: RiskLevel.MODERATE,
  [UserAttentionLevel.URGENT]: RiskLevel.HIGH,
};

export function interfaceVerdict(
  operation: OperationType,
  watching: Watching,
  attention: UserAttentionLevel,
): TrackVerdict {
  if (!isEffect(operation)) {
    const read = operation === OperationType.READ;
    const reason = read ? 'nobody needs to watch a read' : 'a stop is never held up';
    return { risk: RiskLevel.SAFE, reasons: [reason], rules: [read ? 'read' : 'stop-always'] };
  }
  const findings = [watchFinding(watching)];
  if (attention !== UserAttentionLevel.NONE) {
    findings.push({
      level: ATTENTION[attention],
      rule: 'attention-pending',
      reason: 'the device has asked for attention and nobody has acknowledged it',
    });
  }
  findings.sort((a, b) => b.level - a.level);
  return {
    risk: findings[0]?.level ?? RiskLevel.CRITICAL,
    reasons: findings.map(({ reason }) => reason),
    rules: findings.map(({ rule }) => rule),
  };
}
