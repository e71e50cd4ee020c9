#!/usr/bin/env bash
# Every scheme has a page that lists its parameters as the registry has them, and a picture that a
# rerun would not change.
#
# Usage: WEIGHTINIT=TOOL tools/lib/check-pages.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/../.."

"$1" tools/schemes/pages.py --check
"$1" tools/schemes/pictures.py --check
