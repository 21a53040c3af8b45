// SPDX-License-Identifier: Apache-2.0
// Loads, inside a thread, the modules that keep something in the store.
import type { ModuleReference, StoreModule } from './contract.ts';
import { StoreModuleError } from './errors.ts';

export interface LoadedModule {
  readonly module: StoreModule;
  readonly options: unknown;
}

const NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/** In the order given. Throws StoreModuleError. */
export async function loadModules(
  references: readonly ModuleReference[],
): Promise<readonly LoadedModule[]> {
  const loaded: LoadedModule[] = [];
  for (const { url, options } of references) {
    const module = await load(url);
    if (module.name === 'store' || loaded.some((other) => other.module.name === module.name)) {
      throw new StoreModuleError(module.name, 'has a name that is taken');
    }
    loaded.push({ module, options });
  }
  return loaded;
}

async function load(url: string): Promise<StoreModule> {
  let exports: Record<string, unknown>;
  try {
    exports = await import(url);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreModuleError(url, `does not load: ${why}`, 'none', cause);
  }
  const module = exports['storeModule'];
  if (!isStoreModule(module)) {
    throw new StoreModuleError(
      url,
      'exports no storeModule with name, migrations and both openers',
    );
  }
  return module;
}

function isStoreModule(value: unknown): value is StoreModule {
  const candidate = value as Partial<StoreModule> | null | undefined;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.name === 'string' &&
    NAME.test(candidate.name) &&
    Array.isArray(candidate.migrations) &&
    typeof candidate.openWriter === 'function' &&
    typeof candidate.openReader === 'function'
  );
}
