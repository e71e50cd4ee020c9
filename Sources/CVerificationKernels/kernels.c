#include "CVerificationKernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("fp-contract=off")
#endif

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

void vk_take_run(
    const double *values, size_t count, double *sums, double *squares, double *line, vk_run *out) {
  CALL(take_run, values, count, sums, squares, line, out);
}

void vk_take_bins(
    const double *values, size_t count, uint64_t *bins, const float *scores, vk_scores *state) {
  if (count == 0) return;
  CALL(take_bins, values, count, bins, scores, state);
}

void vk_gram(const double *vectors, size_t count, size_t length, double *out) {
  CALL(gram, vectors, count, length, out);
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
  for (size_t h = 1; h <= lags; h++) out[h - 1] = vk_dot(values, values + h, count - h);
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

static inline uint64_t filter_bit(uint64_t word, unsigned exponent) {
  return word * 0x9E3779B97F4A7C15u >> (64 - exponent);
}

void vk_filter_insert(uint64_t *filter, unsigned exponent, uint64_t word) {
  uint64_t bit = filter_bit(word, exponent);
  filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

size_t vk_filter_search(
    const uint64_t *filter, unsigned exponent, const uint64_t *words, size_t start, size_t end) {
  for (size_t i = start; i < end; i++) {
    uint64_t bit = filter_bit(vk_canonical(vk_bits_at(words, i)), exponent);
    if (filter[bit / 64] >> bit % 64 & 1) return i;
  }
  return end;
}
