# The virtual environment of the client tests. Sourced after console.sh and system.sh, never run.
# shellcheck shell=bash

VENV="$ROOT/.venv"
REQUIREMENTS="$ROOT/tools/requirements"
# One line `NAME<tab>REASON` for each client that the tests must do without.
SKIPPED_CLIENTS="$LOG_FOLDER/skipped-clients.tsv"
OPTIONAL_CLIENTS="torch jax keras flax mlx transformers"

# A Python that can make virtual environments, in PYTHON.
require_python() {
  if find_python; then return; fi
  if [ "$(uname -s)" = Darwin ]; then
    install_packages python@3.13
  else
    install_packages python3 python3-venv
  fi
  find_python || fail "no Python 3.10 or newer with the modules venv and ensurepip; set PYTHON to one"
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11 python3.10 \
    /usr/bin/python3 /opt/homebrew/bin/python3.13 /usr/local/bin/python3.13; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' \
      >/dev/null 2>&1; then
      PYTHON=$candidate
      return
    fi
  done
  return 1
}

# make_environment: .venv with the light clients, made anew when a pin or the Python changes.
make_environment() {
  local wanted found
  wanted=$("$PYTHON" - "$REQUIREMENTS/light.txt" "$REQUIREMENTS/all.txt" <<'END'
import hashlib, sys
digest = hashlib.sha256(sys.version.encode() + sys.base_prefix.encode())
for path in sys.argv[1:]:
    digest.update(open(path, "rb").read())
print(digest.hexdigest())
END
)
  found=$(cat "$VENV/made-from" 2>/dev/null || true)
  if [ "$found" = "$wanted" ] && "$VENV/bin/python" -c '' >/dev/null 2>&1; then return; fi
  step venv "Making a virtual environment in .venv" new_environment
  # Written last: an environment that was interrupted halfway is made anew.
  printf '%s\n' "$wanted" >"$VENV/made-from"
}

new_environment() {
  rm -rf "$VENV" &&
    "$PYTHON" -m venv "$VENV" &&
    pip_install -r "$REQUIREMENTS/light.txt"
}

# Wheels only: a client that would have to be compiled is one that this machine cannot have.
pip_install() {
  "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input --only-binary :all: "$@"
}

# add_clients: what --all-clients adds, each on its own, so that one that cannot be installed does
# not take the others with it.
add_clients() {
  : >"$SKIPPED_CLIENTS"
  add_torch
  local client
  for client in jax keras flax mlx transformers; do
    add_client "$client" "$(pinned_requirement "$client")"
  done
}

# leave_out_clients: without --all-clients the tests skip them even if an earlier run installed them.
leave_out_clients() {
  : >"$SKIPPED_CLIENTS"
  local client
  for client in $OPTIONAL_CLIENTS; do
    printf '%s\tonly with tools/test --all-clients\n' "$client" >>"$SKIPPED_CLIENTS"
  done
}

# pinned_requirement NAME: the line of all.txt for this client and this system.
pinned_requirement() {
  local variant=$1
  if [ "$1" = mlx ] && [ "$(uname -s)" = Linux ]; then variant='mlx\[cpu\]'; fi
  grep -E "^$variant==" "$REQUIREMENTS/all.txt"
}

add_client() {
  local name=$1 requirement=$2 stamp="$VENV/client-$1"
  if [ "$(cat "$stamp" 2>/dev/null || true)" = "$requirement" ]; then return; fi
  if ! step "client-$name" "Installing $requirement" \
    pip_install --constraint "$REQUIREMENTS/light.txt" "$requirement"; then
    skip_client "$name" "$requirement cannot be installed; see $LOG_FOLDER/client-$name.log"
  elif ! step "import-$name" "Importing $name" \
    env KERAS_BACKEND=jax "$VENV/bin/python" -c "import $(import_name "$name")"; then
    skip_client "$name" "$requirement cannot be imported; see $LOG_FOLDER/import-$name.log"
  else
    printf '%s\n' "$requirement" >"$stamp"
  fi
}

import_name() {
  case $1 in
    mlx) printf 'mlx.core' ;;
    flax) printf 'flax.linen' ;;
    *) printf '%s' "$1" ;;
  esac
}

# The newest build of torch that says it is for processors only. Where the index offers none, the
# plain build is one on macOS and on ARM; on Linux on x86-64 it brings gigabytes for graphics cards.
add_torch() {
  local offered newest
  offered=$("$VENV/bin/python" -m pip index versions torch --disable-pip-version-check 2>/dev/null ||
    true)
  newest=$(printf '%s\n' "$offered" | sed -n 's/^Available versions: //p' | tr ',' '\n' |
    tr -d ' ' | grep -E '\+cpu$' | head -n 1 || true)
  if [ -n "$newest" ]; then
    add_client torch "torch==$newest"
  elif [ -z "$offered" ]; then
    skip_client torch "the package index offers no build for this Python and system"
  elif [ "$(uname -sm)" != "Linux x86_64" ] || [ "${WEIGHTINIT_LARGE_TORCH:-0}" = 1 ]; then
    add_client torch "torch==$(printf '%s\n' "$offered" |
      sed -n '1s/^torch (\(.*\)).*/\1/p')"
  else
    skip_client torch "the package index offers only builds with gigabytes of CUDA libraries;" \
      "WEIGHTINIT_LARGE_TORCH=1 installs them"
  fi
}

skip_client() {
  local name=$1
  shift
  say "skipped client: $name ($*)"
  printf '%s\t%s\n' "$name" "$*" >>"$SKIPPED_CLIENTS"
}
