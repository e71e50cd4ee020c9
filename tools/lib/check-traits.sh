#!/usr/bin/env bash
# The tool without the trait HDF5 builds, knows no HDF5, and loads no libhdf5.
set -euo pipefail
cd "$(dirname "$0")/../.."

# A folder of its own: the other builds would be done again each time the trait changes.
options=(--disable-default-traits --scratch-path .build/without-hdf5)
swift build "${options[@]}" --product weightinit
tool="$(swift build "${options[@]}" --show-bin-path)/weightinit"

if LC_ALL=C grep -q -a -F libhdf5 "$tool"; then
  echo "error: without the trait HDF5 weightinit still loads libhdf5" >&2
  exit 1
fi
formats=$("$tool" list --json)
case $formats in
  *'"safetensors"'*) ;;
  *) echo "error: 'weightinit list --json' names no safetensors" >&2 && exit 1 ;;
esac
case $formats in
  *'"hdf5"'* | *'"keras"'*) echo "error: formats that need HDF5 are listed without it" >&2 && exit 1 ;;
esac
