# Builds the tool and the benchmark program and makes .venv with the peers. Sourced with ROOT set.
# shellcheck shell=bash
case ${1:-} in
  -h | --help) sed -n -e '1d' -e '/^#/!q' -e 's/^# \{0,1\}//p' "$0" && exit ;;
esac

. "$ROOT/tools/lib/console.sh"
. "$ROOT/tools/lib/system.sh"
. "$ROOT/tools/lib/python.sh"

require_swift
require_hdf5
require_python
make_environment
[ -e "$SKIPPED_CLIENTS" ] || : >"$SKIPPED_CLIENTS"
[ -e "$VENV/client-torch" ] || add_torch
add_client scipy "scipy>=1.14,<2"

built=(--configuration release -Xswiftc -enable-testing)
if [ -z "${WEIGHTINIT:-}" ]; then
  step build-tool "Building the tool (some minutes the first time)" \
    swift build --package-path "$ROOT" "${built[@]}" --product weightinit
  WEIGHTINIT="$(swift build --package-path "$ROOT" "${built[@]}" --show-bin-path)/weightinit"
fi
program=(--package-path "$ROOT/tools/benchmark" --scratch-path "$ROOT/.build/benchmark-program")
if [ -z "${WEIGHTINIT_BENCHMARK:-}" ]; then
  step build-benchmark "Building the benchmark program" \
    swift build "${program[@]}" --configuration release
  WEIGHTINIT_BENCHMARK="$(swift build "${program[@]}" --configuration release \
    --show-bin-path)/weightinit-benchmark"
fi
export WEIGHTINIT WEIGHTINIT_BENCHMARK
