# What must be on the machine before anything can be built: a Swift toolchain and system packages.
# Sourced after console.sh, never run.
# shellcheck shell=bash

REQUIRED_SWIFT=6.2

require_swift() {
  local get="get it from https://www.swift.org/install (on macOS: Xcode 26 or newer)"
  command -v swift >/dev/null 2>&1 ||
    fail "no Swift toolchain on PATH; Swift $REQUIRED_SWIFT or newer is needed: $get"
  local found
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  [ -n "$found" ] || fail "'swift --version' says nothing that can be understood; $get"
  at_least "$found" "$REQUIRED_SWIFT" ||
    fail "Swift $found is too old; Swift $REQUIRED_SWIFT or newer is needed: $get"
}

# at_least FOUND WANTED: compares two MAJOR.MINOR versions.
at_least() {
  local found_major=${1%%.*} found_minor=${1#*.} wanted_major=${2%%.*} wanted_minor=${2#*.}
  [ "$found_major" -gt "$wanted_major" ] ||
    { [ "$found_major" -eq "$wanted_major" ] && [ "$found_minor" -ge "$wanted_minor" ]; }
}

# Where the Swift package manager looks for libhdf5: through pkg-config, on macOS also at Homebrew's.
require_hdf5() {
  if [ "$(uname -s)" = Darwin ]; then
    if command -v pkg-config >/dev/null 2>&1 && pkg-config --exists hdf5; then return; fi
    if command -v brew >/dev/null 2>&1 && brew list --versions hdf5 >/dev/null 2>&1; then return; fi
    install_packages hdf5
    return
  fi
  local missing=""
  command -v pkg-config >/dev/null 2>&1 || missing="pkg-config"
  # Without pkg-config nobody can tell: the package manager of the system knows what it has.
  if [ -n "$missing" ] || ! pkg-config --exists hdf5; then missing="${missing:+$missing }libhdf5-dev"; fi
  # shellcheck disable=SC2086  # a list of names
  if [ -n "$missing" ]; then install_packages $missing; fi
}

# install_packages NAME…: with apt-get or brew, or says what the reader has to do.
install_packages() {
  if [ "$(uname -s)" = Darwin ]; then
    command -v brew >/dev/null 2>&1 ||
      fail "$* missing and no Homebrew to install it; see https://brew.sh, then: brew install $*"
    step brew "Installing $* with brew" \
      env HOMEBREW_NO_AUTO_UPDATE=1 NONINTERACTIVE=1 brew install "$@"
  elif command -v apt-get >/dev/null 2>&1; then
    local as_root
    as_root=$(root_prefix) ||
      fail "missing: $*. Installing needs root, and nobody is here to type a password. Run this," \
        "then start again: sudo apt-get install $*"
    [ "$as_root" != sudo ] || note "sudo may ask for your password to install $*"
    # shellcheck disable=SC2086  # nothing, or sudo with its options
    step apt "Installing $* with ${as_root:+$as_root }apt-get" apt_install "$as_root" "$@"
  else
    fail "missing: $* (Debian's names) and neither apt-get nor brew to install it;" \
      "install the development files of libhdf5, pkg-config and Python's venv, then start again"
  fi
}

# What stands in front of a command that must run as root; a failure if that is impossible. sudo
# may ask for a password only where somebody can type one.
root_prefix() {
  if [ "$(id -u)" -eq 0 ]; then return; fi
  command -v sudo >/dev/null 2>&1 || return 1
  if sudo -n true >/dev/null 2>&1; then
    printf 'sudo -n'
  elif [ -t 0 ] && [ -z "${CI:-}" ] && [ "${DEBIAN_FRONTEND:-}" != noninteractive ]; then
    printf 'sudo'
  else
    return 1
  fi
}

# The package lists may be old (then names are not found) or unreachable (then what the machine has
# may still do), so a failed update does not decide.
apt_install() {
  local as_root=$1
  shift
  # shellcheck disable=SC2086  # nothing, or sudo with its options
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update || true
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "$@"
}

# install_emulator: what runs kernels for arm64 on other Linux machines; their check does without
# where it cannot be had.
install_emulator() {
  [ "$(uname -sm)" = "Linux x86_64" ] && command -v apt-get >/dev/null 2>&1 || return 0
  if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null; then return; fi
  local as_root
  as_root=$(root_prefix) || return 0
  step emulator "Installing a compiler and an emulator for arm64" \
    apt_install "$as_root" gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user || true
}
