// SPDX-License-Identifier: Apache-2.0
// Who wants a subject, found in time that depends on the subject's tokens and on who wants it, not
// on how many others there are.
import { ANY_REST, ANY_TOKEN } from './subject.ts';

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  /** Those whose filter ends here. */
  readonly ends: Set<T>;
  /** Those whose filter goes on with ">" here. */
  readonly rests: Set<T>;
}

function emptyNode<T>(): Node<T> {
  return { children: new Map(), ends: new Set(), rests: new Set() };
}

export class FilterTrie<T> {
  readonly #root: Node<T> = emptyNode();

  /** To add the same value to the same filter again changes nothing. */
  add(filter: readonly string[], value: T): void {
    let node = this.#root;
    for (const token of filter) {
      if (token === ANY_REST) {
        node.rests.add(value);
        return;
      }
      let child = node.children.get(token);
      if (child === undefined) {
        child = emptyNode();
        node.children.set(token, child);
      }
      node = child;
    }
    node.ends.add(value);
  }

  /** Nodes that nobody needs any more go too: filters that came and went leave nothing. */
  delete(filter: readonly string[], value: T): void {
    const path: Node<T>[] = [this.#root];
    for (const token of filter) {
      if (token === ANY_REST) {
        break;
      }
      const child = path[path.length - 1]?.children.get(token);
      if (child === undefined) {
        return;
      }
      path.push(child);
    }
    const last = path[path.length - 1];
    (filter[filter.length - 1] === ANY_REST ? last?.rests : last?.ends)?.delete(value);
    for (let depth = path.length - 1; depth > 0; depth--) {
      const node = path[depth];
      const token = filter[depth - 1];
      if (node === undefined || token === undefined || !isEmpty(node)) {
        return;
      }
      path[depth - 1]?.children.delete(token);
    }
  }

  /** Calls @visit with each value of each matching filter: once for each of its filters that match. */
  visit(subject: readonly string[], visit: (value: T) => void): void {
    walk(this.#root, subject, 0, visit);
  }

  get empty(): boolean {
    return isEmpty(this.#root);
  }
}

function isEmpty<T>(node: Node<T>): boolean {
  return node.children.size === 0 && node.ends.size === 0 && node.rests.size === 0;
}

function walk<T>(
  node: Node<T>,
  subject: readonly string[],
  depth: number,
  visit: (value: T) => void,
): void {
  const token = subject[depth];
  if (token === undefined) {
    node.ends.forEach(visit);
    return;
  }
  node.rests.forEach(visit);
  for (const key of [token, ANY_TOKEN]) {
    const child = node.children.get(key);
    if (child !== undefined) {
      walk(child, subject, depth + 1, visit);
    }
  }
}
