// Sums, and rows whose values are shifted by what they have in common: the anti-correlated schemes.
//
// The shift is that of affine_f32 and affine_f64, operation for operation. What is saved is one call
// and one pass of the memory for each row, which is most of the cost of short rows.

// Element i is added to lane i % 16, in increasing order of i; then lane j + 8 to lane j, lane j +
// 4 to lane j, lane j + 2, lane j + 1. The order depends on nothing but the count, and leaves room
// for vectors of any width.
enum { SUM_LANES = 16 };

#define DEFINE_ROWS(type, suffix)                                                                  \
  WK_INLINE double row_sum_##suffix(                                                               \
    const type *row, size_t length                                                                 \
  ) {                                                                                              \
    double lanes[SUM_LANES] = {0};                                                                 \
    size_t i = 0;                                                                                  \
    for (; i + SUM_LANES <= length; i += SUM_LANES) {                                              \
      for (size_t j = 0; j < SUM_LANES; j++) {                                                     \
        lanes[j] += (double)row[i + j];                                                            \
      }                                                                                            \
    }                                                                                              \
    for (size_t j = 0; i < length; i++, j++) {                                                     \
      lanes[j] += (double)row[i];                                                                  \
    }                                                                                              \
    for (int width = SUM_LANES / 2; width > 0; width /= 2) {                                       \
      for (int j = 0; j < width; j++) {                                                            \
        lanes[j] += lanes[j + width];                                                              \
      }                                                                                            \
    }                                                                                              \
    return lanes[0];                                                                               \
  }                                                                                                \
                                                                                                   \
  WK_INLINE void center_##suffix(                                                                  \
    type *values, size_t count, size_t length, double coefficient, double scale,                   \
    const double *shifts                                                                           \
  ) {                                                                                              \
    for (size_t r = 0; r < count; r++) {                                                           \
      type *row = values + r * length;                                                             \
      const double center = coefficient * (row_sum_##suffix(row, length) / (double)length);        \
      const double shift = shifts[r];                                                              \
      WK_LOOP for (size_t i = 0; i < length; i++) {                                                \
        row[i] = (type)(scale * ((double)row[i] - center) + shift);                                \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  /* Short rows, whose loops are unrolled. */                                                      \
  WK_KERNEL void center_rows_##suffix(                                                             \
    type *values, size_t count, size_t length, double coefficient, double scale,                   \
    const double *shifts                                                                           \
  ) {                                                                                              \
    switch (length) {                                                                              \
      case 1: return center_##suffix(values, count, 1, coefficient, scale, shifts);                \
      case 2: return center_##suffix(values, count, 2, coefficient, scale, shifts);                \
      case 3: return center_##suffix(values, count, 3, coefficient, scale, shifts);                \
      case 4: return center_##suffix(values, count, 4, coefficient, scale, shifts);                \
      case 8: return center_##suffix(values, count, 8, coefficient, scale, shifts);                \
      case 9: return center_##suffix(values, count, 9, coefficient, scale, shifts);                \
      case 16: return center_##suffix(values, count, 16, coefficient, scale, shifts);              \
      case 27: return center_##suffix(values, count, 27, coefficient, scale, shifts);              \
      case 32: return center_##suffix(values, count, 32, coefficient, scale, shifts);              \
      default: return center_##suffix(values, count, length, coefficient, scale, shifts);          \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  WK_KERNEL void sum_rows_##suffix(                                                                \
    const type *values, size_t count, size_t length, double *sums                                  \
  ) {                                                                                              \
    for (size_t r = 0; r < count; r++) {                                                           \
      sums[r] = row_sum_##suffix(values + r * length, length);                                     \
    }                                                                                              \
  }

DEFINE_ROWS(float, f32)
DEFINE_ROWS(double, f64)

WK_KERNEL double sum_f32(const float *values, size_t count) { return row_sum_f32(values, count); }
WK_KERNEL double sum_f64(const double *values, size_t count) { return row_sum_f64(values, count); }

// The high half of a product of 64 bits, from products of 32.
WK_INLINE uint64_t multiply_high(uint64_t a, uint64_t b) {
  const uint64_t a0 = (uint32_t)a, a1 = a >> 32;
  const uint64_t b0 = (uint32_t)b, b1 = b >> 32;
  const uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (uint32_t)middle) >> 32);
}

WK_KERNEL void choose_entries(
  const uint32_t *words, size_t count, uint64_t entries, uint64_t *indices, double *values
) {
  for (size_t r = 0; r < count; r++) {
    const uint32_t *w = words + 4 * r;
    indices[r] = multiply_high((uint64_t)w[0] << 32 | w[1], entries);
    const double fraction = wk_f64_of_word_plus_half(w[3]) * 0x1p-32;
    values[r] = WK_SQRT_F64((wk_f64_of_word(w[2]) + fraction) * 0x1p-32);
  }
}
