// What every processor of the architecture has: SSE2 or NEON.

#define WK_VARIANT baseline
#define WK_LANES 2
#include "bodies/preamble.h"

#include "bodies/all.h"
