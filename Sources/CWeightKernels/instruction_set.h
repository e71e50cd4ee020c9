#ifndef INSTRUCTION_SET_H
#define INSTRUCTION_SET_H

// The one place that decides which variant of the kernels runs.

#include "CWeightKernels.h"

#include <stddef.h>
#include <stdint.h>

enum {
  WK_SLIVER = 16,  // Rows of a left factor that lie together. Changes no bits.
};

// What exists once for each instruction set. The members are those functions of CWeightKernels.h
// that have the same name behind wk_.
struct wk_kernels {
  void (*fill_words)(uint64_t, uint64_t, uint64_t, size_t, uint32_t *);
  void (*fill_normal_f32)(uint64_t, uint64_t, uint64_t, size_t, float *);
  void (*fill_normal_f64)(uint64_t, uint64_t, uint64_t, size_t, double *);
  void (*fill_uniform_f32)(uint64_t, uint64_t, uint64_t, size_t, float *);
  void (*fill_uniform_f64)(uint64_t, uint64_t, uint64_t, size_t, double *);
  void (*fill_truncated_normal_f32)(
    uint64_t, uint64_t, uint64_t, size_t, const struct wk_truncation *, float *);
  void (*fill_truncated_normal_f64)(
    uint64_t, uint64_t, uint64_t, size_t, const struct wk_truncation *, double *);
  void (*affine_f32)(float *, size_t, double, double, double);
  void (*affine_f64)(double *, size_t, double, double, double);
  double (*sum_f32)(const float *, size_t);
  double (*sum_f64)(const double *, size_t);
  void (*sum_rows_f32)(const float *, size_t, size_t, double *);
  void (*sum_rows_f64)(const double *, size_t, size_t, double *);
  void (*center_rows_f32)(float *, size_t, size_t, double, double, const double *);
  void (*center_rows_f64)(double *, size_t, size_t, double, double, const double *);
  void (*choose_entries)(const uint32_t *, size_t, uint64_t, uint64_t *);
  void (*draw_roots_f32)(const uint32_t *, size_t, float *);
  void (*draw_roots_f64)(const uint32_t *, size_t, double *);
  void (*replace_entries_f32)(float *, size_t, size_t, const uint32_t *);
  void (*replace_entries_f64)(double *, size_t, size_t, const uint32_t *);
  void (*replace_following_f32)(float *, size_t, size_t, const uint32_t *);
  void (*replace_following_f64)(double *, size_t, size_t, const uint32_t *);
  void (*f32_to_f16)(const float *, size_t, uint16_t *);
  void (*f32_to_bf16)(const float *, size_t, uint16_t *);
  void (*f16_to_f32)(const uint16_t *, size_t, float *);
  void (*bf16_to_f32)(const uint16_t *, size_t, float *);

  // C += A B, each element summed over the inner index in increasing order; not public. A is a
  // sliver: WK_SLIVER rows of a left factor, column after column, so that element (i, k) of a factor
  // with n columns stands at [(i / WK_SLIVER * n + k) * WK_SLIVER + i % WK_SLIVER]. B and C are
  // column-major.
  void (*add_product)(
    const double *sliver, const double *b, size_t b_stride, size_t inner, double *c,
    size_t c_stride, size_t columns);
};

extern const struct wk_kernels wk_kernels_scalar;
extern const struct wk_kernels wk_kernels_baseline;
#if defined(__x86_64__)
extern const struct wk_kernels wk_kernels_avx2;
extern const struct wk_kernels wk_kernels_avx512;
#endif

// The variant in use.
const struct wk_kernels *wk_current_kernels(void);

#endif
