// Uniform draws on [-1, 1], from word i (read as a two's-complement integer w) for value i:
//
//   float32   (w + 1/2) 2^-31, rounded once
//   float64   (w + (w' + 1/2) 2^-32) 2^-31, rounded once, w' being word i of the refinement blocks
//
// The law is exactly symmetric: the complement of the words gives the negative of the value. No
// value is zero; the ends -1 and 1 are reached by rounding. The float64 draw lies within 2^-32 of
// the exact value that the float32 draw rounds.

#include "CWeightKernels.h"
#include "philox_batch.h"
#include "strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

// (w + 1/2) 2^-31. Both parts are exact, so that their sum is the only rounding.
static inline float uniform_f32(uint32_t word) {
  const uint32_t offset = word ^ 0x80000000u;
  const float high = (float)((int32_t)(offset >> 12) - 0x80000) * 0x1p-19f;
  const float low = ((float)(int32_t)(offset & 0xFFFu) + 0.5f) * 0x1p-31f;
  return high + low;
}

// (w + (w' + 1/2) 2^-32) 2^-31; only the sum rounds.
static inline double uniform_f64(uint32_t word, uint32_t refinement) {
  const double high = (double)wk_int32_of_bits(word) * 0x1p-31;
  const double low = wk_f64_of_word_plus_half(refinement) * 0x1p-63;
  return high + low;
}

static void batch_f32(uint64_t key, uint64_t stream, uint64_t block, float *restrict out) {
  uint32_t w[4][WK_BATCH_BLOCKS];
  wk_philox_batch(key, stream, block, w);
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    out[4 * j + 0] = uniform_f32(w[0][j]);
    out[4 * j + 1] = uniform_f32(w[1][j]);
    out[4 * j + 2] = uniform_f32(w[2][j]);
    out[4 * j + 3] = uniform_f32(w[3][j]);
  }
}

static void batch_f64(uint64_t key, uint64_t stream, uint64_t block, double *restrict out) {
  uint32_t w[4][WK_BATCH_BLOCKS];
  uint32_t v[4][WK_BATCH_BLOCKS];
  wk_philox_batch(key, stream, block, w);
  wk_philox_batch(key, stream, block + WK_REFINEMENT_BLOCK, v);
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    out[4 * j + 0] = uniform_f64(w[0][j], v[0][j]);
    out[4 * j + 1] = uniform_f64(w[1][j], v[1][j]);
    out[4 * j + 2] = uniform_f64(w[2][j], v[2][j]);
    out[4 * j + 3] = uniform_f64(w[3][j], v[3][j]);
  }
}

WK_DEFINE_FILL(wk_fill_uniform_f32, float, batch_f32)
WK_DEFINE_FILL(wk_fill_uniform_f64, double, batch_f64)
