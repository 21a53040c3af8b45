#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Every source file names its licence, and the right one, in its first lines:
#   kernel/include/uapi/   GPL-2.0-only WITH Linux-syscall-note
#   kernel/core/, kernel/hal/hal.h, sim*   GPL-2.0-only OR Apache-2.0 (also linked into dsmil-sim)
#   kernel/                GPL-2.0-only
#   test/                  Apache-2.0, or GPL-2.0-only for what is built into a kernel or with kernel/
#   everything else        Apache-2.0
# Files that cannot say it (JSON, prose, data) are covered by REUSE.toml. Lists offenders, exits 1.
#
# usage: check-spdx.sh [ROOT]
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

list_files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard
  else
    find . \( -name node_modules -o -name .git -o -name .build -o -path ./build -o -path ./dist \) \
      -prune -o -type f -printf '%P\0'
  fi
}

# Data, prose and licence texts; all the rest must have the line.
is_exempt() {
  case /$1 in
    /LICENSE | /LICENSES/* | */corpus/*) return 0 ;;
    *.json | *.jsonc | *.md | *.txt | *.bin | *.png | *.svg | *.ico | *.golden | *.snap | *.csv) return 0 ;;
  esac
  return 1
}

expected_for() {
  case $1 in
    kernel/include/uapi/*) want='GPL-2.0-only WITH Linux-syscall-note' ;;
    kernel/core/* | kernel/hal/hal.h | kernel/hal/sim*) want='GPL-2.0-only OR Apache-2.0' ;;
    kernel/*) want='GPL-2.0-only' ;;
    test/*) want='Apache-2.0' also='GPL-2.0-only' ;;
    *) want='Apache-2.0' ;;
  esac
}

checked=0
bad=0
while IFS= read -r -d '' file; do
  if [[ ! -f $file || -L $file || ! -s $file ]] || is_exempt "$file"; then continue; fi
  checked=$((checked + 1))
  also=
  expected_for "$file"
  have=
  mapfile -t -n 6 lines <"$file" 2>/dev/null
  line=
  for candidate in "${lines[@]}"; do
    if [[ $candidate =~ SPDX-License-Identifier:[[:space:]]*(.*) ]]; then
      line=$candidate
      have=${BASH_REMATCH[1]}
      break
    fi
  done
  have=${have%%'*/'*}
  have=${have%%'-->'*}
  have=${have%"${have##*[![:space:]]}"}
  if [[ -z $line ]]; then
    echo "$file: no SPDX-License-Identifier in the first 6 lines (wanted: $want)"
    bad=$((bad + 1))
  elif [[ $have != "$want" && (-z $also || $have != "$also") ]]; then
    echo "$file: SPDX-License-Identifier is '$have', wanted '$want'"
    bad=$((bad + 1))
  fi
done < <(list_files)

if ((checked == 0)); then
  echo "no file was checked in $PWD"
  exit 1
fi
if ((bad > 0)); then
  echo "$bad of $checked files"
  exit 1
fi
echo "$checked files name their licence"
