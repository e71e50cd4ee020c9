// Sums, and rows whose values are shifted by what they have in common: the anti-correlated schemes.
//
// Rows are multiplied and shifted by the operations of affine_f32 and affine_f64. What is saved is one
// call and one pass of the memory for each row, which is most of the cost of short rows.

// Element i is added to lane i % 16, in increasing order of i; then lane j + 8 to lane j, lane j +
// 4 to lane j, lane j + 2, lane j + 1. The order depends on nothing but the count, and leaves room
// for vectors of any width. Sums begin at -0, which leaves every number as it is, so that the first
// addition need not be done.
enum { SUM_LANES = 16 };

// Rows shorter than this are left to the compiler, which takes many of them at a time. Those of fewer
// than MIDDLE_ROW values are taken by code for their number of whole vectors of eight.
enum { SHORT_ROW = 8, MIDDLE_ROW = 64 };

// Of float32, four values of a lane are added in pairs, rounded once each, before they become float64:
// (x[j] + x[j + 16]) + (x[j + 32] + x[j + 48]). Their roundings are as often up as down.
enum { SUM_FLOATS = 4 * SUM_LANES };

#define DEFINE_PLAIN_SUMS(type, suffix, whole)                                                     \
  WK_INLINE double plain_sum_##suffix(const type *row, size_t length) {                            \
    double lanes[SUM_LANES];                                                                       \
    for (int j = 0; j < SUM_LANES; j++) {                                                          \
      lanes[j] = -0.0;                                                                             \
    }                                                                                              \
    size_t i = 0;                                                                                  \
    for (; i + whole <= length; i += whole) {                                                      \
      for (size_t j = 0; j < SUM_LANES; j++) {                                                     \
        const type *x = row + i + j;                                                               \
        lanes[j] += whole == SUM_LANES                                                             \
          ? (double)x[0]                                                                           \
          : (double)((x[0] + x[SUM_LANES]) + (x[2 * SUM_LANES] + x[3 * SUM_LANES]));               \
      }                                                                                            \
    }                                                                                              \
    for (; i < length; i++) {                                                                      \
      lanes[i % SUM_LANES] += (double)row[i];                                                      \
    }                                                                                              \
    for (int width = SUM_LANES / 2; width > 0; width /= 2) {                                       \
      for (int j = 0; j < width; j++) {                                                            \
        lanes[j] += lanes[j + width];                                                              \
      }                                                                                            \
    }                                                                                              \
    return lanes[0];                                                                               \
  }                                                                                                \
                                                                                                   \
  WK_INLINE void plain_sums_##suffix(                                                              \
    const type *values, size_t count, size_t length, double *sums                                  \
  ) {                                                                                              \
    for (size_t r = 0; r < count; r++) {                                                           \
      sums[r] = plain_sum_##suffix(values + r * length, length);                                   \
    }                                                                                              \
  }

DEFINE_PLAIN_SUMS(float, f32, SUM_FLOATS)
DEFINE_PLAIN_SUMS(double, f64, SUM_LANES)

#if WK_LANES == 1

#define row_sum_f32(row, length, readable) plain_sum_f32(row, length)
#define row_sum_f64(row, length, readable) plain_sum_f64(row, length)
#define row_sums_f32(values, count, length, eights, readable, sums)                                 \
  ((void)(readable), plain_sums_f32(values, count, length, sums))
#define row_sums_f64(values, count, length, eights, readable, sums)                                 \
  ((void)(readable), plain_sums_f64(values, count, length, sums))

#else

typedef double two_f64 __attribute__((vector_size(16)));
typedef double four_f64 __attribute__((vector_size(32)));

// Through pointers, because vectors wider than the processor's have no agreed way to be returned.
WK_INLINE void add_eight_f32(eight_f64 *sums, const float *x) {
  eight_f32 v;
  memcpy(&v, x, sizeof v);
  *sums += __builtin_convertvector(v, eight_f64);
}

WK_INLINE void add_eight_f64(eight_f64 *sums, const double *x) {
  eight_f64 v;
  memcpy(&v, x, sizeof v);
  *sums += v;
}

// The first `left` of eight values; those behind them, which the caller may read, count as -0.
WK_INLINE void add_first_f32(eight_f64 *sums, const float *x, size_t left) {
  const int32_t lanes __attribute__((vector_size(32))) = {0, 1, 2, 3, 4, 5, 6, 7};
  eight_f32 v;
  memcpy(&v, x, sizeof v);
  const __typeof__(lanes) taken = lanes < (int32_t)left;
  const __typeof__(lanes) bits = ((__typeof__(lanes))v & taken) | (~taken & INT32_MIN);
  *sums += __builtin_convertvector((eight_f32)bits, eight_f64);
}

WK_INLINE void add_first_f64(eight_f64 *sums, const double *x, size_t left) {
  const int64_t lanes __attribute__((vector_size(64))) = {0, 1, 2, 3, 4, 5, 6, 7};
  eight_f64 v;
  memcpy(&v, x, sizeof v);
  const __typeof__(lanes) taken = lanes < (int64_t)left;
  const __typeof__(lanes) bits = ((__typeof__(lanes))v & taken) | (~taken & INT64_MIN);
  *sums += (eight_f64)bits;
}

WK_INLINE void add_whole_f32(eight_f64 *sums, const float *x) {
  eight_f32 v[4];
  for (int i = 0; i < 4; i++) {
    memcpy(&v[i], x + i * SUM_LANES, sizeof v[i]);
  }
  *sums += __builtin_convertvector((v[0] + v[1]) + (v[2] + v[3]), eight_f64);
}

WK_INLINE void add_whole_f64(eight_f64 *sums, const double *x) { add_eight_f64(sums, x); }

// Half of two rows' partial sums each, of which the other half is added.
#define WK_ADD_HALVES(a, b, lower, upper)                                                          \
  (__builtin_shufflevector(a, b, lower) + __builtin_shufflevector(a, b, upper))
#define WK_LIST(...) __VA_ARGS__

// The first step of the tree is taken row by row, the others for eight rows together. Of `readable`
// values from the row's first on, those behind its last may be read, not used.
#define DEFINE_SUMS(type, suffix, whole)                                                           \
  WK_INLINE void partial_sums_##suffix(                                                            \
    const type *row, size_t length, size_t readable, eight_f64 *sums                               \
  ) {                                                                                              \
    eight_f64 low = {-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0}, high = low;                  \
    size_t i = 0;                                                                                  \
    for (; i + whole <= length; i += whole) {                                                      \
      add_whole_##suffix(&low, row + i);                                                           \
      add_whole_##suffix(&high, row + i + SUM_LANES / 2);                                          \
    }                                                                                              \
    for (; i + SUM_LANES <= length; i += SUM_LANES) {                                              \
      add_eight_##suffix(&low, row + i);                                                           \
      add_eight_##suffix(&high, row + i + SUM_LANES / 2);                                          \
    }                                                                                              \
    if (i < length && readable - i >= SUM_LANES) {                                                 \
      add_first_##suffix(&low, row + i, length - i);                                               \
      if (length - i > SUM_LANES / 2) {                                                            \
        add_first_##suffix(                                                                        \
          &high, row + i + SUM_LANES / 2, length - i - SUM_LANES / 2);                             \
      }                                                                                            \
    } else if (i < length) {                                                                       \
      type rest[SUM_LANES];                                                                        \
      for (int j = 0; j < SUM_LANES; j++) {                                                        \
        rest[j] = (type)-0.0;                                                                      \
      }                                                                                            \
      for (size_t j = 0; i + j < length; j++) {                                                    \
        rest[j] = row[i + j];                                                                      \
      }                                                                                            \
      add_eight_##suffix(&low, rest);                                                              \
      add_eight_##suffix(&high, rest + SUM_LANES / 2);                                             \
    }                                                                                              \
    *sums = low + high;                                                                            \
  }                                                                                                \
                                                                                                   \
  WK_INLINE double row_sum_##suffix(const type *row, size_t length, size_t readable) {             \
    eight_f64 e;                                                                                   \
    partial_sums_##suffix(row, length, readable, &e);                                              \
    const four_f64 f =                                                                             \
      WK_ADD_HALVES(e, e, WK_LIST(0, 1, 2, 3), WK_LIST(4, 5, 6, 7));                               \
    const two_f64 t = WK_ADD_HALVES(f, f, WK_LIST(0, 1), WK_LIST(2, 3));                           \
    return t[0] + t[1];                                                                            \
  }                                                                                                \
                                                                                                   \
  /* A row of `eights` whole vectors and some more values, behind which as many may be read. */    \
  WK_INLINE void middle_sums_##suffix(                                                             \
    const type *row, size_t length, size_t eights, eight_f64 *sums                                 \
  ) {                                                                                              \
    eight_f64 half[2] = {                                                                          \
      {-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0},                                            \
      {-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0}};                                           \
    WK_UNROLL for (size_t i = 0; i < eights; i++) {                                                \
      add_eight_##suffix(&half[i % 2], row + 8 * i);                                               \
    }                                                                                              \
    if (length > 8 * eights) {                                                                     \
      add_first_##suffix(&half[eights % 2], row + 8 * eights, length - 8 * eights);                \
    }                                                                                              \
    *sums = half[0] + half[1];                                                                     \
  }                                                                                                \
                                                                                                   \
  /* Of `readable` values, those behind the rows may be read, not used. */                         \
  WK_INLINE void row_sums_##suffix(                                                                \
    const type *values, size_t count, size_t length, size_t eights, size_t readable, double *sums  \
  ) {                                                                                              \
    if (length < SHORT_ROW) {                                                                      \
      plain_sums_##suffix(values, count, length, sums);                                            \
      return;                                                                                      \
    }                                                                                              \
    size_t r = 0;                                                                                  \
    for (; r + 8 <= count && (eights == 0 || (r + 8) * length + 8 <= readable); r += 8) {          \
      eight_f64 s[8];                                                                              \
      WK_UNROLL for (size_t k = 0; k < 8; k++) {                                                   \
        const type *row = values + (r + k) * length;                                               \
        if (eights > 0) {                                                                          \
          middle_sums_##suffix(row, length, eights, &s[k]);                                        \
        } else {                                                                                   \
          partial_sums_##suffix(row, length, readable - (r + k) * length, &s[k]);                  \
        }                                                                                          \
      }                                                                                            \
      WK_UNROLL for (int k = 0; k < 4; k++) {                                                      \
        s[k] = WK_ADD_HALVES(                                                                      \
          s[k], s[k + 4], WK_LIST(0, 1, 2, 3, 8, 9, 10, 11), WK_LIST(4, 5, 6, 7, 12, 13, 14, 15)); \
      }                                                                                            \
      WK_UNROLL for (int k = 0; k < 2; k++) {                                                      \
        s[k] = WK_ADD_HALVES(                                                                      \
          s[k], s[k + 2], WK_LIST(0, 1, 8, 9, 4, 5, 12, 13), WK_LIST(2, 3, 10, 11, 6, 7, 14, 15)); \
      }                                                                                            \
      s[0] = WK_ADD_HALVES(                                                                        \
        s[0], s[1], WK_LIST(0, 8, 2, 10, 4, 12, 6, 14), WK_LIST(1, 9, 3, 11, 5, 13, 7, 15));       \
      const eight_f64 sum = __builtin_shufflevector(s[0], s[0], 0, 1, 2, 3, 4, 5, 6, 7);           \
      memcpy(sums + r, &sum, sizeof sum);                                                          \
    }                                                                                              \
    for (; r < count; r++) {                                                                       \
      sums[r] = row_sum_##suffix(values + r * length, length, readable - r * length);              \
    }                                                                                              \
  }

DEFINE_SUMS(float, f32, SUM_FLOATS)
DEFINE_SUMS(double, f64, SUM_LANES)

#endif

// The rows whose sums are known before any of them is shifted, so that rows do not wait for the
// sums of one another.
enum { SUMMED_ROWS = 32 };

// What is done for rows of a length below MIDDLE_ROW is done by code for that length, or for its number
// of whole vectors of eight.
#define WK_BY_LENGTH(work)                                                                         \
  switch (length < SHORT_ROW ? length : length < MIDDLE_ROW ? SHORT_ROW + length / 8 : 0) {        \
    case 1: return work(1, 0);                                                                     \
    case 2: return work(2, 0);                                                                     \
    case 3: return work(3, 0);                                                                     \
    case 4: return work(4, 0);                                                                     \
    case 5: return work(5, 0);                                                                     \
    case 6: return work(6, 0);                                                                     \
    case 7: return work(7, 0);                                                                     \
    case SHORT_ROW + 1: return work(length, 1);                                                    \
    case SHORT_ROW + 2: return work(length, 2);                                                    \
    case SHORT_ROW + 3: return work(length, 3);                                                    \
    case SHORT_ROW + 4: return work(length, 4);                                                    \
    case SHORT_ROW + 5: return work(length, 5);                                                    \
    case SHORT_ROW + 6: return work(length, 6);                                                    \
    case SHORT_ROW + 7: return work(length, 7);                                                    \
    default: return work(length, 0);                                                               \
  }

#define DEFINE_ROWS(type, suffix)                                                                  \
  /* Of `readable` values, those behind the rows may be read, not used. */                         \
  __attribute__((noinline)) WK_KERNEL void sum_some_rows_##suffix(                                 \
    const type *values, size_t count, size_t length, size_t readable, double *sums                 \
  ) {                                                                                              \
    WK_BY_LENGTH(WK_SUM_##suffix)                                                                  \
  }                                                                                                \
                                                                                                   \
  WK_INLINE void center_##suffix(                                                                  \
    type *values, size_t count, size_t length, size_t eights, double coefficient, double scale,    \
    const double *shifts                                                                           \
  ) {                                                                                              \
    const double factor = scale * (coefficient / (double)length);                                  \
    const size_t block = length > 512 ? 1 : SUMMED_ROWS;                                           \
    for (size_t first = 0; first < count; first += block) {                                        \
      const size_t rows = count - first < block ? count - first : block;                           \
      type *start = values + first * length;                                                       \
      double offsets[SUMMED_ROWS];                                                                 \
      sum_some_rows_##suffix(start, rows, length, (count - first) * length, offsets);              \
      for (size_t r = 0; r < rows; r++) {                                                          \
        offsets[r] = shifts[first + r] - factor * offsets[r];                                      \
      }                                                                                            \
      if (length < SHORT_ROW) {                                                                    \
        for (size_t r = 0; r < rows; r++) {                                                        \
          for (size_t i = 0; i < length; i++) {                                                    \
            type *x = start + r * length + i;                                                      \
            *x = (type)(scale * (double)*x + offsets[r]);                                          \
          }                                                                                        \
        }                                                                                          \
        continue;                                                                                  \
      }                                                                                            \
      WK_ONE_BY_ONE for (size_t r = 0; r < rows; r++) {                                            \
        affine_row_##suffix(start + r * length, length, eights, scale, offsets[r]);                \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  WK_KERNEL void center_rows_##suffix(                                                             \
    type *values, size_t count, size_t length, double coefficient, double scale,                   \
    const double *shifts                                                                           \
  ) {                                                                                              \
    WK_BY_LENGTH(WK_CENTER_##suffix)                                                               \
  }                                                                                                \
                                                                                                   \
  WK_KERNEL void sum_rows_##suffix(                                                                \
    const type *values, size_t count, size_t length, double *sums                                  \
  ) {                                                                                              \
    sum_some_rows_##suffix(values, count, length, count * length, sums);                           \
  }

#define WK_SUM_f32(length, eights) row_sums_f32(values, count, length, eights, readable, sums)
#define WK_SUM_f64(length, eights) row_sums_f64(values, count, length, eights, readable, sums)
#define WK_CENTER_f32(length, eights)                                                              \
  center_f32(values, count, length, eights, coefficient, scale, shifts)
#define WK_CENTER_f64(length, eights)                                                              \
  center_f64(values, count, length, eights, coefficient, scale, shifts)

DEFINE_ROWS(float, f32)
DEFINE_ROWS(double, f64)

WK_KERNEL double sum_f32(const float *values, size_t count) {
  return row_sum_f32(values, count, count);
}
WK_KERNEL double sum_f64(const double *values, size_t count) {
  return row_sum_f64(values, count, count);
}

// The high half of a product of 64 bits, from products of 32.
WK_INLINE uint64_t multiply_high(uint64_t a, uint64_t b) {
  const uint64_t a0 = (uint32_t)a, a1 = a >> 32;
  const uint64_t b0 = (uint32_t)b, b1 = b >> 32;
  const uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (uint32_t)middle) >> 32);
}

// The index of row r is the high half of the product of `entries` and the number of 64 bits that
// words 2 r and 2 r + 1 make, the former above the latter.
WK_KERNEL void choose_entries(
  const uint32_t *words, size_t count, uint64_t entries, uint64_t *indices
) {
  if (entries >> 32 != 0) {
    for (size_t r = 0; r < count; r++) {
      indices[r] = multiply_high((uint64_t)words[2 * r] << 32 | words[2 * r + 1], entries);
    }
  } else {
    const uint32_t factor = (uint32_t)entries;
    WK_LOOP for (size_t r = 0; r < count; r++) {
      const uint64_t low = (uint64_t)words[2 * r + 1] * factor;
      indices[r] = ((uint64_t)words[2 * r] * factor + (low >> 32)) >> 32;
    }
  }
}

// The square root of a number that is uniform on (0, 1): (w + 1/2) 2^-32 of the word w = words[2 r + 1],
// and for float64 (w + (v + 1/2) 2^-32) 2^-32 with v = words[2 r]. The index depends on v and hardly on
// w, the root on w and hardly on v: the index's share of w and the root's of v are below 2^-32 of the
// whole.
WK_KERNEL void draw_roots_f32(const uint32_t *words, size_t count, float *out) {
  WK_LOOP for (size_t r = 0; r < count; r++) {
    out[r] = WK_SQRT_F32(((float)words[2 * r + 1] + 0.5f) * 0x1p-32f);
  }
}

WK_KERNEL void draw_roots_f64(const uint32_t *words, size_t count, double *out) {
  WK_LOOP for (size_t r = 0; r < count; r++) {
    const double low = wk_f64_of_word_plus_half(words[2 * r]) * 0x1p-32;
    out[r] = WK_SQRT_F64((wk_f64_of_word(words[2 * r + 1]) + low) * 0x1p-32);
  }
}

// The rows whose entries are chosen before any of them is replaced.
enum { CHOSEN_ROWS = 64 };

#define DEFINE_REPLACE(type, suffix)                                                               \
  WK_INLINE size_t choose_some_##suffix(                                                           \
    size_t left, size_t length, const uint32_t *words, uint64_t *indices, type *roots              \
  ) {                                                                                              \
    const size_t rows = left < CHOSEN_ROWS ? left : CHOSEN_ROWS;                                   \
    choose_entries(words, rows, (uint64_t)length + 1, indices);                                    \
    draw_roots_##suffix(words, rows, roots);                                                       \
    return rows;                                                                                   \
  }                                                                                                \
                                                                                                   \
  WK_KERNEL void replace_entries_##suffix(                                                         \
    type *values, size_t count, size_t length, const uint32_t *words                               \
  ) {                                                                                              \
    uint64_t indices[CHOSEN_ROWS];                                                                 \
    type roots[CHOSEN_ROWS];                                                                       \
    for (size_t first = 0, rows; first < count; first += rows) {                                   \
      rows = choose_some_##suffix(count - first, length, words + 2 * first, indices, roots);       \
      for (size_t r = 0; r < rows; r++) {                                                          \
        type nowhere;                                                                              \
        type *entry = values + (first + r) * length + indices[r];                                  \
        *(indices[r] < length ? entry : &nowhere) = roots[r];                                      \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  WK_KERNEL void replace_following_##suffix(                                                       \
    type *values, size_t count, size_t length, const uint32_t *words                               \
  ) {                                                                                              \
    uint64_t indices[CHOSEN_ROWS];                                                                 \
    type roots[CHOSEN_ROWS];                                                                       \
    for (size_t first = 0, rows; first < count; first += rows) {                                   \
      rows = choose_some_##suffix(count - first, length, words + 2 * first, indices, roots);       \
      WK_LOOP for (size_t r = 0; r < rows; r++) {                                                  \
        values[first + r] = indices[r] == length ? roots[r] : values[first + r];                   \
      }                                                                                            \
    }                                                                                              \
  }

DEFINE_REPLACE(float, f32)
DEFINE_REPLACE(double, f64)
