// The words of a stream in order.

WK_INLINE void words_batch_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, uint32_t *out
) {
  philox_block(keys, stream, block, out);
}

WK_INLINE void words_batch(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks, uint32_t *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  WK_LOOP_F32 for (int j = 0; j < blocks; j++) {
    out[4 * j + 0] = words[j];
    out[4 * j + 1] = words[blocks + j];
    out[4 * j + 2] = words[2 * blocks + j];
    out[4 * j + 3] = words[3 * blocks + j];
  }
}

WK_DEFINE_FILL(fill_words, uint32_t, words_batch)
