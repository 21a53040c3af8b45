// SPDX-License-Identifier: Apache-2.0
// How things must be: for every effect, and where the request demands it. Not known is not so.
import { beginsEffects } from '../model/orchestrator.ts';
import { executionLimitMs } from '../model/safety-requirements.ts';
import { type Facts, isEffect, type Need, need, type PlanInput } from './input.ts';

function said(value: string | number | boolean | undefined): string {
  return value === undefined ? 'not known' : String(value);
}

function effectNeeds(facts: Facts): Need[] {
  const { stop, orchestrator, onHold, conflict, writesAllowed } = facts;
  return [
    need(
      'stop-clear',
      stop === 'RUN',
      `the emergency stop is ${said(stop)}`,
      'a stop that two persons have reset, and a start',
    ),
    need(
      'orchestrator-ready',
      orchestrator !== undefined && beginsEffects(orchestrator),
      `the orchestrator is ${said(orchestrator)}`,
      'an orchestrator that has recovered and is not ending',
    ),
    need(
      'writes-allowed',
      writesAllowed === true,
      `the module allows writes: ${said(writesAllowed)}`,
      'the module loaded with allow_writes=1',
    ),
    need(
      'no-hold',
      onHold === false,
      `the device is on hold: ${said(onHold)}`,
      'a hold that people have cleared',
    ),
    need(
      'no-conflict',
      conflict === false,
      `tracks disagree about the device: ${said(conflict)}`,
      'tracks that agree on power and registers, or a decision by two persons',
    ),
  ];
}

function demandNeeds({ request, facts }: PlanInput): Need[] {
  const { kernelSafety } = request.safetyRequirements;
  const { memoryProtected, thermal, rollbackCapable, executionMs } = facts;
  const needs: Need[] = [];
  if (kernelSafety.memoryProtectionRequired) {
    needs.push(
      need(
        'memory-protection',
        memoryProtected === true,
        `only the module can reach the registers: ${said(memoryProtected)}`,
        'a kernel in lockdown (integrity or confidentiality), or the simulated backend',
      ),
    );
  }
  if (kernelSafety.thermalMonitoringRequired) {
    needs.push(
      need(
        'thermal-monitoring',
        thermal === 'BELOW_LIMIT',
        `the temperature is ${said(thermal)}`,
        'a sensor (thermal_zone=) that reads below the limit',
      ),
    );
  }
  if (kernelSafety.rollbackCapabilityRequired) {
    needs.push(
      need(
        'rollback-capability',
        rollbackCapable === true,
        `what the operation changes can be put back: ${said(rollbackCapable)}`,
        'an operation on registers that can be read and written back',
      ),
    );
  }
  if (kernelSafety.maxExecutionTimeMs > 0) {
    const limit = executionLimitMs(kernelSafety);
    needs.push(
      need(
        'execution-time',
        executionMs !== undefined && executionMs <= limit,
        `it may take ${limit} ms and takes up to ${said(executionMs)}`,
        'a longer max_execution_time_ms, or a backend known to be faster',
      ),
    );
  }
  return needs;
}

export function safetyNeeds(input: PlanInput): Need[] {
  const { request, facts } = input;
  const effect = isEffect(request.operationType);
  const needs = effect ? effectNeeds(facts) : [];
  if (effect || request.safetyRequirements.securitySafety.auditRequired) {
    needs.push(
      need(
        'audit',
        facts.auditDurable === true,
        `the audit log can be written: ${said(facts.auditDurable)}`,
        'an audit sink with space that answers',
      ),
    );
  }
  return [...needs, ...demandNeeds(input)];
}
