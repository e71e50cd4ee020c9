#!/usr/bin/env bash
# An app that imports WeightInit carries neither libhdf5 nor the argument parser nor the YAML parser.
#
# Usage: tools/lib/check-linkage.sh [OPTION OF swift build]…
set -euo pipefail
cd "$(dirname "$0")/../.."

# What a binary holds when it carries them: a library to load, and the mangled names of modules.
traces=(libhdf5 14ArgumentParser 4Yams)

holds() { LC_ALL=C grep -q -a -F "$2" "$1"; }

for product in embed-in-swift weightinit; do
  swift build "$@" --product "$product"
done
folder=$(swift build "$@" --show-bin-path)

for trace in "${traces[@]}"; do
  # The tool carries them all: a trace that is not found there would prove nothing.
  if ! holds "$folder/weightinit" "$trace"; then
    echo "error: weightinit does not hold '$trace'; this check no longer sees anything" >&2
    exit 1
  fi
  if holds "$folder/embed-in-swift" "$trace"; then
    echo "error: embed-in-swift, which imports WeightInit only, holds '$trace'" >&2
    exit 1
  fi
done
"$folder/embed-in-swift"
