#ifndef CVERIFICATIONKERNELS_H
#define CVERIFICATIONKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The inner loops of the verifier. Every sum is taken in eight or sixteen lanes whose order is fixed by
// the number of values, so that the bits do not depend on the processor. All functions are
// thread-safe and keep no state. Pointers must not be null where a count is positive, unless said
// otherwise.

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

// Widen numbers in the processor's own byte order, of any alignment.
void vk_widen_f32(const void *bytes, size_t count, double *out);
// Both at once: as vk_widen_f32 and then vk_measure_range.
void vk_widen_and_measure_f32(const void *bytes, size_t count, double *out, vk_range *range);
void vk_widen_f16(const void *bytes, size_t count, double *out);
void vk_widen_bf16(const void *bytes, size_t count, double *out);

double vk_sum(const double *values, size_t count);
// The sum of (values[i] - center)^2.
double vk_squared_deviations(const double *values, size_t count, double center);

// out[i] = (v^2 - q (sum - v)^2) precision for each value v that is above 0 and at most `limit`, minus
// infinity for the others. Returns the place of the first largest; `count` if there is none.
size_t vk_log_weights(
    const double *values, size_t count, double limit, double sum, double q, double precision,
    double *out);

// A word that depends on all bits of the values, their order, and a salt.
uint64_t vk_mix(const double *values, size_t count, uint64_t salt);

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

// Takes a run. `sums[i]` and `squares[i]` gain value i and its square; both may be null. `line[i]`,
// the line before, is multiplied with value i and then replaced by it; it may be null.
void vk_take_run(
    const double *values, size_t count, double *sums, double *squares, double *line, vk_run *out);

// The same for whole lines, one after the other: `line_sums` and `line_squares` become the sums of
// each. `lag` holds the products across their ends, and with the value behind the last line, which
// must be readable.
void vk_take_lines(
    const double *values, size_t lines, size_t length, double *line_sums, double *line_squares,
    double *sums, double *squares, double *line, vk_run *out);

// MARK: - Distribution

// Values are binned by VK_BINS_PER_UNIT equal bins a standard deviation, from -8 to 8; the outermost
// bins take what lies beyond. Not-a-number counts as the first bin. So few bins stay in the first
// cache. A score serves VK_BINS_PER_SCORE bins on both sides of 0.
#define VK_BINS_PER_UNIT 1024
#define VK_BIN_COUNT 16384
#define VK_BINS_PER_SCORE 4

// Counts values into bins, and looks up the scores of their magnitudes. `lag` gains the products of
// neighbouring scores; `last` is the score before the first value and becomes that of the last one (a
// product with 0 for the first run). Counts must not grow beyond 65535.
typedef struct {
  double lag;
  float last;
} vk_scores;
void vk_take_bins(
    const double *values, size_t count, uint16_t *bins, const float *scores, vk_scores *state);

// Adds small counts to large ones, and sets them to 0.
void vk_move_counts(uint16_t *small, uint64_t *large, size_t count);

// The normal scores of probabilities: `lower` below a value and `upper` above it, of which the
// smaller is used. Those below `least`, which is at least 1e-10, become not-a-number; returns how
// many these are.
size_t vk_quantiles(
    const double *lower, const double *upper, size_t count, double least, double *out);

// Random numbers in the rounding cells of values of two bytes, bfloat16 or else float16. A value's key,
// below 2^17, has a place in `cells`, of four numbers each: the probability p beyond one end, that
// between both ends, and whether p lies above the value instead of below it. `lower` and `upper` become
// the probabilities below and above the number, for which value i uses the hash of index + i step and
// the salt. Ends before the first value whose place is negative; returns how many were taken.
size_t vk_draw_in_cells(
    const double *values, size_t count, int is_brain, const int32_t *places, const double *cells,
    uint64_t index, uint64_t step, uint64_t salt, double *lower, double *upper);

// The same for values that are uniform between `low` and `high`.
size_t vk_uniform_scores(
    const double *values, size_t count, double low, double high, double least, double *out);

// The same for values of which (value - center) scale has a distribution function that is given by cubic
// polynomials on equal cells, `per_unit` a unit from `low` on: c0 + d (c1 + d (c2 + d c3)), d from 0 to
// 1 in the cell; the first and last cell are continued.
size_t vk_interpolated_scores(
    const double *values, size_t count, double center, double scale, double low, double per_unit,
    size_t cells, const double *table, double least, double *out);

// The first place from `start` on whose value is not below the bound, or is not a number; `count` if
// there is none.
size_t vk_next_not_below(const double *values, size_t start, size_t count, double bound);

// MARK: - Matrices

// Products of all pairs of vectors, which are stored one after the other: out is count x count, of
// which the lower triangle and the diagonal are set, in the rows from...to - 1.
void vk_gram(
    const double *vectors, size_t count, size_t length, size_t from, size_t to, double *out);

// Four sums of vectors: out[r] is the sum of factors[r * count + i] sources[i] over i, of which the
// entries from...to - 1 are set. `count` is positive.
void vk_combine(
    const double *const *sources, const double *factors, size_t count, size_t from, size_t to,
    double *const *out);

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
// Words are selected by their own bits, the same for a word and its complement: all of them for a
// selection of 0, one in 2^k at random for VK_SELECTION(k), k up to 8.
#define VK_SELECTION(k) ((((uint64_t)1 << (k)) - 1) << (32 - (k)))
// The first position from `start` on, up to and without `end`, whose 64 bits are selected and may be
// held by the filter, or are selected if that is null; `end` if there is none.
size_t vk_filter_search(
    const uint64_t *filter, unsigned exponent, uint64_t selection, const uint64_t *words,
    size_t start, size_t end);

// Linear hashes that change their sign with the values. Returns the sum of digit(values[i]) keys[i],
// and adds digit(values[i]) key to hashes[i], which may be null. Keys are below 2^31.
uint64_t vk_hash_run(
    const double *values, size_t count, const uint32_t *keys, uint32_t key, uint64_t *hashes);

#endif
