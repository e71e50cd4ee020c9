#ifndef CWEIGHTKERNELS_H
#define CWEIGHTKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The inner loops: random streams, element conversion, sums and orthonormal matrices. Every
// function gives the same bits on every processor and compiler: only + - * / and square roots, each
// rounded once and in a stated order. All are thread-safe; none keeps state. Pointers must not be
// null where the count is positive, and arrays that are read and written must not overlap.

// MARK: - Instruction sets

// The functions below exist in several variants, compiled for different instruction sets, which give
// the same bits. The best that the processor has is used, unless the environment variable names
// another when the first function is called.
enum {
  WK_SCALAR,    // one value at a time
  WK_BASELINE,  // SSE2 or NEON: what every processor of the architecture has
  WK_AVX2,
  WK_AVX512,
  WK_INSTRUCTION_SET_COUNT,
};

#define WK_INSTRUCTION_SET_VARIABLE "WEIGHTINIT_INSTRUCTION_SET"

// "scalar", "baseline", "avx2" or "avx512"; null for other numbers.
const char *wk_instruction_set_name(int set);
// Whether this processor can run the set.
int wk_instruction_set_is_available(int set);
// Whether the environment variable is unset or names a set that this processor can run; if not,
// it is ignored.
int wk_instruction_set_request_is_valid(void);
// The set in use.
int wk_instruction_set(void);
// Uses another set from now on, in all threads. Returns 0, or 1 where it is not available.
int wk_select_instruction_set(int set);

// MARK: - Random words

// Philox4x32-10 of one counter, as in Random123 (Salmon et al. 2011).
void wk_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

// Word i of a stream is word i % 4 of block i / 4, the counter of a block being {block low, block
// high, stream low, stream high} and the key {low, high}. Blocks from 2^63 on hold the refinement
// of float64 draws. first + count must not exceed 2^64, here and below.
void wk_fill_words(uint64_t key, uint64_t stream, uint64_t first, size_t count, uint32_t *out);

// MARK: - Random values

// Value i depends on (key, stream, i) alone, so that filling any range gives that slice of the
// whole.

// Standard normal, by Box and Muller's transform of words 2 j and 2 j + 1 into values 2 j and
// 2 j + 1. Within 5 ulp of the transform's exact value; never zero; at most 7.54 in magnitude.
void wk_fill_normal_f32(uint64_t key, uint64_t stream, uint64_t first, size_t count, float *out);
// The same draws from 64 further bits a value: within 4 ulp; never zero; at most 10.06 in
// magnitude.
void wk_fill_normal_f64(uint64_t key, uint64_t stream, uint64_t first, size_t count, double *out);
// Uniform on [-1, 1], value i from word i; exactly symmetric about zero and never zero.
void wk_fill_uniform_f32(uint64_t key, uint64_t stream, uint64_t first, size_t count, float *out);
// The same draws from 32 further bits a value.
void wk_fill_uniform_f64(uint64_t key, uint64_t stream, uint64_t first, size_t count, double *out);

// A standard normal law between two bounds: how much of the whole law lies below, between and above
// them. Made by wk_truncate.
struct wk_truncation {
  double lower, upper;
  double below, between, above;
};

// Returns 0, or 1 where lower < upper fails or where less than 1e-300 or so of the normal law lies
// between the bounds. Bounds may be infinite.
int wk_truncate(double lower, double upper, struct wk_truncation *truncation);

// Standard normal between the bounds, by inversion: value i from word i. Within 5e-7 of the exact
// inverse, relatively, and never outside the bounds.
void wk_fill_truncated_normal_f32(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, float *out);
// The same draws from 32 further bits a value.
void wk_fill_truncated_normal_f64(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, double *out);

// MARK: - Arrays

// values[i] = scale * values[i] + (shift - scale * center), each operation rounded once in float64,
// and the result once more to float32.
void wk_affine_f32(float *values, size_t count, double center, double scale, double shift);
void wk_affine_f64(double *values, size_t count, double center, double scale, double shift);
// Sum in float64 in a fixed order: element i joins partial sum i % 16, then partial sums 8, 4, 2
// and 1 apart are added. Of whole groups of 64 float32 values, four 16 apart join at once, added in
// float32: (x[j] + x[j + 16]) + (x[j + 32] + x[j + 48]). The order starts at the pointer passed: sums of parts do not add up to the
// bits of the whole.
double wk_sum_f32(const float *values, size_t count);
double wk_sum_f64(const double *values, size_t count);

// MARK: - Rows

// The sum of each of count rows, as wk_sum_f32 and wk_sum_f64 of the row.
void wk_sum_rows_f32(const float *values, size_t count, size_t length, double *sums);
void wk_sum_rows_f64(const double *values, size_t count, size_t length, double *sums);
// Each of count rows of values: x becomes scale * x + (shifts[row] - scale * (coefficient / length) *
// sum), with sum as above, each operation rounded once in float64, and the result once more to float32.
void wk_center_rows_f32(
  float *values, size_t count, size_t length, double coefficient, double scale,
  const double *shifts);
void wk_center_rows_f64(
  double *values, size_t count, size_t length, double coefficient, double scale,
  const double *shifts);
// From words 2 r and 2 r + 1: an index that is uniform on 0 ..< entries,
void wk_choose_entries(
  const uint32_t *words, size_t count, uint64_t entries, uint64_t *indices);
// and the square root of a number that is uniform on (0, 1), of word 2 r + 1 in float32 and of both in float64.
void wk_draw_roots_f32(const uint32_t *words, size_t count, float *out);
void wk_draw_roots_f64(const uint32_t *words, size_t count, double *out);
// Both for each of count rows of values and one entry more: the entry chosen becomes the root, unless
// it is the one that the row does not hold.
void wk_replace_entries_f32(float *values, size_t count, size_t length, const uint32_t *words);
void wk_replace_entries_f64(double *values, size_t count, size_t length, const uint32_t *words);
// The same for the entries that rows of this length do not hold: one value for each row.
void wk_replace_following_f32(float *values, size_t count, size_t length, const uint32_t *words);
void wk_replace_following_f64(double *values, size_t count, size_t length, const uint32_t *words);

// MARK: - Element conversion

// Narrowing rounds to nearest even, to subnormals too, and what rounds beyond the largest number
// becomes infinite; widening is exact. A NaN becomes a quiet NaN of the same sign and leading
// payload bits.
void wk_f32_to_f16(const float *in, size_t count, uint16_t *out);
void wk_f32_to_bf16(const float *in, size_t count, uint16_t *out);
void wk_f16_to_f32(const uint16_t *in, size_t count, float *out);
void wk_bf16_to_f32(const uint16_t *in, size_t count, float *out);

// MARK: - Matrices

// Calls `body(context, thread)` once for each thread from 0 on, at the same time where it can, and
// returns when all have returned.
typedef void (*wk_concurrently)(
  size_t threads, void *context, void (*body)(void *context, size_t thread));

// In: a rows x columns matrix (rows >= columns), column-major, of which column j is read from row j
// down: a vector x_j of finite numbers, standard normal and independent for a matrix by Haar's
// measure. Out, in the same place: the first columns of H_0 H_1 H_2 ..., where H_j is the reflection
// that takes x_j to -sign(x_j[0]) |x_j| e_j, or the identity when x_j is zero below its first
// element; column j with the sign of that image. The columns are orthonormal whatever the x_j are.
// Runs on `threads` threads by `concurrently`, or alone when that is null, with the same bits. Takes
// 256 rows + 10240 doubles of work space. Returns 0, or 1, the matrix untouched, when that could not
// be had.
int wk_orthonormal(
  double *matrix, size_t rows, size_t columns, size_t threads, wk_concurrently concurrently);

#endif
