// SPDX-License-Identifier: Apache-2.0
//
// Enforces which part of src/ may import which: api → core ← tracks → device → addon. core does no
// I/O, only daemon wires, cli and panel use what is public, and only device loads the addon.
//
// usage: node scripts/lib/check-imports.ts [ROOT]      lists offenders and exits 1

import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Rule {
  /** The other areas of src/ that this one may import; '*' is any but cli and panel. */
  readonly areas: readonly string[] | '*';
  /** Folders of other areas that may be imported too, and nothing else of those areas. */
  readonly folders?: readonly string[];
  /** When given, the only Node modules allowed, and no package is. */
  readonly onlyBuiltins?: readonly string[];
  /** May load the .node file. */
  readonly loadsAddon?: boolean;
  /** May import what it is given by URL: it loads the modules of those who may import it. */
  readonly loadsModules?: boolean;
}

const PURE = ['node:assert', 'node:buffer', 'node:crypto', 'node:util'];

/** One line per folder of src/. A folder that is not here is an offence: decide where it belongs. */
export const RULES: Readonly<Record<string, Rule>> = {
  abi: { areas: [], onlyBuiltins: PURE },
  core: { areas: [], onlyBuiltins: PURE },
  device: { areas: ['abi'], loadsAddon: true },
  config: { areas: ['core'] },
  sync: { areas: ['core'] },
  tracks: { areas: ['core', 'device', 'abi', 'store'] },
  store: { areas: ['core'], loadsModules: true },
  events: { areas: ['core', 'store'] },
  journal: { areas: ['core', 'store'] },
  orchestrator: { areas: ['core'] },
  audit: { areas: ['core', 'store'] },
  api: { areas: ['core', 'orchestrator', 'events', 'audit', 'sync'] },
  panel: { areas: [] },
  // daemon/local puts a core together in this process, for what is looked at without a daemon.
  cli: {
    areas: ['device', 'abi', 'core', 'config', 'audit'],
    folders: [
      'api/grpc/wire',
      'api/identity/wire',
      'api/local/client',
      'api/local/wire',
      'daemon/local',
      'tracks/security/charter',
      'tracks/security/policy',
    ],
  },
  daemon: { areas: '*' },
};

const LEAVES = new Set(['cli', 'panel']);

export interface Source {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Offence {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

const COMMENT_OR_STRING =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
const STATIC = /\b(?:import|export)\b[^;'"`()]*?\bfrom\s*(['"])([^'"\n]+)\1/g;
const BARE = /\bimport\s*(['"])([^'"\n]+)\1/g;
const CALL = /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1/g;
const COMPUTED = /\b(?:import|require)\s*\(\s*(?!['"`\s])/g;
const LOADER = /\b(?:dlopen|createRequire)\s*\(|['"`][^'"`\n]*\.node['"`]/g;

/** Comments blanked out, positions kept, so that a commented import does not count. */
function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_STRING, (token) =>
    token.startsWith('/*') || token.startsWith('//') ? token.replace(/[^\n]/g, ' ') : token,
  );
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function areaOf(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash < 0 ? undefined : path.slice(0, slash);
}

function judgeRelative(path: string, area: string, rule: Rule, target: string): string | undefined {
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  if (resolved.startsWith('..')) {
    return `imports ${target}, which is outside src/`;
  }
  const other = areaOf(resolved);
  if (other === area) {
    return undefined;
  }
  if (other === undefined) {
    return `imports ${target}, which is in no folder of src/`;
  }
  const inFolder = rule.folders?.some((folder) => resolved.startsWith(`${folder}/`)) === true;
  if (inFolder || (rule.areas === '*' ? !LEAVES.has(other) : rule.areas.includes(other))) {
    return undefined;
  }
  const allowed =
    rule.areas === '*'
      ? 'anything but cli and panel'
      : [...rule.areas, ...(rule.folders ?? [])].join(', ');
  return `${area} may not import ${other} (it may import: ${allowed || 'no other folder'})`;
}

function judgeExternal(area: string, rule: Rule, target: string): string | undefined {
  if (rule.onlyBuiltins === undefined) {
    return undefined;
  }
  if (!isBuiltin(target)) {
    return `${area} may not import the package ${target}`;
  }
  const name = target.startsWith('node:') ? target : `node:${target}`;
  if (rule.onlyBuiltins.includes(name)) {
    return undefined;
  }
  return `${area} does no I/O and may not import ${name} (allowed: ${rule.onlyBuiltins.join(', ')})`;
}

function checkSource({ path, text }: Source): Offence[] {
  const area = areaOf(path);
  const rule = area === undefined ? undefined : RULES[area];
  if (area === undefined || rule === undefined) {
    const message = 'is in no folder that the import rules know (RULES in check-imports.ts)';
    return [{ path, line: 1, message }];
  }
  const offences: Offence[] = [];
  const code = withoutComments(text);
  const offend = (index: number, message: string | undefined): void => {
    if (message !== undefined) {
      offences.push({ path, line: lineOf(text, index), message });
    }
  };
  for (const pattern of [STATIC, BARE, CALL]) {
    for (const match of code.matchAll(pattern)) {
      const target = match[2] ?? '';
      const judge = /^\.{1,2}(\/|$)/.test(target)
        ? judgeRelative(path, area, rule, target)
        : judgeExternal(area, rule, target);
      offend(match.index, judge);
    }
  }
  if (rule.loadsAddon !== true) {
    for (const match of rule.loadsModules === true ? [] : code.matchAll(COMPUTED)) {
      offend(match.index, 'imports a computed name, which cannot be checked');
    }
    for (const match of code.matchAll(LOADER)) {
      offend(match.index, 'only device may load the addon');
    }
  }
  return offences;
}

export function checkImports(sources: readonly Source[]): Offence[] {
  return sources
    .flatMap(checkSource)
    .sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}

export function readSources(src: string): Source[] {
  let names: string[];
  try {
    names = readdirSync(src, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return names
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .map((name) => ({
      path: relative(src, join(src, name)).split(sep).join('/'),
      text: readFileSync(join(src, name), 'utf8'),
    }));
}

function main(): void {
  const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const sources = readSources(resolve(root, 'src'));
  const offences = checkImports(sources);
  for (const { path, line, message } of offences) {
    console.log(`src/${path}:${line}: ${message}`);
  }
  console.log(`${sources.length} files, ${offences.length} offences against the import directions`);
  process.exitCode = offences.length > 0 ? 1 : 0;
}

if (import.meta.main) {
  main();
}
