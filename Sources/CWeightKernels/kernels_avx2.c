// AVX2, without fused multiplication and addition.

#if defined(__x86_64__)

#define WK_VARIANT avx2
#define WK_LANES 4
#include "bodies/preamble.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "bodies/all.h"

#pragma clang attribute pop

#endif
