// SPDX-License-Identifier: Apache-2.0
// Who may: needs of every operation, whatever its risk.
import type { Person } from '../canonical/approval.ts';
import {
  type ClearanceLevel,
  ClearanceLevelNames,
  RiskLevel,
  Track,
  TrackNames,
} from '../model/enums.ts';
import { nameOf } from '../model/names.ts';
import { demandedTracks, TRACKS } from '../model/track.ts';
import { type Need, need, type PlanInput } from './input.ts';

/** What requester and approver each must have: the device's demands and the request's. */
interface AccessDemand {
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

export function accessDemand({ request, device }: PlanInput): AccessDemand {
  const { requiredClearance, requiredCompartments } = request.safetyRequirements.securitySafety;
  const clearance =
    requiredClearance > device.requiredClearance ? requiredClearance : device.requiredClearance;
  const compartments = [...new Set([...device.compartments, ...requiredCompartments])].sort();
  return { clearance, compartments };
}

export function missingCompartments(person: Person | undefined, demand: AccessDemand): string[] {
  return demand.compartments.filter((name) => person?.compartments.includes(name) !== true);
}

export function identityNeed({ requester }: PlanInput): Need {
  return need(
    'identity',
    requester !== undefined,
    requester === undefined ? 'nobody knows who asks' : `${requester.person} asks`,
    'a connection with a certificate, or a socket peer, that is enrolled for a person',
  );
}

export function accessNeeds(input: PlanInput): Need[] {
  const { requester, policy, device, assessment, request } = input;
  const demand = accessDemand(input);
  const clearance = nameOf(ClearanceLevelNames, demand.clearance);
  const missing = missingCompartments(requester, demand);
  const named = demandedTracks(request.trackInvolvement);
  const quarantined =
    device.risk === RiskLevel.QUARANTINED || assessment?.level === RiskLevel.QUARANTINED;
  const needs = [
    identityNeed(input),
    need(
      'policy',
      policy !== undefined,
      policy === undefined ? 'no policy is loaded, which allows nothing' : 'a policy is loaded',
      'a policy that loads: see `dsmilctl config check`',
    ),
    need(
      'authorization',
      device.accessAuthorized,
      `the security track ${device.accessAuthorized ? 'authorizes' : 'does not authorize'} access to the device`,
      'authorization of the device by the security track',
    ),
    need(
      'clearance',
      requester !== undefined && requester.clearance >= demand.clearance,
      `the requester needs ${clearance} and has ${requester === undefined ? 'none' : nameOf(ClearanceLevelNames, requester.clearance)}`,
      `a requester with clearance ${clearance} or higher`,
    ),
    need(
      'compartments',
      missing.length === 0,
      missing.length === 0
        ? 'the requester is in every compartment asked for'
        : `the requester is not in ${missing.join(', ')}`,
      `a requester in ${demand.compartments.join(', ') || 'no compartment'}`,
    ),
    ...TRACKS.filter((track) => track === Track.SECURITY || named.includes(track)).map((track) => {
      const name = nameOf(TrackNames, track);
      const given = assessment?.verdicts[TRACKS.indexOf(track)] !== undefined;
      // Grants, blocks and lock-outs are in the security track's word alone: silence is no leave.
      const always = track === Track.SECURITY;
      return need(
        `verdict-${name.toLowerCase()}`,
        given,
        `${always ? 'every operation wants' : 'the request names'} the ${name} track, which ${given ? 'has' : 'has not'} given a verdict`,
        `a verdict of the ${name} track${always ? '' : ', or a request that does not name it'}`,
      );
    }),
  ];
  if (quarantined) {
    needs.push({
      rule: 'quarantine',
      satisfied: false,
      possible: false,
      because: 'the device is quarantined, or a track says so',
      satisfiedBy: 'nothing: no clearance, approval or setting lifts a quarantine',
    });
  }
  return needs;
}
