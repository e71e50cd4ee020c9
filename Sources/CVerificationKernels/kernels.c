#include "CVerificationKernels.h"

#include <math.h>
#include <string.h>

#define VK_MIX_LANES 32

#pragma STDC FP_CONTRACT OFF
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("fp-contract=off")
#endif

static inline uint64_t filter_bit(uint64_t word, unsigned exponent) {
  return word * 0x9E3779B97F4A7C15u >> (64 - exponent);
}

static inline int filter_holds(const uint64_t *filter, unsigned exponent, uint64_t word) {
  uint64_t bit = filter_bit(word, exponent);
  return filter[bit / 64] >> bit % 64 & 1;
}

static inline uint64_t mixed(uint64_t word) {
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
  word = (word ^ word >> 27) * 0x94D049BB133111EBu;
  return word ^ word >> 31;
}

#define ISA baseline
#define TARGET
#include "bodies.h"
#undef ISA
#undef TARGET

#if defined(__x86_64__)
#define ISA avx2
#define TARGET __attribute__((target("avx2")))
#include "bodies.h"
#undef ISA
#undef TARGET
#define ISA avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#include "bodies.h"
#undef ISA
#undef TARGET

static int level(void) {
  // The answer is kept by the compiler's run-time library.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return 2;
  return __builtin_cpu_supports("avx2") ? 1 : 0;
}

#define CALL(name, ...)                                \
  do {                                                 \
    switch (level()) {                                 \
      case 2: name##_avx512(__VA_ARGS__); break;       \
      case 1: name##_avx2(__VA_ARGS__); break;         \
      default: name##_baseline(__VA_ARGS__); break;    \
    }                                                  \
  } while (0)
#else
#define CALL(name, ...) name##_baseline(__VA_ARGS__)
#endif

void vk_measure_range(const double *values, size_t count, vk_range *out) {
  CALL(measure_range, values, count, out);
}

void vk_measure_powers(const double *values, size_t count, double center, double out[3]) {
  CALL(measure_powers, values, count, center, out);
}

void vk_standardize(const double *values, size_t count, double center, double scale, double *out) {
  CALL(standardize, values, count, center, scale, out);
}

void vk_widen_f32(const void *bytes, size_t count, double *out) {
  CALL(widen_f32, bytes, count, out);
}

void vk_widen_and_measure_f32(const void *bytes, size_t count, double *out, vk_range *range) {
  CALL(widen_and_measure_f32, bytes, count, out, range);
}

void vk_widen_bf16(const void *bytes, size_t count, double *out) {
  CALL(widen_bf16, bytes, count, out);
}

void vk_widen_f16(const void *bytes, size_t count, double *out) {
  CALL(widen_f16, bytes, count, out);
}

double vk_sum(const double *values, size_t count) {
  double result;
  CALL(sum, values, count, &result);
  return result;
}

double vk_squared_deviations(const double *values, size_t count, double center) {
  double result;
  CALL(squared_deviations, values, count, center, &result);
  return result;
}

size_t vk_log_weights(
    const double *values, size_t count, double limit, double sum, double q, double precision,
    double *out) {
  size_t result;
  CALL(log_weights, values, count, limit, sum, q, precision, out, &result);
  return result;
}

uint64_t vk_mix(const double *values, size_t count, uint64_t salt) {
  uint64_t lanes[VK_MIX_LANES];
  for (uint64_t k = 0; k < VK_MIX_LANES; k++) lanes[k] = salt + (k + 1) * 0x9E3779B97F4A7C15u;
  CALL(mix, values, count, lanes);
  uint64_t result = count;
  for (int k = 0; k < VK_MIX_LANES; k++) {
    result = (result ^ lanes[k]) * 0xBF58476D1CE4E5B9u;
    result ^= result >> 32;
  }
  return result;
}

void vk_take_run(
    const double *values, size_t count, double *sums, double *squares, double *line, vk_run *out) {
  CALL(take_run, values, count, sums, squares, line, out);
}

void vk_take_lines(
    const double *values, size_t lines, size_t length, double *line_sums, double *line_squares,
    double *sums, double *squares, double *line, vk_run *out) {
  *out = (vk_run){0, 0, 0, 0, 0};
  CALL(take_lines, values, lines, length, line_sums, line_squares, sums, squares, line, out);
}

void vk_take_bins(
    const double *values, size_t count, uint16_t *bins, const float *scores, vk_scores *state) {
  if (count == 0) return;
  CALL(take_bins, values, count, bins, scores, state);
}

void vk_move_counts(uint16_t *small, uint64_t *large, size_t count) {
  CALL(move_counts, small, large, count);
}

size_t vk_quantiles(
    const double *lower, const double *upper, size_t count, double least, double *out) {
  size_t rest;
  CALL(quantiles, lower, upper, count, least, out, &rest);
  return rest;
}

size_t vk_draw_in_cells(
    const double *values, size_t count, int is_brain, const int32_t *places, const double *cells,
    uint64_t index, uint64_t step, uint64_t salt, double *lower, double *upper) {
  size_t result;
  CALL(
      draw_in_cells, values, count, is_brain, places, cells, index, step, salt, lower, upper,
      &result);
  return result;
}

size_t vk_next_not_below(const double *values, size_t start, size_t count, double bound) {
  size_t result;
  CALL(next_not_below, values, start, count, bound, &result);
  return result;
}

size_t vk_uniform_scores(
    const double *values, size_t count, double low, double high, double least, double *out) {
  size_t rest;
  CALL(uniform_scores, values, count, low, high, least, out, &rest);
  return rest;
}

size_t vk_interpolated_scores(
    const double *values, size_t count, double center, double scale, double low, double per_unit,
    size_t cells, const double *table, double least, double *out) {
  size_t rest;
  CALL(
      interpolated_scores, values, count, center, scale, low, per_unit, cells, table, least, out,
      &rest);
  return rest;
}

void vk_gram(
    const double *vectors, size_t count, size_t length, size_t from, size_t to, double *out) {
  CALL(gram, vectors, count, length, from, to, out);
}

void vk_combine(
    const double *const *sources, const double *factors, size_t count, size_t from, size_t to,
    double *const *out) {
  CALL(combine, sources, factors, count, from, to, out);
}

double vk_dot(const double *a, const double *b, size_t count) {
  double result;
  CALL(dot, a, b, count, &result);
  return result;
}

double vk_dot_f32(const float *a, const float *b, size_t count) {
  double result;
  CALL(dot_f32, a, b, count, &result);
  return result;
}

void vk_add_multiple(double *y, const double *x, size_t count, double factor) {
  CALL(add_multiple, y, x, count, factor);
}

void vk_lag_products(const double *values, size_t count, size_t lags, double *out) {
  CALL(lag_products, values, count, lags, out);
}

uint64_t vk_hash_run(
    const double *values, size_t count, const uint32_t *keys, uint32_t key, uint64_t *hashes) {
  uint64_t result;
  CALL(hash_run, values, count, keys, key, hashes, &result);
  return result;
}

size_t vk_append_signs(
    const double *values, size_t count, double center, uint64_t *words, size_t position) {
  size_t result;
  CALL(append_signs, values, count, center, words, position, &result);
  return result;
}

void vk_filter_insert(uint64_t *filter, unsigned exponent, uint64_t word) {
  uint64_t bit = filter_bit(word, exponent);
  filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

size_t vk_filter_search(
    const uint64_t *filter, unsigned exponent, uint64_t selection, const uint64_t *words,
    size_t start, size_t end) {
  size_t result;
  CALL(search, filter, exponent, selection, words, start, end, &result);
  return result;
}
