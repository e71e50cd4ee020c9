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
