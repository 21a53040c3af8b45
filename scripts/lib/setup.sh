# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the scripts: brings the machine to where they can work. Everything is idempotent and
# takes milliseconds when nothing is missing. Messages go to standard error.
#
#   steps_total 3                  how many steps the progress lines count to
#   need_packages build kernel     Debian packages, by group (see packages_of)
#   ensure_node_modules            npm ci, when package-lock.json changed
#   use_node24                     the project's own Node first on PATH
#   ensure_built                   native code and TypeScript, when their sources are there
#   step "doing it" command ...    one step of your own
#
# DSMIL_SKIP_PACKAGES=1 trusts that the packages are there.

DSMIL_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
DSMIL_STATE=$DSMIL_ROOT/.build
DSMIL_NODE_MIN=24.15.0
SETUP_STEP=0
SETUP_TOTAL=0
export DSMIL_ROOT

# One line per group. An entry is a package, or PROBE:PACKAGE, where the package is wanted only if
# PROBE (a command, or a file when it begins with a slash) is missing.
packages_of() {
  case $1 in
    node) echo node:nodejs npm:npm ;;
    build)
      echo gcc g++ make python3:python3 git:git
      if [[ -z $(node_headers) ]]; then echo libnode-dev; fi
      ;;
    kernel) echo gcc make linux-headers-cloud-amd64 kmod ;;
    vm) echo qemu-system-x86 busybox-static cpio kmod e2fsprogs debootstrap ;;
    lint) echo shellcheck clang-format perl:perl git:git ;;
    check) echo clang spin flex bison bc libelf-dev strace libclang-rt-14-dev llvm clang-format sparse linux-source-6.1 shellcheck perl:perl xz-utils ;;
    foreign) echo g++ python3-grpcio python3-protobuf python3-cryptography libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc openssl ;;
    bench) echo gcc g++ make libck-dev libboost-dev libdpdk-dev pkg-config ;;
    *) return 1 ;;
  esac
}

# The folder whose include/node has Node-API's headers: npm's nodedir, or the installed Node's.
node_headers() {
  local dir node
  node=$(PATH=${PATH//"$DSMIL_ROOT/node_modules/.bin:"/} command -v node || true)
  for dir in "${npm_config_nodedir:-}" "${node:+$(dirname "$(dirname "$(readlink -f "$node")")")}" /usr /usr/local; do
    if [[ -n $dir && -f $dir/include/node/node_api.h ]]; then
      echo "$dir"
      return
    fi
  done
}

setup_say() { printf '%s\n' "$*" >&2; }

steps_total() {
  SETUP_TOTAL=$1
  SETUP_STEP=0
}

step_label() {
  SETUP_STEP=$((SETUP_STEP + 1))
  if ((SETUP_TOTAL > 0)); then
    SETUP_LABEL="[$SETUP_STEP/$SETUP_TOTAL]"
  else
    SETUP_LABEL="[$SETUP_STEP]"
  fi
}

# A step that had nothing to do: counted, and shown only where steps are counted.
step_idle() {
  step_label
  if ((SETUP_TOTAL > 0)); then setup_say "$SETUP_LABEL $1"; fi
}

# step MESSAGE COMMAND...: runs the command quietly; shows the end of its log if it fails.
step() {
  local message=$1 log begin status=0
  shift
  mkdir -p "$DSMIL_STATE/setup"
  step_label
  log=$DSMIL_STATE/setup/step-$$-$SETUP_STEP.log
  begin=$SECONDS
  printf '%s %s … ' "$SETUP_LABEL" "$message" >&2
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status == 0)); then
    setup_say "done in $((SECONDS - begin)) s"
    rm -f "$log"
    return 0
  fi
  setup_say "FAILED after $((SECONDS - begin)) s (exit code $status); the end of $log:"
  tail -n 30 "$log" | sed 's/^/    /' >&2
  return "$status"
}

# locked COMMAND...: one set-up at a time in this checkout.
locked() (
  mkdir -p "$DSMIL_STATE"
  exec 9>"$DSMIL_STATE/setup.lock"
  if ! flock -n 9; then
    setup_say "waiting for another script that is setting up ($DSMIL_STATE/setup.lock)"
    if ! flock -w 1800 9; then
      setup_say "gave up after 30 minutes: another process still holds $DSMIL_STATE/setup.lock"
      return 1
    fi
  fi
  "$@" 9>&-
)

# Prints the packages of the groups that are not installed.
missing_packages() {
  local group entry probe have list
  local -a wanted=()
  for group in "$@"; do
    if ! list=$(packages_of "$group"); then
      setup_say "setup: no package group is called '$group'"
      return 2
    fi
    for entry in $list; do
      if [[ $entry == *:* ]]; then
        probe=${entry%%:*}
        if [[ $probe == /* && -e $probe ]] || command -v "$probe" >/dev/null; then continue; fi
        entry=${entry#*:}
      fi
      wanted+=("$entry")
    done
  done
  if ((${#wanted[@]} == 0)); then return 0; fi
  if ! command -v dpkg-query >/dev/null; then
    printf '%s\n' "${wanted[@]}"
    return 0
  fi
  # shellcheck disable=SC2016 # dpkg-query's own variables
  have=$(dpkg-query -W -f '|${Package}|${db:Status-Status}|' "${wanted[@]}" 2>/dev/null || true)
  for entry in "${wanted[@]}"; do
    if [[ $have != *"|$entry|installed|"* ]]; then echo "$entry"; fi
  done | sort -u
}

apt_install() {
  local try
  export DEBIAN_FRONTEND=noninteractive
  for try in 1 2 3; do
    if apt-get -q update && apt-get -q install -y --no-install-recommends \
      -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"; then
      return 0
    fi
    echo "try $try of 3 failed"
    sleep $((try * 3))
  done
  return 1
}

# need_packages GROUP...: returns 1, having said what to do, when the packages cannot be had.
need_packages() {
  local missing
  if [[ ${DSMIL_SKIP_PACKAGES:-} == 1 ]]; then
    step_idle "packages for $*: not checked (DSMIL_SKIP_PACKAGES=1)"
    return 0
  fi
  missing=$(missing_packages "$@") || return
  if [[ -z $missing ]]; then
    step_idle "packages for $*: already there"
    return 0
  fi
  if ! command -v apt-get >/dev/null || ((EUID != 0)); then
    setup_say "Missing Debian packages, needed for: $*"
    setup_say "    ${missing//$'\n'/ }"
    if command -v apt-get >/dev/null; then
      setup_say "This script installs them when it runs as root. Or install them by hand, then try again:"
      setup_say "    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing//$'\n'/ }"
    else
      setup_say "This is not a Debian system: install what they contain by your system's own means, then set"
      setup_say "DSMIL_SKIP_PACKAGES=1 and try again."
    fi
    return 1
  fi
  locked install_missing "$@"
  local status=$?
  SETUP_STEP=$((SETUP_STEP + 1))
  return "$status"
}

# Under the lock: another script may have installed them while this one waited.
install_missing() {
  local -a list
  mapfile -t list < <(missing_packages "$@")
  if ((${#list[@]} == 0)); then
    step_idle "packages for $*: already there"
  else
    step "installing packages for $*: ${list[*]}" apt_install "${list[@]}"
  fi
}

# True when the first argument is a version at least the second.
version_at_least() {
  [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]
}

project_node_ok() {
  local version
  version=$("$DSMIL_ROOT/node_modules/.bin/node" --version 2>/dev/null) || return 1
  version_at_least "${version#v}" "$DSMIL_NODE_MIN"
}

node_modules_current() {
  local stamp=$DSMIL_ROOT/node_modules/.dsmil-lock hash
  [[ -f $stamp ]] || return 1
  hash=$(cd "$DSMIL_ROOT" && sha256sum <package-lock.json) || return 1
  [[ $(<"$stamp") == "$hash" ]] && project_node_ok
}

npm_ci() {
  cd "$DSMIL_ROOT" || return 1
  # Without npm's warnings about the old Node that starts it, and without its page of usage.
  npm ci --no-audit --no-fund 2>&1 | sed -u '/^npm error Usage:/,$d; /^npm warn EBADENGINE/d'
  if ((PIPESTATUS[0] != 0)); then return 1; fi
  sha256sum <package-lock.json >node_modules/.dsmil-lock
  if ! project_node_ok; then
    echo "node_modules/.bin/node is not Node $DSMIL_NODE_MIN or later: did npm skip the install script of the package 'node'?"
    return 1
  fi
}

install_node_modules() {
  if node_modules_current; then
    step_idle "node modules: already there"
  else
    step "installing node modules (npm ci)" npm_ci
  fi
}

ensure_node_modules() {
  if node_modules_current; then
    step_idle "node modules: already there"
    return 0
  fi
  if ! command -v npm >/dev/null; then
    setup_say "npm is missing: install Node.js with npm (Debian: apt-get install nodejs npm), then try again."
    return 1
  fi
  locked install_node_modules
  local status=$?
  SETUP_STEP=$((SETUP_STEP + 1))
  return "$status"
}

use_node24() {
  case $PATH: in
    "$DSMIL_ROOT/node_modules/.bin":*) ;;
    *) export PATH="$DSMIL_ROOT/node_modules/.bin:$PATH" ;;
  esac
  local version
  version=$(node --version 2>/dev/null || echo none)
  if ! version_at_least "${version#v}" "$DSMIL_NODE_MIN"; then
    setup_say "Node $DSMIL_NODE_MIN or later is needed; 'node' is $version. Run: npm ci"
    return 1
  fi
}

# What is built, in order. Each compiler is incremental by itself, so there is no stamp to go stale.
build_all() {
  cd "$DSMIL_ROOT" || return 1
  if [[ -f binding.gyp ]]; then npm run --silent build:native || return 1; fi
  if [[ -d src ]]; then npm run --silent build:ts || return 1; fi
}

ensure_built() {
  use_node24 || return 1
  locked step "building" build_all
  local status=$?
  SETUP_STEP=$((SETUP_STEP + 1))
  return "$status"
}
