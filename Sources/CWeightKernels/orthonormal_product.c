// The product of matrices that orthonormal.c spends its time in, for each instruction set.

#include "orthonormal_product.h"
#include "strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__clang__)
#define WK_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__)
#define WK_UNROLL _Pragma("GCC unroll 16")
#endif

#define WK_TILE_FUNCTION multiply_baseline
#define WK_TILE_LANES 2
#define WK_TILE_VECTORS 4
#if defined(__aarch64__)
#define WK_TILE_COLUMNS 6  // Of 32 registers instead of 16.
#else
#define WK_TILE_COLUMNS 2
#endif
#include "orthonormal_tiles.h"

#if defined(__x86_64__) && defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define WK_TILE_FUNCTION multiply_avx2
#define WK_TILE_LANES 4
#define WK_TILE_VECTORS 2
#define WK_TILE_COLUMNS 4
#include "orthonormal_tiles.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#define WK_TILE_FUNCTION multiply_avx512
#define WK_TILE_LANES 8
#define WK_TILE_VECTORS 2
#define WK_TILE_COLUMNS 12
#include "orthonormal_tiles.h"
#pragma clang attribute pop
#endif

wk_multiply wk_multiply_for_this_processor(void) {
#if defined(__x86_64__) && defined(__clang__)
  if (__builtin_cpu_supports("avx512f")) {
    return multiply_avx512;
  }
  if (__builtin_cpu_supports("avx2")) {
    return multiply_avx2;
  }
#endif
  return multiply_baseline;
}
