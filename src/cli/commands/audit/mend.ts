// SPDX-License-Identifier: Apache-2.0
// Writes the head file or the leaf file anew from a store that verifies. What the file had and the store
// has not got would be gone without a word: then nothing is written. The daemon records at its next
// start that a file was mended; the file itself shows it, so that nobody can keep that from it.
import { existsSync, renameSync } from 'node:fs';
import { createHeadFile, judgeHeadSignature, readHeadFile } from '../../../audit/head/head-file.ts';
import { sameHash } from '../../../audit/merkle/hash.ts';
import { rootAt } from '../../../audit/merkle/proofs.ts';
import type { Policy } from '../../../audit/note/policy.ts';
import { copyLeafFile } from '../../../audit/offline/copy-leaf-file.ts';
import { LeafSource } from '../../../audit/offline/leaf-source.ts';
import { type StoreLogReport, StoreSource } from '../../../audit/offline/store-source.ts';
import { type Verdict, verifyLogs } from '../../../audit/offline/verify-logs.ts';
import { writeLeafFile } from '../../../audit/offline/write-leaf-file.ts';
import { finish } from '../../../audit/verify/verify-store.ts';
import type { Context } from '../../context.ts';
import { plural, printable } from '../../text.ts';
import { renderVerdict } from '../../views/audit.ts';
import {
  AuditExit as Exit,
  inputFailure,
  progressOn,
  type TrustOptions,
  trustOf,
  withSources,
} from './common.ts';

export interface MendOptions extends TrustOptions {
  readonly head?: string;
}

/** What becomes of what was there. */
interface Plan {
  /** Why it may not be done; the rest is then what would be lost. */
  readonly refusal: string | undefined;
  /** For people: what the file had, what was missing in it, what only it has. */
  readonly words: readonly string[];
  /** Of a damaged leaf file: the part that can be read goes further than the store does. */
  readonly tail?: {
    /** {unit bytes} */
    readonly end: number;
    /** {unit entries} */
    readonly size: number;
    /** What the store had durable when it was written, as its signature says. {unit entries} */
    readonly storeHad: number;
  };
}

const USAGE = {
  head: 'usage: dsmilctl audit fsck STORE --mend head --head FILE --policy FILE',
  leaves: 'usage: dsmilctl audit fsck STORE LEAFFILE --mend leaves --policy FILE',
  'leaves-tail': 'usage: dsmilctl audit fsck STORE LEAFFILE --mend leaves-tail --policy FILE',
} as const;

export function mend(
  context: Context,
  what: string,
  options: MendOptions,
  [storePath, leafPath]: string[],
): Exit {
  if (what !== 'head' && what !== 'leaves' && what !== 'leaves-tail') {
    throw inputFailure(`--mend is '${what}': it must be head, leaves or leaves-tail`);
  }
  const target = what === 'head' ? options.head : leafPath;
  if (storePath === undefined || target === undefined) {
    throw inputFailure(USAGE[what]);
  }
  const policy = trustOf(options);
  return withSources([storePath], ([source]) => {
    if (!(source instanceof StoreSource)) {
      throw inputFailure(`${storePath} is no store: only from a store can the rest be made anew`);
    }
    const verdict = verifyStoreAlone(context, source, policy);
    const { terminal } = context;
    const report = verdict.logs[0]?.report as StoreLogReport | undefined;
    const head = report?.head;
    if (verdict.verdict !== 'good' || report === undefined || head === undefined) {
      terminal.lines(renderVerdict(verdict, terminal.columns, terminal.style));
      terminal.problem('nothing was mended: the store itself must be good, by the log’s own key');
      return verdict.verdict === 'policy unmet' ? Exit.POLICY : Exit.TAMPERED;
    }
    const plan = what === 'head' ? planHead(target, report) : planLeaves(target, source, report);
    if (what === 'leaves-tail') {
      return mendTail(context, { target, storePath, size: report.size, plan });
    }
    if (plan.refusal !== undefined) {
      terminal.problem(`nothing was mended: ${printable(plan.refusal)}`, plan.words.map(printable));
      return Exit.TAMPERED;
    }
    const aside = setAside(target);
    if (what === 'head') {
      createHeadFile(target, head.checkpoint);
    } else {
      writeLeafFile(source, head, target);
    }
    tell(context, { what, target, storePath, aside, entries: head.size, words: plan.words });
    return Exit.GOOD;
  });
}

interface Tail {
  readonly target: string;
  readonly storePath: string;
  /** Entries of the store. */
  readonly size: number;
  readonly plan: Plan;
}

/** Nothing is made from the store here: what is damaged goes, and the store comes up by what is left. */
function mendTail({ terminal, json }: Context, { target, storePath, size, plan }: Tail): Exit {
  const { tail, words } = plan;
  if (tail === undefined) {
    terminal.problem(
      'nothing was mended: leaves-tail is for a damaged leaf file that can be read further than the store goes',
      words.map(printable),
    );
    return Exit.TAMPERED;
  }
  const aside = setAside(target) ?? target;
  copyLeafFile(aside, tail.end, target);
  if (json) {
    terminal.json({
      mended: 'leaves-tail',
      path: target,
      from: aside,
      aside,
      entries: tail.size,
      words: [...words],
    });
    return Exit.GOOD;
  }
  terminal.lines([
    `${printable(target)} was cut where its damage begins: ${plural(tail.size, 'entry', 'entries')}; what was there is ${printable(aside)}`,
    ...words.map((text) => `    ${printable(text)}`),
    tail.storeHad > size
      ? `    the store had ${plural(tail.storeHad, 'entry', 'entries')} once: it was put back, and the daemon will not begin with it. Restore the newer one`
      : `    the daemon brings ${printable(storePath)} up by entries ${size} to ${tail.size - 1} at its next start`,
  ]);
  return Exit.GOOD;
}

function verifyStoreAlone(
  context: Context,
  source: StoreSource,
  policy: Policy | undefined,
): Verdict {
  const progress = progressOn(context);
  return verifyLogs({
    sources: [source],
    policy,
    headPath: undefined,
    checkpoints: [],
    shapes: false,
    progress: ({ path }, at) => progress(path, at),
  });
}

function planHead(path: string, store: StoreLogReport): Plan {
  const read = readHeadFile(path);
  if (read?.head === undefined) {
    const said = read === undefined ? 'is missing' : 'cannot be read any more';
    return { refusal: undefined, words: [`what it said is not known: it ${said}`] };
  }
  const { head, damagedAt } = read;
  const signed = judgeHeadSignature(path, head, store.signers).length === 0;
  const words = [
    ...(damagedAt === undefined ? [] : [`it was changed at byte ${damagedAt}`]),
    `it said ${plural(head.size, 'entry', 'entries')}${signed ? '' : ', which nobody had signed'}`,
  ];
  const refusal =
    signed && head.size > store.size
      ? `${path} says ${head.size} entries under the log’s key, the store has ${store.size}: the store ` +
        `was put back, and entries ${store.size} to ${head.size - 1} would be lost without a word. ` +
        'Restore the newer store, or let this one catch up from the leaf file (restored)'
      : undefined;
  return { refusal, words };
}

function planLeaves(path: string, source: StoreSource, store: StoreLogReport): Plan {
  const known = store.standing?.leafDurable ?? 0;
  const knew = `the store knew of ${plural(known, 'entry', 'entries')} in it`;
  if (known > store.size) {
    const lost = `entries ${store.size} to ${known - 1}`;
    const refusal =
      `the leaf file had ${known} entries, as the store says, and the store has ${store.size}: ` +
      `${lost} were in the leaf file alone. Restore it from a backup, or let the store catch up from it`;
    return { refusal, words: [knew] };
  }
  if (!existsSync(path)) {
    return { refusal: undefined, words: [`it is missing; ${knew}`] };
  }
  const old = new LeafSource(path);
  try {
    const { findings, file, roots, size, root } = finish(
      old.verify({ trusted: store.signers, rootsAt: [store.size], shapes: false }),
    );
    if (findings.length === 0 && size > store.size) {
      const refusal =
        `${path} is good and has ${size} entries, the store has ${store.size}: entries ${store.size} to ` +
        `${size - 1} would be lost. Start the daemon, which brings the store up, or restore the newer store`;
      return { refusal, words: [knew] };
    }
    const pruned = store.head?.pruned ?? 0;
    const common = Math.min(size, store.size);
    const ours = size === common ? root : roots.get(common);
    const same = ours !== undefined && sameHash(rootAt(source.tree(), common), ours);
    // Each entry there is under the log's key: it may be the only place that has it.
    if (same && size > store.size && file.findings.length === 0) {
      const refusal =
        `${path} is damaged, and entries ${store.size} to ${size - 1} can be read in it, which the store has not got: ` +
        'they would be lost. Mend leaves-tail instead, which keeps them';
      return {
        refusal,
        words: [knew, ...findings.map(({ code, message }) => `${code}: ${message}`)],
        tail: { end: file.end, size, storeHad: file.storeDurable },
      };
    }
    return {
      refusal: undefined,
      words: [
        `it could be read up to entry ${size}; ${knew}`,
        ...(size < known ? [`entries ${size} to ${known - 1} were missing or damaged in it`] : []),
        ...findings.map(({ code, message }) => `${code}: ${message}`),
        ...(same ? [] : ['what it had is not what the store has']),
        ...(file.base < pruned
          ? [
              `entries ${file.base} to ${Math.min(pruned, size) - 1} were in it alone, since retention has ` +
                'removed them from the store: the new file has them not',
            ]
          : []),
      ],
    };
  } finally {
    old.close();
  }
}

/** What was there is kept beside it: it is evidence. */
function setAside(path: string): string | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const aside = `${path}.before-mend-${Date.now()}`;
  renameSync(path, aside);
  return aside;
}

interface Done {
  readonly what: 'head' | 'leaves';
  readonly target: string;
  readonly storePath: string;
  readonly aside: string | undefined;
  readonly entries: number;
  readonly words: readonly string[];
}

function tell({ terminal, json }: Context, done: Done): void {
  const { what, target, storePath, aside, entries, words } = done;
  if (json) {
    terminal.json({
      mended: what,
      path: target,
      from: storePath,
      aside: aside ?? null,
      entries,
      words,
    });
    return;
  }
  const kept = aside === undefined ? '' : `; what was there is ${printable(aside)}`;
  terminal.lines([
    `${printable(target)} was written anew from ${printable(storePath)}, ${plural(entries, 'entry', 'entries')}${kept}`,
    ...words.map((text) => `    ${printable(text)}`),
    '    the daemon records at its next start that this was done (audit.mended)',
  ]);
}
