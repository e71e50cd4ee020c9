#!/usr/bin/env bash
# The package of a scheme of one's own builds outside this one, as its README says, and the stock tool
# verifies what its tool draws.
#
# Usage: tools/lib/check-examples.sh STOCK_TOOL
set -euo pipefail
cd "$(dirname "$0")/../.."

options=(--package-path examples/custom-initializer --scratch-path .build/custom-initializer)
swift build "${options[@]}" --product weightinit-ternary
tool="$(swift build "${options[@]}" --show-bin-path)/weightinit-ternary"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$tool" generate examples/custom-initializer/ternary-mlp.yaml -o "$folder/ternary.safetensors"
"$tool" verify "$folder/ternary.safetensors"
"$1" verify "$folder/ternary.safetensors"
