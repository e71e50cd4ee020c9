#!/usr/bin/env bash
# The benchmarks and the statistics run; what they measure in so short a time is not looked at, but
# the statistics of a few million values must be sound.
#
# Usage: WEIGHTINIT=… tools/lib/check-benchmarks.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

tools/benchmark/run --quick --only fills --only writing --only start --json .build/benchmark-quick.json
tools/benchmark/soundness --values 2e7
