// Every public kernel that has variants, passed on to the variant in use.

#include "instruction_set.h"

void wk_fill_words(uint64_t key, uint64_t stream, uint64_t first, size_t count, uint32_t *out) {
  wk_current_kernels()->fill_words(key, stream, first, count, out);
}

void wk_fill_normal_f32(uint64_t key, uint64_t stream, uint64_t first, size_t count, float *out) {
  wk_current_kernels()->fill_normal_f32(key, stream, first, count, out);
}

void wk_fill_normal_f64(uint64_t key, uint64_t stream, uint64_t first, size_t count, double *out) {
  wk_current_kernels()->fill_normal_f64(key, stream, first, count, out);
}

void wk_fill_uniform_f32(uint64_t key, uint64_t stream, uint64_t first, size_t count, float *out) {
  wk_current_kernels()->fill_uniform_f32(key, stream, first, count, out);
}

void wk_fill_uniform_f64(uint64_t key, uint64_t stream, uint64_t first, size_t count, double *out) {
  wk_current_kernels()->fill_uniform_f64(key, stream, first, count, out);
}

void wk_fill_truncated_normal_f32(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, float *out
) {
  wk_current_kernels()->fill_truncated_normal_f32(key, stream, first, count, truncation, out);
}

void wk_fill_truncated_normal_f64(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, double *out
) {
  wk_current_kernels()->fill_truncated_normal_f64(key, stream, first, count, truncation, out);
}

void wk_affine_f32(float *values, size_t count, double center, double scale, double shift) {
  wk_current_kernels()->affine_f32(values, count, center, scale, shift);
}

void wk_affine_f64(double *values, size_t count, double center, double scale, double shift) {
  wk_current_kernels()->affine_f64(values, count, center, scale, shift);
}

double wk_sum_f32(const float *values, size_t count) {
  return wk_current_kernels()->sum_f32(values, count);
}

double wk_sum_f64(const double *values, size_t count) {
  return wk_current_kernels()->sum_f64(values, count);
}

void wk_sum_rows_f32(const float *values, size_t count, size_t length, double *sums) {
  wk_current_kernels()->sum_rows_f32(values, count, length, sums);
}

void wk_sum_rows_f64(const double *values, size_t count, size_t length, double *sums) {
  wk_current_kernels()->sum_rows_f64(values, count, length, sums);
}

void wk_center_rows_f32(
  float *values, size_t count, size_t length, double coefficient, double scale,
  const double *shifts
) {
  wk_current_kernels()->center_rows_f32(values, count, length, coefficient, scale, shifts);
}

void wk_center_rows_f64(
  double *values, size_t count, size_t length, double coefficient, double scale,
  const double *shifts
) {
  wk_current_kernels()->center_rows_f64(values, count, length, coefficient, scale, shifts);
}

void wk_choose_entries(
  const uint32_t *words, size_t count, uint64_t entries, uint64_t *indices
) {
  wk_current_kernels()->choose_entries(words, count, entries, indices);
}

void wk_draw_roots_f32(const uint32_t *words, size_t count, float *out) {
  wk_current_kernels()->draw_roots_f32(words, count, out);
}

void wk_draw_roots_f64(const uint32_t *words, size_t count, double *out) {
  wk_current_kernels()->draw_roots_f64(words, count, out);
}

void wk_replace_entries_f32(
  float *values, size_t count, size_t length, const uint32_t *words
) {
  wk_current_kernels()->replace_entries_f32(values, count, length, words);
}

void wk_replace_entries_f64(
  double *values, size_t count, size_t length, const uint32_t *words
) {
  wk_current_kernels()->replace_entries_f64(values, count, length, words);
}

void wk_replace_following_f32(
  float *values, size_t count, size_t length, const uint32_t *words
) {
  wk_current_kernels()->replace_following_f32(values, count, length, words);
}

void wk_replace_following_f64(
  double *values, size_t count, size_t length, const uint32_t *words
) {
  wk_current_kernels()->replace_following_f64(values, count, length, words);
}

void wk_f32_to_f16(const float *in, size_t count, uint16_t *out) {
  wk_current_kernels()->f32_to_f16(in, count, out);
}

void wk_f32_to_bf16(const float *in, size_t count, uint16_t *out) {
  wk_current_kernels()->f32_to_bf16(in, count, out);
}

void wk_f16_to_f32(const uint16_t *in, size_t count, float *out) {
  wk_current_kernels()->f16_to_f32(in, count, out);
}

void wk_bf16_to_f32(const uint16_t *in, size_t count, float *out) {
  wk_current_kernels()->bf16_to_f32(in, count, out);
}
