#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: hygiene
# tier: quick
# budget: 20
# needs: node lint
# lane: native
# about: licences, lint, format, import directions, strict types, shell scripts, generated files

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

tracked() { git ls-files --cached --others --exclude-standard -- "$@"; }

shell_scripts() {
  local file first
  while IFS= read -r file; do
    [[ -f $file && ! -L $file ]] || continue
    if [[ $file == *.sh ]]; then
      echo "$file"
      continue
    fi
    IFS= read -r first <"$file" 2>/dev/null
    if [[ $first =~ ^#!.*[/\ ](ba|da)?sh($|\ ) ]]; then echo "$file"; fi
  done < <(tracked)
}

check_shell() {
  local -a files
  mapfile -t files < <(shell_scripts)
  shellcheck -x "${files[@]}"
}

check_native_format() {
  local -a files
  mapfile -t files < <(tracked native | grep -E '\.(c|cc|cpp|h|hh|hpp)$')
  clang-format --dry-run -Werror "${files[@]}"
}

# What npm would write on another machine must not creep in.
check_lock_file() {
  ! grep -nE '"resolved"[[:space:]]*:' package-lock.json
}

check_quick_budget() {
  local sum
  sum=$(env -u DSMIL_TEST_PARTS_DIR scripts/test --quick --list | awk 'NR > 1 { sum += $3 } END { print sum }') || return 1
  echo "the budgets of the quick tier add up to $sum s"
  ((sum < 180))
}

tap_run 'every file names its licence' scripts/lib/check-spdx.sh
tap_run 'lint and format (Biome)' biome check --error-on-warnings --colors=off
tap_run 'interfaces (buf lint)' buf lint proto
tap_run 'import directions' node scripts/lib/check-imports.ts
tap_run 'strict types (tsc)' tsc -p test/tsconfig.json
tap_run 'shell scripts (shellcheck)' check_shell
tap_run 'package-lock.json has no download addresses' check_lock_file
tap_run 'the quick tier stays under three minutes' check_quick_budget
if grep -qE '\.(c|cc|cpp|h|hh|hpp)$' <<<"$(tracked native)"; then
  tap_run 'native code is formatted (clang-format)' check_native_format
fi
if [[ -e scripts/codegen ]]; then
  tap_run 'generated files match their sources' npm run --silent codegen:check
fi
tap_done
