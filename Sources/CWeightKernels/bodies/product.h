// The product of matrices in which orthonormal.c spends its time.
//
// It is done in tiles that stay in registers. Their shape changes no bits: vectors run across
// elements, and each element is summed over the inner index in increasing order.

#if WK_LANES == 1
typedef double product_vector;
#else
typedef double product_vector __attribute__((vector_size(8 * WK_LANES), aligned(8)));
#endif

enum {
#if WK_LANES == 8
  TILE_VECTORS = 2,   // Vectors down a tile.
  TILE_COLUMNS = 12,  // Columns of a tile.
#elif WK_LANES == 4
  TILE_VECTORS = 2,
  TILE_COLUMNS = 4,
#elif defined(__aarch64__)
  TILE_VECTORS = 4,
  TILE_COLUMNS = 6,
#else
  TILE_VECTORS = 4,
  TILE_COLUMNS = 2,
#endif
  TILE_ROWS = WK_LANES * TILE_VECTORS,
};


// C += A B for TILE_ROWS rows of a sliver and `columns` columns, a constant.
WK_INLINE void add_tile(
  const double *restrict a, const double *restrict b, size_t b_stride, size_t inner,
  double *restrict c, size_t c_stride, const int columns
) {
  product_vector sums[TILE_COLUMNS][TILE_VECTORS];
  WK_UNROLL for (int j = 0; j < columns; j++) {
    WK_UNROLL for (int i = 0; i < TILE_VECTORS; i++) {
      sums[j][i] = *(const product_vector *)(c + (size_t)j * c_stride + i * WK_LANES);
    }
  }
  for (size_t k = 0; k < inner; k++) {
    WK_UNROLL for (int j = 0; j < columns; j++) {
      const double factor = b[(size_t)j * b_stride + k];
      WK_UNROLL for (int i = 0; i < TILE_VECTORS; i++) {
        sums[j][i] += *(const product_vector *)(a + k * WK_SLIVER + i * WK_LANES) * factor;
      }
    }
  }
  WK_UNROLL for (int j = 0; j < columns; j++) {
    WK_UNROLL for (int i = 0; i < TILE_VECTORS; i++) {
      *(product_vector *)(c + (size_t)j * c_stride + i * WK_LANES) = sums[j][i];
    }
  }
}

WK_KERNEL void add_product(
  const double *sliver, const double *b, size_t b_stride, size_t inner, double *c, size_t c_stride,
  size_t columns
) {
  for (int i = 0; i < WK_SLIVER; i += TILE_ROWS) {
    size_t j = 0;
    for (; j + TILE_COLUMNS <= columns; j += TILE_COLUMNS) {
      add_tile(
        sliver + i, b + j * b_stride, b_stride, inner, c + j * c_stride + i, c_stride,
        TILE_COLUMNS);
    }
    for (; j < columns; j++) {
      add_tile(sliver + i, b + j * b_stride, b_stride, inner, c + j * c_stride + i, c_stride, 1);
    }
  }
}
