// Uniform draws on [-1, 1], from word i (read as a two's-complement integer w) for value i:
//
//   float32   (w + 1/2) 2^-31, rounded once
//   float64   (w + (w' + 1/2) 2^-32) 2^-31, rounded once, w' being word i of the refinement blocks
//
// The law is exactly symmetric: the complement of the words gives the negative of the value. No
// value is zero; the ends -1 and 1 are reached by rounding. The float64 draw lies within 2^-32 of
// the exact value that the float32 draw rounds.

// (w + 1/2) 2^-31. Both parts are exact, so that their sum is the only rounding.
WK_INLINE float uniform_f32(uint32_t word) {
  const uint32_t offset = word ^ 0x80000000u;
  const float high = (float)((int32_t)(offset >> 12) - 0x80000) * 0x1p-19f;
  const float low = ((float)(int32_t)(offset & 0xFFFu) + 0.5f) * 0x1p-31f;
  return high + low;
}

// (w + (w' + 1/2) 2^-32) 2^-31; only the sum rounds.
WK_INLINE double uniform_f64(uint32_t word, uint32_t refinement) {
  const double high = (double)wk_int32_of_bits(word) * 0x1p-31;
  const double low = wk_f64_of_word_plus_half(refinement) * 0x1p-63;
  return high + low;
}

WK_INLINE void uniform_batch_f32_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, float *out
) {
  uint32_t w[4];
  philox_block(keys, stream, block, w);
  for (int p = 0; p < 4; p++) {
    out[p] = uniform_f32(w[p]);
  }
}

WK_INLINE void uniform_batch_f32(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks, float *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  WK_LOOP_F32 for (int j = 0; j < blocks; j++) {
    out[4 * j + 0] = uniform_f32(words[j]);
    out[4 * j + 1] = uniform_f32(words[blocks + j]);
    out[4 * j + 2] = uniform_f32(words[2 * blocks + j]);
    out[4 * j + 3] = uniform_f32(words[3 * blocks + j]);
  }
}

WK_INLINE void uniform_batch_f64_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, double *out
) {
  uint32_t w[4], v[4];
  philox_block(keys, stream, block, w);
  philox_block(keys, stream, block + WK_REFINEMENT_BLOCK, v);
  for (int p = 0; p < 4; p++) {
    out[p] = uniform_f64(w[p], v[p]);
  }
}

WK_INLINE void uniform_batch_f64(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks, double *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS], refined[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  philox_batch(keys, stream, block + WK_REFINEMENT_BLOCK, blocks, refined);
  WK_LOOP_F64 for (int j = 0; j < blocks; j++) {
    out[4 * j + 0] = uniform_f64(words[j], refined[j]);
    out[4 * j + 1] = uniform_f64(words[blocks + j], refined[blocks + j]);
    out[4 * j + 2] = uniform_f64(words[2 * blocks + j], refined[2 * blocks + j]);
    out[4 * j + 3] = uniform_f64(words[3 * blocks + j], refined[3 * blocks + j]);
  }
}

WK_DEFINE_FILL(fill_uniform_f32, float, uniform_batch_f32)
WK_DEFINE_FILL(fill_uniform_f64, double, uniform_batch_f64)
