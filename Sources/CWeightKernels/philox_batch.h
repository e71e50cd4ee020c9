#ifndef PHILOX_BATCH_H
#define PHILOX_BATCH_H

// Sixteen consecutive Philox blocks at a time, word by word (`words[w][j]` is word w of block j),
// so that everything computed from them runs across blocks and vectorises.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
  WK_BATCH_BLOCKS = 16,
  WK_BATCH_VALUES = 4 * WK_BATCH_BLOCKS,
};

// Blocks from here on hold the refinement of float64 draws. A stream has 2^64 values and so uses
// blocks below 2^62: the two never meet.
#define WK_REFINEMENT_BLOCK ((uint64_t)1 << 63)

#define WK_PHILOX_M0 0xD2511F53u
#define WK_PHILOX_M1 0xCD9E8D57u
#define WK_PHILOX_W0 0x9E3779B9u
#define WK_PHILOX_W1 0xBB67AE85u

static inline void wk_philox_rounds(uint32_t c[4], uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)WK_PHILOX_M0 * c[0];
    const uint64_t p1 = (uint64_t)WK_PHILOX_M1 * c[2];
    const uint32_t c0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0;
    const uint32_t c2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
    c[0] = c0;
    c[1] = (uint32_t)p1;
    c[2] = c2;
    c[3] = (uint32_t)p0;
    k0 += WK_PHILOX_W0;
    k1 += WK_PHILOX_W1;
  }
}

static inline void wk_philox_batch(
  uint64_t key, uint64_t stream, uint64_t block, uint32_t words[4][WK_BATCH_BLOCKS]
) {
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    const uint64_t index = block + (uint64_t)j;
    uint32_t c[4] = {
      (uint32_t)index, (uint32_t)(index >> 32), (uint32_t)stream, (uint32_t)(stream >> 32),
    };
    wk_philox_rounds(c, (uint32_t)key, (uint32_t)(key >> 32));
    words[0][j] = c[0];
    words[1][j] = c[1];
    words[2][j] = c[2];
    words[3][j] = c[3];
  }
}

// Defines `name`, which fills any range of a stream from `batch`, which makes the 64 values of
// sixteen blocks. Whatever the range, value i is made by the same operations.
#define WK_DEFINE_FILL(name, type, batch)                                                        \
  void name(uint64_t key, uint64_t stream, uint64_t first, size_t count, type *out) {            \
    uint64_t block = first / 4;                                                                  \
    size_t skip = (size_t)(first % 4);                                                           \
    while (count > 0) {                                                                          \
      const size_t available = WK_BATCH_VALUES - skip;                                           \
      const size_t taken = count < available ? count : available;                                \
      if (taken == WK_BATCH_VALUES) {                                                            \
        batch(key, stream, block, out);                                                          \
      } else {                                                                                   \
        type values[WK_BATCH_VALUES];                                                            \
        batch(key, stream, block, values);                                                       \
        memcpy(out, values + skip, taken * sizeof(type));                                        \
      }                                                                                          \
      out += taken;                                                                              \
      count -= taken;                                                                            \
      block += WK_BATCH_BLOCKS;                                                                  \
      skip = 0;                                                                                  \
    }                                                                                            \
  }

#endif
