#ifndef STRICT_ARITHMETIC_H
#define STRICT_ARITHMETIC_H

// What every file here relies on to give the same bits on every processor: IEEE 754 arithmetic in
// the type written, each operation rounded once to nearest even. Multiplications and additions must
// not be fused, so each file that computes says `#pragma STDC FP_CONTRACT OFF`; GCC does not know
// that pragma and gets its own.

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__FAST_MATH__)
#error "CWeightKernels must not be compiled with -ffast-math: its bits are fixed by contract."
#endif
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16  // 16 concerns _Float16 alone.
#error "CWeightKernels needs float and double arithmetic without excess precision."
#endif
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("-ffp-contract=off")
#endif

// The square root, correctly rounded. The plain call would set errno and so keep loops scalar.
#if defined(__has_builtin)
#if __has_builtin(__builtin_elementwise_sqrt)
#define WK_SQRT_F32(x) __builtin_elementwise_sqrt(x)
#define WK_SQRT_F64(x) __builtin_elementwise_sqrt(x)
#endif
#endif
#if !defined(WK_SQRT_F32)
#define WK_SQRT_F32(x) sqrtf(x)
#define WK_SQRT_F64(x) sqrt(x)
#endif

// Bit casts.
static inline uint32_t wk_bits_of_f32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline float wk_f32_of_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline uint64_t wk_bits_of_f64(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double wk_f64_of_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// The word read as two's complement. Signed conversions to floating point exist in every vector
// instruction set; unsigned ones do not.
static inline int32_t wk_int32_of_bits(uint32_t bits) {
  int32_t x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// The word as a double: exact.
static inline double wk_f64_of_word(uint32_t word) {
  return (double)wk_int32_of_bits(word ^ 0x80000000u) + 2147483648.0;
}

// The word plus one half as a double: exact.
static inline double wk_f64_of_word_plus_half(uint32_t word) {
  return (double)wk_int32_of_bits(word ^ 0x80000000u) + 2147483648.5;
}

#endif
