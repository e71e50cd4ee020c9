// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011): a keyed bijection of 128-bit counters, so that any block is had at once, in any order, on
// any thread. Identical to Random123's, whose known answers it reproduces.
//
//   counter = {block low, block high, stream low, stream high}, key = {key low, key high}
//   ten times:  (h0, l0) = 0xD2511F53 * c0,  (h1, l1) = 0xCD9E8D57 * c2
//               c = {h1 ^ c1 ^ k0, l1, h0 ^ c3 ^ k1, l0}
//               k = {k0 + 0x9E3779B9, k1 + 0xBB67AE85}
//
// Batches come word by word (`words[w][j]` is word w of block j), so that everything computed from
// them runs across blocks.

enum {
  // The blocks of a full batch: long enough that Philox and what follows it do not wait for each
  // other, short enough for the first cache.
  WK_BATCH_BLOCKS = 64,
  // What is left over is done in short batches, of two vectors at least.
  WK_SHORT_BATCH_BLOCKS = WK_LANES == 8 ? 32 : 16,
};

// Blocks from here on hold the refinement of float64 draws. A stream has 2^64 values and so uses
// blocks below 2^62: the two never meet.
#define WK_REFINEMENT_BLOCK ((uint64_t)1 << 63)

#define WK_PHILOX_M0 0xD2511F53u
#define WK_PHILOX_M1 0xCD9E8D57u
#define WK_PHILOX_W0 0x9E3779B9u
#define WK_PHILOX_W1 0xBB67AE85u

// The keys of the ten rounds.
struct philox_keys {
  uint32_t low[10], high[10];
};

WK_INLINE struct philox_keys philox_keys(uint64_t key) {
  struct philox_keys keys;
  uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    keys.low[round] = low;
    keys.high[round] = high;
    low += WK_PHILOX_W0;
    high += WK_PHILOX_W1;
  }
  return keys;
}

WK_INLINE void philox_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, uint32_t out[4]
) {
  uint32_t c0 = (uint32_t)block, c1 = (uint32_t)(block >> 32);
  uint32_t c2 = (uint32_t)stream, c3 = (uint32_t)(stream >> 32);
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)WK_PHILOX_M0 * c0;
    const uint64_t p1 = (uint64_t)WK_PHILOX_M1 * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ keys->low[round];
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ keys->high[round];
    c3 = (uint32_t)p0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

#if WK_LANES == 1

WK_INLINE void philox_batch(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int count, uint32_t *words
) {
  WK_LOOP for (int j = 0; j < count; j++) {
    uint32_t w[4];
    philox_block(keys, stream, block + (uint64_t)j, w);
    for (int p = 0; p < 4; p++) {
      words[p * count + j] = w[p];
    }
  }
}

#else

// Each lane holds one word of a counter in its lower half; the upper half is free for products.
typedef uint64_t wide_vector __attribute__((vector_size(8 * WK_LANES)));
typedef uint32_t word_vector __attribute__((vector_size(8 * WK_LANES)));

// What is known of the vector is forgotten, so that multiplying its lower halves stays one
// instruction: knowing that the upper halves are zero, the compiler multiplies all 64 bits.
#if defined(__x86_64__)
#define WK_OPAQUE(vector) __asm__("" : "+v"(vector))
#elif defined(__aarch64__)
#define WK_OPAQUE(vector) __asm__("" : "+w"(vector))
#else
#define WK_OPAQUE(vector)
#endif

// Two vectors are worked on at a time, whose words join to one in the order of their blocks. They
// take turns by twos, because the instructions that join work on 128 bits.
#if WK_LANES == 2
#define WK_FIRST_LANES {0, 1}
#define WK_JOIN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#elif WK_LANES == 4
#define WK_FIRST_LANES {0, 1, 4, 5}
#define WK_JOIN(a, b) __builtin_shufflevector(a, b, 0, 2, 8, 10, 4, 6, 12, 14)
#elif WK_LANES == 8
#define WK_FIRST_LANES {0, 1, 4, 5, 8, 9, 12, 13}
#define WK_JOIN(a, b)                                                                             \
  __builtin_shufflevector(a, b, 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30)
#endif

// `words` holds 4 x count words, and count is a multiple of 2 WK_LANES.
//
// The blocks differ in their low words alone, but where those run over: so half of the first round
// and half of the second are the same for all.
WK_INLINE void philox_batch(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int count, uint32_t *words
) {
  const uint32_t first = (uint32_t)block;
  if (first + (uint32_t)count < first) {
    for (int j = 0; j < count; j++) {
      uint32_t w[4];
      philox_block(keys, stream, block + (uint64_t)j, w);
      for (int p = 0; p < 4; p++) {
        words[p * count + j] = w[p];
      }
    }
    return;
  }
  const wide_vector lanes = WK_FIRST_LANES;
  const wide_vector zero = {0};
  const wide_vector low_half = zero + 0xFFFFFFFFu;
  const uint64_t common = (uint64_t)WK_PHILOX_M1 * (uint32_t)stream;
  const uint32_t c0 = (uint32_t)(common >> 32) ^ (uint32_t)(block >> 32) ^ keys->low[0];
  const uint64_t second = (uint64_t)WK_PHILOX_M0 * c0;
  for (int j = 0; j < count; j += 2 * WK_LANES) {
    wide_vector c[2][4];
    _Pragma("clang loop unroll(full)") for (int h = 0; h < 2; h++) {
      const wide_vector index = lanes + (uint64_t)(first + (uint32_t)j + 2 * (uint32_t)h);
      const wide_vector p0 = (index & low_half) * (uint64_t)WK_PHILOX_M0;
      const wide_vector c2 = (p0 >> 32) ^ ((stream >> 32) ^ keys->high[0]);
      const wide_vector p1 = (c2 & low_half) * (uint64_t)WK_PHILOX_M1;
      c[h][0] = (p1 >> 32) ^ (uint64_t)((uint32_t)common ^ keys->low[1]);
      c[h][1] = p1;
      c[h][2] = p0 ^ ((second >> 32) ^ keys->high[1]);
      c[h][3] = zero + second;
    }
    _Pragma("clang loop unroll(full)") for (int round = 2; round < 10; round++) {
      _Pragma("clang loop unroll(full)") for (int h = 0; h < 2; h++) {
        WK_OPAQUE(c[h][2]);
        const wide_vector p0 = (c[h][0] & low_half) * (uint64_t)WK_PHILOX_M0;
        const wide_vector p1 = (c[h][2] & low_half) * (uint64_t)WK_PHILOX_M1;
        c[h][0] = (p1 >> 32) ^ c[h][1] ^ (uint64_t)keys->low[round];
        c[h][1] = p1;
        c[h][2] = (p0 >> 32) ^ c[h][3] ^ (uint64_t)keys->high[round];
        c[h][3] = p0;
      }
    }
    for (int p = 0; p < 4; p++) {
      const word_vector joined = WK_JOIN((word_vector)c[0][p], (word_vector)c[1][p]);
      memcpy(words + p * count + j, &joined, sizeof joined);
    }
  }
}

#endif

// Defines `name`, which fills any range of a stream. `batch(keys, stream, block, blocks, out)` makes
// the values of consecutive blocks; `blocks` is one of three constants. Whatever the range, value i
// is made by the same operations.
#define WK_DEFINE_FILL(name, type, batch) WK_DEFINE_FILL_WITH(name, type, batch, , )

// The same with one more parameter, before the output, that is handed to `batch`.
#define WK_DEFINE_FILL_WITH(name, type, batch, parameter, argument)                               \
  WK_KERNEL void name(                                                                            \
    uint64_t key, uint64_t stream, uint64_t first, size_t count parameter, type *out              \
  ) {                                                                                             \
    const struct philox_keys keys = philox_keys(key);                                             \
    uint64_t block = first / 4;                                                                   \
    size_t skip = (size_t)(first % 4);                                                            \
    while (count > 0) {                                                                           \
      if (skip == 0 && count >= 4 * WK_BATCH_BLOCKS) {                                            \
        batch(&keys, stream, block, WK_BATCH_BLOCKS argument, out);                               \
        block += WK_BATCH_BLOCKS;                                                                 \
        out += 4 * WK_BATCH_BLOCKS;                                                               \
        count -= 4 * WK_BATCH_BLOCKS;                                                             \
        continue;                                                                                 \
      }                                                                                           \
      type values[4 * WK_SHORT_BATCH_BLOCKS];                                                     \
      size_t blocks = 1;                                                                          \
      if (skip + count <= 4) {                                                                    \
        batch##_block(&keys, stream, block argument, values);                                     \
      } else {                                                                                    \
        batch(&keys, stream, block, WK_SHORT_BATCH_BLOCKS argument, values);                      \
        blocks = WK_SHORT_BATCH_BLOCKS;                                                           \
      }                                                                                           \
      const size_t available = 4 * blocks - skip;                                                 \
      const size_t taken = count < available ? count : available;                                 \
      memcpy(out, values + skip, taken * sizeof(type));                                           \
      out += taken;                                                                               \
      count -= taken;                                                                             \
      block += blocks;                                                                            \
      skip = 0;                                                                                   \
    }                                                                                             \
  }
