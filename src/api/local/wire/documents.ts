// SPDX-License-Identifier: Apache-2.0
// What people sign, as exactly what is hashed: a domain, canonical JSON, a role. A program in any language
// computes digest and signature from these three; ours reads the decision back, and shows that.

import { type ClearingDecision, clearingDocument } from '../../../core/canonical/clearing.ts';
import {
  type Digest,
  domainDigest,
  type OperationDecision,
  operationDocument,
} from '../../../core/canonical/digest.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../../core/canonical/json.ts';
import {
  type ResetDecision,
  resetDocument,
  resetRole,
} from '../../../core/canonical/reset-decision.ts';
import { ApprovalRole } from '../../../core/canonical/signature.ts';
import {
  isTransaction,
  type TransactionDecision,
  transactionDocument,
} from '../../../core/canonical/transaction.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { levelOf } from '../../../core/risk/level.ts';
import { clearingFrom, operationTypeOf, resetFrom } from './decisions.ts';
import { Params } from './params.ts';

export const DOCUMENT_DOMAINS = {
  operation: 'dsmil/op/v1',
  transaction: 'dsmil/tx/v1',
  reset: 'dsmil/reset/v1',
  clearing: 'dsmil/clear/v1',
  charter: 'dsmil/charter/v1',
} as const;

/** Whoever signs hashes @text in @domain again, shows what it says, and signs for @role. */
export interface SignedDocument {
  readonly domain: string;
  /** Canonical JSON. */
  readonly text: string;
  readonly role: string;
  readonly digest: Digest;
}

function documentOf(domain: string, document: Json, role: string): SignedDocument {
  return { domain, text: canonicalJson(document), role, digest: domainDigest(domain, document) };
}

export function approvalDocument(
  decision: OperationDecision | TransactionDecision,
): SignedDocument {
  return isTransaction(decision)
    ? documentOf(
        DOCUMENT_DOMAINS.transaction,
        transactionDocument(decision),
        ApprovalRole.OPERATION,
      )
    : documentOf(DOCUMENT_DOMAINS.operation, operationDocument(decision), ApprovalRole.OPERATION);
}

export function resetStepDocument(decision: ResetDecision): SignedDocument {
  return documentOf(DOCUMENT_DOMAINS.reset, resetDocument(decision), resetRole(decision.step));
}

export function clearingSignedDocument(decision: ClearingDecision): SignedDocument {
  return documentOf(DOCUMENT_DOMAINS.clearing, clearingDocument(decision), ApprovalRole.CLEARING);
}

/** A change of persons, keys or policy: @statement is signed as it is. */
export function charterDocument(statement: Json, role: string): SignedDocument {
  return documentOf(DOCUMENT_DOMAINS.charter, statement, role);
}

const COUNTER_MAX = Number.MAX_SAFE_INTEGER;

function operationIn(params: Params) {
  const parameters = params.object('parameters');
  return {
    action: operationTypeOf(params, 'action'),
    device: params.integer('device', 0, 0xffff),
    parameters: {
      register: parameters.optionalInteger('register', 0, 15) ?? null,
      value: parameters.optionalInteger('value', 0, 0xffff_ffff) ?? null,
    },
    safetyVersion: params.integer('safety_version', 0, COUNTER_MAX),
    risk: levelOf(params.integer('risk', 1, 6), params.at('risk')),
  };
}

function commonIn(params: Params) {
  return {
    policy: params.text('policy', 1, 256),
    stopEpoch: params.integer('stop_epoch', 0, COUNTER_MAX),
    nonce: params.text('nonce', 32, 32),
    expiry: params.integer('expiry', 0, COUNTER_MAX),
  };
}

type Given = Pick<SignedDocument, 'domain' | 'text'>;

function paramsOf(domain: string, given: Given): Params {
  if (given.domain !== domain) {
    throw new InvalidArgumentError('document.domain', given.domain, domain);
  }
  return new Params(parseCanonicalJson(given.text), 'document');
}

/** @decision when it says all that @given does: what is not shown must not be signed. */
function whole<T>(decision: T, { text }: Given, made: SignedDocument): T {
  if (made.text !== text) {
    throw new InvalidArgumentError('document', text, `${made.text}, and nothing besides`);
  }
  return decision;
}

/** What is to be approved. Throws InvalidArgumentError or CanonicalFormError for what is no such document. */
export function approvalDecision(given: Given): OperationDecision | TransactionDecision {
  if (given.domain === DOCUMENT_DOMAINS.operation) {
    const params = paramsOf(DOCUMENT_DOMAINS.operation, given);
    const decision = { ...operationIn(params), ...commonIn(params) };
    return whole(decision, given, approvalDocument(decision));
  }
  const params = paramsOf(DOCUMENT_DOMAINS.transaction, given);
  const operations = params.objects('operations').map(operationIn);
  const risk = levelOf(params.integer('risk', 1, 6), params.at('risk'));
  const decision = { operations, risk, ...commonIn(params) };
  return whole(decision, given, approvalDocument(decision));
}

/** As approvalDecision(), of a step of the way back from a stop. */
export function resetStepDecision(given: Given): ResetDecision {
  paramsOf(DOCUMENT_DOMAINS.reset, given);
  const decision = resetFrom(parseCanonicalJson(given.text));
  return whole(decision, given, resetStepDocument(decision));
}

/** As approvalDecision(), of a clearing. */
export function clearingDecision(given: Given): ClearingDecision {
  paramsOf(DOCUMENT_DOMAINS.clearing, given);
  const decision = clearingFrom(parseCanonicalJson(given.text));
  return whole(decision, given, clearingSignedDocument(decision));
}
