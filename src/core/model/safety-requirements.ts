// SPDX-License-Identifier: Apache-2.0
// What a client may demand beyond what policy demands anyway. Every field only tightens: leaving it
// out, or giving its zero, demands nothing. requirement/ turns each into a need.
import { checkBoolean, checkInteger, checkMember, checkTextSet, U32_MAX } from './check.ts';
import { ClearanceLevel } from './enums.ts';

/** The server's own limit for one effect, and what max_execution_time_ms can only shorten. */
export const EXECUTION_LIMIT_MS = 5_000;
/** The server's own limit for an answer of a person; confirmation_timeout_seconds only shortens it. */
export const CONFIRMATION_LIMIT_S = 300;
const COMPARTMENTS_MAX = 64;
const COMPARTMENT_LENGTH_MAX = 64;

export interface KernelSafetyRequirements {
  /** Nothing but the module can reach the device's registers: the kernel is locked down, or the
   *  registers are simulated in private memory. Not known to be so counts as not so. */
  readonly memoryProtectionRequired: boolean;
  /** A sensor is watched and reads below its limit; thermal=none does not do. */
  readonly thermalMonitoringRequired: boolean;
  /** From the start of execution to its end; past it the operation is rolled back. 0: no demand,
   *  the server's 5,000 ms hold; larger ones do not extend those. */
  readonly maxExecutionTimeMs: number;
  /** Everything the operation changes is snapshot before and can be written back. */
  readonly rollbackCapabilityRequired: boolean;
}

export interface SecuritySafetyRequirements {
  /** Requester and approver each need it, or the device's own where that is higher. */
  readonly requiredClearance: ClearanceLevel;
  /** A second person, also where the risk would not ask for one. */
  readonly dualAuthorizationRequired: boolean;
  /** A read is in the durable audit log before it is answered. Effects always are, before they happen. */
  readonly auditRequired: boolean;
  /** Requester and approver each need all of them, and the device's own. */
  readonly requiredCompartments: readonly string[];
}

export interface InterfaceSafetyRequirements {
  /** A person confirms at the interface, also where the risk would not ask for it. */
  readonly userConfirmationRequired: boolean;
  /** That confirmation came after the risk was shown term by term; so it demands a confirmation. */
  readonly riskDisclosureRequired: boolean;
  /** How old the confirmation may be. 0: no demand, the server's 300 s hold; larger do not extend. */
  readonly confirmationTimeoutSeconds: number;
}

export interface SafetyRequirements {
  readonly kernelSafety: KernelSafetyRequirements;
  readonly securitySafety: SecuritySafetyRequirements;
  readonly interfaceSafety: InterfaceSafetyRequirements;
}

export const NO_REQUIREMENTS: SafetyRequirements = {
  kernelSafety: {
    memoryProtectionRequired: false,
    thermalMonitoringRequired: false,
    maxExecutionTimeMs: 0,
    rollbackCapabilityRequired: false,
  },
  securitySafety: {
    requiredClearance: ClearanceLevel.NONE,
    dualAuthorizationRequired: false,
    auditRequired: false,
    requiredCompartments: [],
  },
  interfaceSafety: {
    userConfirmationRequired: false,
    riskDisclosureRequired: false,
    confirmationTimeoutSeconds: 0,
  },
};

/** A checked copy; compartments sorted and without doubles. */
export function checkSafetyRequirements(given: SafetyRequirements): SafetyRequirements {
  const { kernelSafety: k, securitySafety: s, interfaceSafety: i } = given;
  const at = (group: string, field: string): string => `safety_requirements.${group}.${field}`;
  const kernel = (field: string): string => at('kernel_safety', field);
  const security = (field: string): string => at('security_safety', field);
  const ui = (field: string): string => at('interface_safety', field);
  return {
    kernelSafety: {
      memoryProtectionRequired: checkBoolean(
        k.memoryProtectionRequired,
        kernel('memory_protection_required'),
      ),
      thermalMonitoringRequired: checkBoolean(
        k.thermalMonitoringRequired,
        kernel('thermal_monitoring_required'),
      ),
      maxExecutionTimeMs: checkInteger(
        k.maxExecutionTimeMs,
        kernel('max_execution_time_ms'),
        0,
        U32_MAX,
        'ms',
      ),
      rollbackCapabilityRequired: checkBoolean(
        k.rollbackCapabilityRequired,
        kernel('rollback_capability_required'),
      ),
    },
    securitySafety: {
      requiredClearance: checkMember(
        s.requiredClearance,
        security('required_clearance'),
        ClearanceLevel,
      ),
      dualAuthorizationRequired: checkBoolean(
        s.dualAuthorizationRequired,
        security('dual_authorization_required'),
      ),
      auditRequired: checkBoolean(s.auditRequired, security('audit_required')),
      requiredCompartments: checkTextSet(
        s.requiredCompartments,
        security('required_compartments'),
        COMPARTMENTS_MAX,
        COMPARTMENT_LENGTH_MAX,
      ),
    },
    interfaceSafety: {
      userConfirmationRequired: checkBoolean(
        i.userConfirmationRequired,
        ui('user_confirmation_required'),
      ),
      riskDisclosureRequired: checkBoolean(
        i.riskDisclosureRequired,
        ui('risk_disclosure_required'),
      ),
      confirmationTimeoutSeconds: checkInteger(
        i.confirmationTimeoutSeconds,
        ui('confirmation_timeout_seconds'),
        0,
        U32_MAX,
        's',
      ),
    },
  };
}

/** The shorter of two limits where 0 is none. */
function shorter(a: number, b: number): number {
  if (a === 0 || b === 0) {
    return Math.max(a, b);
  }
  return Math.min(a, b);
}

/** What demands everything that @a and @b demand, and nothing else. */
export function strictest(a: SafetyRequirements, b: SafetyRequirements): SafetyRequirements {
  const { kernelSafety: ak, securitySafety: as, interfaceSafety: ai } = a;
  const { kernelSafety: bk, securitySafety: bs, interfaceSafety: bi } = b;
  const clearance = as.requiredClearance > bs.requiredClearance ? as : bs;
  return {
    kernelSafety: {
      memoryProtectionRequired: ak.memoryProtectionRequired || bk.memoryProtectionRequired,
      thermalMonitoringRequired: ak.thermalMonitoringRequired || bk.thermalMonitoringRequired,
      maxExecutionTimeMs: shorter(ak.maxExecutionTimeMs, bk.maxExecutionTimeMs),
      rollbackCapabilityRequired: ak.rollbackCapabilityRequired || bk.rollbackCapabilityRequired,
    },
    securitySafety: {
      requiredClearance: clearance.requiredClearance,
      dualAuthorizationRequired: as.dualAuthorizationRequired || bs.dualAuthorizationRequired,
      auditRequired: as.auditRequired || bs.auditRequired,
      requiredCompartments: [
        ...new Set([...as.requiredCompartments, ...bs.requiredCompartments]),
      ].sort(),
    },
    interfaceSafety: {
      userConfirmationRequired: ai.userConfirmationRequired || bi.userConfirmationRequired,
      riskDisclosureRequired: ai.riskDisclosureRequired || bi.riskDisclosureRequired,
      confirmationTimeoutSeconds: shorter(
        ai.confirmationTimeoutSeconds,
        bi.confirmationTimeoutSeconds,
      ),
    },
  };
}

/** How long execution may take, in ms: never 0, never more than the server's limit. */
export function executionLimitMs(kernel: KernelSafetyRequirements): number {
  return shorter(kernel.maxExecutionTimeMs, EXECUTION_LIMIT_MS);
}

/** How old a confirmation may be, in s: never 0, never more than the server's limit. */
export function confirmationLimitS(ui: InterfaceSafetyRequirements): number {
  return shorter(ui.confirmationTimeoutSeconds, CONFIRMATION_LIMIT_S);
}
