// The body of one instruction set's product of matrices, included once for each. What includes it
// defines
//   WK_TILE_FUNCTION  the function's name,
//   WK_TILE_LANES     doubles in a vector,
//   WK_TILE_VECTORS   vectors down a tile: WK_TILE_LANES * WK_TILE_VECTORS divides SLIVER,
//   WK_TILE_COLUMNS   columns of a tile, such that it stays in registers.
// None of these changes a bit: vectors run across elements, and each element is summed over the
// inner index in increasing order, a multiplication and an addition rounding once each.

#define WK_PASTE_(a, b) a##b
#define WK_PASTE(a, b) WK_PASTE_(a, b)
#define WK_TILE_VECTOR WK_PASTE(WK_TILE_FUNCTION, _vector)
#define WK_TILE_TILE WK_PASTE(WK_TILE_FUNCTION, _tile)

typedef double WK_TILE_VECTOR __attribute__((vector_size(8 * WK_TILE_LANES), aligned(8)));

// C += A B for WK_TILE_LANES * WK_TILE_VECTORS rows of a sliver and `columns` columns, a constant.
static inline __attribute__((always_inline)) void WK_TILE_TILE(
  const double *restrict a, const double *restrict b, size_t b_stride, size_t inner,
  double *restrict c, size_t c_stride, const int columns
) {
  WK_TILE_VECTOR sums[WK_TILE_COLUMNS][WK_TILE_VECTORS];
  WK_UNROLL for (int j = 0; j < columns; j++) {
    WK_UNROLL for (int i = 0; i < WK_TILE_VECTORS; i++) {
      sums[j][i] = *(const WK_TILE_VECTOR *)(c + (size_t)j * c_stride + i * WK_TILE_LANES);
    }
  }
  for (size_t k = 0; k < inner; k++) {
    WK_UNROLL for (int j = 0; j < columns; j++) {
      const double factor = b[(size_t)j * b_stride + k];
      WK_UNROLL for (int i = 0; i < WK_TILE_VECTORS; i++) {
        sums[j][i] += *(const WK_TILE_VECTOR *)(a + k * SLIVER + i * WK_TILE_LANES) * factor;
      }
    }
  }
  WK_UNROLL for (int j = 0; j < columns; j++) {
    WK_UNROLL for (int i = 0; i < WK_TILE_VECTORS; i++) {
      *(WK_TILE_VECTOR *)(c + (size_t)j * c_stride + i * WK_TILE_LANES) = sums[j][i];
    }
  }
}

// C += A B, with A one packed sliver of SLIVER rows, B and C column-major.
static void WK_TILE_FUNCTION(
  const double *restrict a, const double *restrict b, size_t b_stride, size_t inner,
  double *restrict c, size_t c_stride, size_t columns
) {
  for (int i = 0; i < SLIVER; i += WK_TILE_LANES * WK_TILE_VECTORS) {
    size_t j = 0;
    for (; j + WK_TILE_COLUMNS <= columns; j += WK_TILE_COLUMNS) {
      WK_TILE_TILE(
        a + i, b + j * b_stride, b_stride, inner, c + j * c_stride + i, c_stride, WK_TILE_COLUMNS);
    }
    for (; j < columns; j++) {
      WK_TILE_TILE(a + i, b + j * b_stride, b_stride, inner, c + j * c_stride + i, c_stride, 1);
    }
  }
}

#undef WK_TILE_TILE
#undef WK_TILE_VECTOR
#undef WK_PASTE
#undef WK_PASTE_
#undef WK_TILE_COLUMNS
#undef WK_TILE_VECTORS
#undef WK_TILE_LANES
#undef WK_TILE_FUNCTION
