#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: grpc-foreign
# tier: full
# budget: 120
# needs: node build foreign
# about: clients that nobody here wrote: Python and C++ at dsmild over mutual TLS, with stubs made from proto/

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

work=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null; fi
  rm -rf "$work"
}
trap finish EXIT

make_stubs() {
  local -a all shared
  mkdir -p "$work/python" "$work/cpp"
  mapfile -t all < <(cd proto && find dsmil -name '*.proto')
  mapfile -t shared < <(cd proto && find dsmil/communication -name '*.proto')
  # Debian's own protoc: the one within python3-grpc-tools is too old for optional fields.
  protoc -I proto --python_out="$work/python" --grpc_out="$work/python" \
    --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" "${all[@]}" &&
    protoc -I proto --cpp_out="$work/cpp" --grpc_out="$work/cpp" \
      --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" "${shared[@]}"
}

# In one go: most of the time goes into gRPC's headers, which are read once so. protoc's files use two names
# each for themselves.
compile() {
  local source n=0
  {
    printf '#include "%s"\n' "$PWD/test/foreign/client.cc" "$work/cpp/dsmil/communication/v1/service.grpc.pb.cc"
    while read -r source; do
      n=$((n + 1))
      printf '#define schemas schemas_%d\n#define file_default_instances instances_%d\n' "$n" "$n"
      printf '#include "%s"\n#undef schemas\n#undef file_default_instances\n' "$source"
    done < <(find "$work/cpp" -name '*.pb.cc' -not -name '*.grpc.pb.cc')
  } >"$work/all.cc"
  g++ -std=c++17 -O0 -w -I "$work/cpp" "$work/all.cc" -o "$work/client" \
    -lgrpc++ -lgrpc -lprotobuf -lgpr -labsl_synchronization -lpthread
}

start_server() {
  mkfifo "$work/in"
  node test/foreign/server.ts <"$work/in" >"$work/out" 2>"$work/err" &
  server=$!
  exec 3>"$work/in"
  for _ in $(seq 1200); do
    if grep -q '^ready' "$work/out"; then return 0; fi
    if ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.1
  done
  cat "$work/err"
  return 1
}

# Its child is ours alone: no subshell can wait for it.
end_server() {
  local status
  exec 3>&-
  wait "$server"
  status=$?
  server=
  if ((status == 0)); then
    tap_ok 'dsmild ends in order'
  else
    tap_not_ok 'dsmild ends in order'
    sed 's/^/    /' "$work/err"
  fi
}

tap_run 'protoc makes stubs for Python and C++' make_stubs
tap_run 'the C++ client compiles' compile
if start_server >"$work/start.log" 2>&1; then
  tap_ok 'dsmild is there'
  read -r port certificates < <(awk '/^ready/ { print $2, $3 }' "$work/out")
  # First: what the other one tries makes the security track ask for a second person.
  "$work/client" "$certificates" hms "$port" || TAP_FAILED=$((TAP_FAILED + 1))
  /usr/bin/python3 test/foreign/client.py "$work/python" "$certificates" "$port" native/sim/principals/demo-keys.json ||
    TAP_FAILED=$((TAP_FAILED + 1))
  end_server
else
  tap_not_ok 'dsmild is there'
  sed 's/^/    /' "$work/start.log"
fi
tap_done
