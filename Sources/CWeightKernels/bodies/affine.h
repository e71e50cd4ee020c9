// Shifting and scaling whole arrays and rows.

// In float64: float32 draws lie on a grid, and subtracting a small center in float32 would round all
// values of one binade the same way, a bias that adds up along a row.
//
// Eight at a time by hand: the compiler would rather take the same place of eight short rows.
#if WK_LANES == 1

#define DEFINE_AFFINE(type, suffix)                                                                \
  WK_INLINE void affine_row_##suffix(                                                              \
    type *values, size_t count, size_t eights, double scale, double offset                         \
  ) {                                                                                              \
    (void)eights;                                                                                  \
    WK_LOOP for (size_t i = 0; i < count; i++) {                                                   \
      values[i] = (type)(scale * (double)values[i] + offset);                                      \
    }                                                                                              \
  }

#else

typedef float eight_f32 __attribute__((vector_size(32)));
typedef double eight_f64 __attribute__((vector_size(64)));

// What is left over is done as the last eight, kept from before any of them changed. Vectors go by
// pointer, because those wider than the processor's have no agreed way to be passed.
#define DEFINE_AFFINE(type, suffix)                                                                \
  WK_INLINE void move_eight_##suffix(                                                              \
    const eight_##suffix *v, double scale, double offset, type *out                                \
  ) {                                                                                              \
    const eight_f64 moved = scale * __builtin_convertvector(*v, eight_f64) + offset;               \
    const eight_##suffix result = __builtin_convertvector(moved, eight_##suffix);                  \
    memcpy(out, &result, sizeof result);                                                           \
  }                                                                                                \
                                                                                                   \
  /* `eights` is how many whole vectors of eight there are if the compiler shall know that, else 0. */\
  WK_INLINE void affine_row_##suffix(                                                              \
    type *values, size_t count, size_t eights, double scale, double offset                         \
  ) {                                                                                              \
    if (count < 8) {                                                                               \
      WK_ONE_BY_ONE for (size_t i = 0; i < count; i++) {                                           \
        values[i] = (type)(scale * (double)values[i] + offset);                                    \
      }                                                                                            \
      return;                                                                                      \
    }                                                                                              \
    type *last = values + count - 8;                                                               \
    eight_##suffix kept;                                                                           \
    memcpy(&kept, last, sizeof kept);                                                              \
    size_t i = 0;                                                                                  \
    WK_UNROLL for (; i < 8 * eights; i += 8) {                                                     \
      eight_##suffix v;                                                                            \
      memcpy(&v, values + i, sizeof v);                                                            \
      move_eight_##suffix(&v, scale, offset, values + i);                                          \
    }                                                                                              \
    for (; eights == 0 && i + 8 <= count; i += 8) {                                                               \
      eight_##suffix v;                                                                            \
      memcpy(&v, values + i, sizeof v);                                                            \
      move_eight_##suffix(&v, scale, offset, values + i);                                          \
    }                                                                                              \
    if (i < count) {                                                                               \
      move_eight_##suffix(&kept, scale, offset, last);                                             \
    }                                                                                              \
  }

#endif

DEFINE_AFFINE(float, f32)
DEFINE_AFFINE(double, f64)

WK_KERNEL void affine_f32(float *values, size_t count, double center, double scale, double shift) {
  affine_row_f32(values, count, 0, scale, shift - scale * center);
}

WK_KERNEL void affine_f64(double *values, size_t count, double center, double scale, double shift) {
  affine_row_f64(values, count, 0, scale, shift - scale * center);
}
