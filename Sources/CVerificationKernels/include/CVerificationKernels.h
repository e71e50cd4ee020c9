#ifndef CVERIFICATIONKERNELS_H
#define CVERIFICATIONKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The inner loops of the verifier. Every sum is taken in eight lanes whose order is fixed by the
// number of values, so that the bits do not depend on the processor. All functions are thread-safe
// and keep no state. Pointers must not be null where a count is positive, unless said otherwise.

// MARK: - Moments

typedef struct {
  double sum, minimum, maximum;
  // 0 when every value is finite.
  int has_non_finite;
} vk_range;

// Sum and range of values; only meaningful when all are finite.
void vk_measure_range(const double *values, size_t count, vk_range *out);

// Sums of the second, third and fourth powers of deviations from `center`.
void vk_measure_powers(const double *values, size_t count, double center, double out[3]);

// out[i] = (values[i] - center) * scale.
void vk_standardize(const double *values, size_t count, double center, double scale, double *out);

// Widens little-endian float32, of any alignment, on a little-endian processor.
void vk_widen_f32(const void *bytes, size_t count, double *out);

// MARK: - Sums over a run of standardised values

typedef struct {
  double sum, squares;
  // The largest square.
  double largest;
  // The sum of products of neighbours, count - 1 of them.
  double lag;
  // The sum of products with the line before.
  double across;
} vk_run;

// Takes a run. `sums[i]` and `squares[i]` gain value i and its square; `line[i]`, the line before,
// is multiplied with value i and then replaced by it. Each of the three may be null.
void vk_take_run(
    const double *values, size_t count, double *sums, double *squares, double *line, vk_run *out);

// MARK: - Distribution

// Values are binned by VK_BINS_PER_UNIT equal bins a standard deviation, from -8 to 8; the outermost
// bins take what lies beyond. Not-a-number counts as the first bin.
#define VK_BINS_PER_UNIT 4096
#define VK_BIN_COUNT 65536

// Counts values into bins and looks up a score for each bin. `lag` and `squares` gain the products
// of neighbouring scores and their squares; `last` is the score before the first value and becomes
// that of the last one (a product with 0 for the first run).
typedef struct {
  double lag, squares, first, last;
} vk_scores;
void vk_take_bins(
    const double *values, size_t count, uint64_t *bins, const float *scores, vk_scores *state);

// MARK: - Matrices

// Products of all pairs of vectors, stored one after the other: out is count x count, of which the
// lower triangle and the diagonal are set.
void vk_gram(const double *vectors, size_t count, size_t length, double *out);

double vk_dot(const double *a, const double *b, size_t count);
double vk_dot_f32(const float *a, const float *b, size_t count);
// y += factor * x.
void vk_add_multiple(double *y, const double *x, size_t count, double factor);

// out[h - 1] is the sum of values[i] values[i + h] over i < count - h, for h in 1...lags; lags is
// below count.
void vk_lag_products(const double *values, size_t count, size_t lags, double *out);

// MARK: - Structure

// Appends the signs of values[i] - center, 1 for negative ones, to `words` from bit `position` on;
// values equal to the center are left out. Bits from `position` on are 0 before. Returns the new
// position; `words` has room for count more bits.
size_t vk_append_signs(
    const double *values, size_t count, double center, uint64_t *words, size_t position);

// The 64 bits from a position on.
static inline uint64_t vk_bits_at(const uint64_t *words, size_t position) {
  size_t shift = position % 64, word = position / 64;
  return shift ? words[word] >> shift | words[word + 1] << (64 - shift) : words[word];
}

// A word or its complement, whichever is smaller.
static inline uint64_t vk_canonical(uint64_t word) { return word < ~word ? word : ~word; }

// Sets the bit of a canonical word in a filter of 2^exponent bits, exponent 6...63.
void vk_filter_insert(uint64_t *filter, unsigned exponent, uint64_t word);
// The first position from `start` on, up to and without `end`, whose 64 bits the filter may hold;
// `end` if there is none.
size_t vk_filter_search(
    const uint64_t *filter, unsigned exponent, const uint64_t *words, size_t start, size_t end);

// Linear hashes that change their sign with the values. Returns the sum of digit(values[i]) keys[i],
// and adds digit(values[i]) key to hashes[i]; either side may be null.
uint64_t vk_hash_run(
    const double *values, size_t count, const uint32_t *keys, uint32_t key, uint64_t *hashes);

#endif
