// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011): a keyed bijection of 128-bit counters, so that any block is had at once, in any order, on
// any thread. Identical to Random123's, whose known answers it reproduces.
//
//   counter = {block low, block high, stream low, stream high}, key = {key low, key high}
//   ten times:  (h0, l0) = 0xD2511F53 * c0,  (h1, l1) = 0xCD9E8D57 * c2
//               c = {h1 ^ c1 ^ k0, l1, h0 ^ c3 ^ k1, l0}
//               k = {k0 + 0x9E3779B9, k1 + 0xBB67AE85}

#include "CWeightKernels.h"
#include "philox_batch.h"

void wk_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]};
  wk_philox_rounds(c, key[0], key[1]);
  memcpy(out, c, sizeof c);
}

static void batch_words(uint64_t key, uint64_t stream, uint64_t block, uint32_t *out) {
  uint32_t w[4][WK_BATCH_BLOCKS];
  wk_philox_batch(key, stream, block, w);
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    out[4 * j + 0] = w[0][j];
    out[4 * j + 1] = w[1][j];
    out[4 * j + 2] = w[2][j];
    out[4 * j + 3] = w[3][j];
  }
}

WK_DEFINE_FILL(wk_fill_words, uint32_t, batch_words)
