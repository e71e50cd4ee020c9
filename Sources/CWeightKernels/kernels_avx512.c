// AVX-512 F, BW, DQ and VL.

#if defined(__x86_64__)

#define WK_VARIANT avx512
#define WK_LANES 8
#include "bodies/preamble.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

#include "bodies/all.h"

#pragma clang attribute pop

#endif
