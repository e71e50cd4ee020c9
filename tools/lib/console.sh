# Printing and logging for the scripts in tools/. Sourced after ROOT is set, never run.
# shellcheck shell=bash

LOG_FOLDER="$ROOT/.build/logs"
mkdir -p "$LOG_FOLDER"

say() { printf '==> %s\n' "$*"; }

note() { printf '    %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# step LOG TEXT COMMAND…: one line for the reader, the command's output into a file that is shown
# when the command fails. Gives the command's status.
step() {
  local log="$LOG_FOLDER/$1.log" text="$2" started=$SECONDS status=0
  shift 2
  say "$text"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    note "failed after $((SECONDS - started)) s with status $status; the end of $log:" >&2
    tail -n 40 "$log" | sed 's/^/    | /' >&2
    return "$status"
  fi
  note "done in $((SECONDS - started)) s"
}

# usage SCRIPT: the comment at the top of a script, which is its help.
usage() {
  sed -n -e '1d' -e '/^#/!q' -e 's/^# \{0,1\}//p' "$1"
}
