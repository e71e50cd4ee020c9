#ifndef ORTHONORMAL_PRODUCT_H
#define ORTHONORMAL_PRODUCT_H

#include <stddef.h>

enum {
  SLIVER = 16,  // Rows of a left factor that lie together. Changes no bits.
};

// C += A B, each element summed over the inner index in increasing order. A is a sliver: 16 rows of a
// left factor, column after column of 16, so that element (i, k) of a factor with n columns stands at
// [(i / 16 * n + k) * 16 + i % 16]. B and C are column-major.
typedef void (*wk_multiply)(
  const double *sliver, const double *b, size_t b_stride, size_t inner, double *c, size_t c_stride,
  size_t columns);

// All choices give the same bits.
wk_multiply wk_multiply_for_this_processor(void);

#endif
