#!/usr/bin/env bash
# Every instruction set gives the same bits: those of this processor, and NEON under emulation where
# a cross compiler and qemu are (Debian: gcc-aarch64-linux-gnu, qemu-user).
#
# Usage: tools/lib/check-kernels.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=.build/kernels
mkdir -p "$folder"

# The C compiler that comes with Swift: the one that builds the package.
swift=$(command -v swift)
clang=$(dirname "$(readlink -f "$swift")")/clang
[ -x "$clang" ] || clang=clang

# build NAME LINKER OPTION…: the programs for one target, in the folder of its name.
build() {
  local name=$1 linker=$2 source
  shift 2
  rm -rf "${folder:?}/$name" && mkdir -p "$folder/$name"
  "$clang" "$@" -O2 -Wall -Wextra -Werror -ISources/CVerificationKernels/include \
    -c tools/kernels/verification.c -o "$folder/$name/verification"
  $linker "$folder/$name/verification" -lm -o "$folder/$name/verification-digests"
  for source in Sources/CWeightKernels/*.c tools/kernels/digests.c; do
    "$clang" "$@" -O2 -Wall -Wextra -Werror -ISources/CWeightKernels/include \
      -c "$source" -o "$folder/$name/$(basename "$source" .c).o"
  done
  $linker "$folder/$name"/*.o -lm -lpthread -o "$folder/$name/digests"
}

# The digests of every instruction set, one after another; fails unless all are the same.
compare() {
  awk '/^#/ { set = $2; sets++; next }
    !($1 in first) { first[$1] = $2; next }
    first[$1] != $2 { print "error: " $1 " differs with " set; wrong = 1 }
    END { print sets " instruction sets compared"; exit wrong || sets < 2 }'
}

build native "$clang"
"$folder/native/digests" >"$folder/native.txt"
"$folder/native/verification-digests" >>"$folder/native.txt"
sets="$folder/native.txt"

if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "NEON is not emulated here: $(uname -sm)"
elif ! command -v aarch64-linux-gnu-gcc >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
  echo "NEON is not emulated: gcc-aarch64-linux-gnu and qemu-user are not installed"
else
  build arm64 "aarch64-linux-gnu-gcc -static" --target=aarch64-linux-gnu
  for program in digests verification-digests; do
    qemu-aarch64 "$folder/arm64/$program"
  done | sed 's/^# /# arm64 /' >"$folder/arm64.txt"
  sets="$sets $folder/arm64.txt"
fi
# shellcheck disable=SC2086  # two names at most
cat $sets | compare
