// One value at a time: what every other variant is compared with.

#define WK_VARIANT scalar
#define WK_LANES 1
#include "bodies/preamble.h"

#include "bodies/all.h"
