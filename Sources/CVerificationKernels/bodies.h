// The bodies of the kernels, compiled once for every instruction set: see kernels.c. ISA is the
// suffix of the names and TARGET the attribute that selects the instructions. Multiplications and
// additions are never fused, so that all give the same bits.

#define NAME_(name, isa) name##_##isa
#define NAME(name, isa) NAME_(name, isa)
#define KERNEL(name) static TARGET void NAME(name, ISA)

#ifndef VK_VECTORS
#define VK_VECTORS
// Eight lanes, as wide as the widest registers; narrower processors use several.
typedef double v8 __attribute__((vector_size(64)));
typedef float v8f __attribute__((vector_size(32)));
typedef float v16f __attribute__((vector_size(64)));
typedef int64_t v8i __attribute__((vector_size(64)));
typedef uint64_t v8u __attribute__((vector_size(64)));
typedef int32_t v8k __attribute__((vector_size(32)));

#define LOAD(vector, pointer) memcpy(&(vector), (pointer), sizeof(vector))
#define STORE(pointer, vector) memcpy((pointer), &(vector), sizeof(vector))
#define SELECT(mask, a, b) ((v8)(((mask) & (v8i)(a)) | (~(mask) & (v8i)(b))))
#if defined(__has_builtin) && __has_builtin(__builtin_elementwise_sqrt)
#define SQRT(v) __builtin_elementwise_sqrt(v)
#else
static inline v8 root(v8 v) {
  for (int k = 0; k < 8; k++) v[k] = sqrt(v[k]);
  return v;
}
#define SQRT(v) root(v)
#endif
// One bit for each lane of a mask.
#if defined(__clang__)
typedef _Bool v8b __attribute__((ext_vector_type(8)));
static inline __attribute__((always_inline)) uint8_t bits_of(v8b mask) {
  uint8_t bits;
  memcpy(&bits, &mask, 1);
  return bits;
}
#define BITS(mask) bits_of(__builtin_convertvector(mask, v8b))
#else
static inline uint8_t bits_of(v8i mask) {
  uint8_t bits = 0;
  for (int k = 0; k < 8; k++) bits |= (uint8_t)((mask[k] & 1) << k);
  return bits;
}
#define BITS(mask) bits_of(mask)
#endif
// Lanes 4, 2 and 1 apart are added.
#define TOTAL(v) \
  ((((v)[0] + (v)[4]) + ((v)[2] + (v)[6])) + (((v)[1] + (v)[5]) + ((v)[3] + (v)[7])))
#endif

KERNEL(measure_range)(const double *x, size_t n, vk_range *out) {
  double start = n ? x[0] : 0;
  v8 sum = {0}, more = {0}, low = (v8){0} + start, high = low, low2 = low, high2 = low;
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 v, w;
    LOAD(v, x + i);
    LOAD(w, x + i + 8);
    sum += v;
    more += w;
    low = SELECT(v < low, v, low);
    low2 = SELECT(w < low2, w, low2);
    high = SELECT(v > high, v, high);
    high2 = SELECT(w > high2, w, high2);
  }
  low = SELECT(low2 < low, low2, low);
  high = SELECT(high2 > high, high2, high);
  sum += more;
  out->sum = TOTAL(sum);
  out->minimum = low[0];
  out->maximum = high[0];
  for (int k = 1; k < 8; k++) {
    if (low[k] < out->minimum) out->minimum = low[k];
    if (high[k] > out->maximum) out->maximum = high[k];
  }
  for (; i < n; i++) {
    out->sum += x[i];
    if (x[i] < out->minimum) out->minimum = x[i];
    if (x[i] > out->maximum) out->maximum = x[i];
  }
  // The sum of finite numbers is finite, or too large: only then must each be looked at.
  double flag = 0;
  if (!(out->sum - out->sum == 0))
    for (i = 0; i < n; i++) flag += x[i] - x[i];
  out->has_non_finite = !(flag == 0);
}

KERNEL(measure_powers)(const double *x, size_t n, double center, double out[3]) {
  v8 second[2] = {{0}}, third[2] = {{0}}, fourth[2] = {{0}};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (int k = 0; k < 2; k++) {
      v8 v;
      LOAD(v, x + i + 8 * k);
      v -= center;
      v8 square = v * v;
      second[k] += square;
      third[k] += square * v;
      fourth[k] += square * square;
    }
  }
  second[0] += second[1];
  third[0] += third[1];
  fourth[0] += fourth[1];
  out[0] = TOTAL(second[0]);
  out[1] = TOTAL(third[0]);
  out[2] = TOTAL(fourth[0]);
  for (; i < n; i++) {
    double v = x[i] - center, square = v * v;
    out[0] += square;
    out[1] += square * v;
    out[2] += square * square;
  }
}

KERNEL(standardize)(const double *x, size_t n, double center, double scale, double *out) {
  for (size_t i = 0; i < n; i++) out[i] = (x[i] - center) * scale;
}

KERNEL(widen_f32)(const void *bytes, size_t n, double *out) {
  const char *from = bytes;
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8f v;
    LOAD(v, from + 4 * i);
    v8 wide = __builtin_convertvector(v, v8);
    STORE(out + i, wide);
  }
  for (; i < n; i++) {
    float v;
    memcpy(&v, from + 4 * i, 4);
    out[i] = v;
  }
}

// The order of the sum is that of measure_range.
KERNEL(widen_and_measure_f32)(const void *bytes, size_t n, double *out, vk_range *range) {
  const char *from = bytes;
  float start = 0;
  if (n) memcpy(&start, from, 4);
  v8f low[2], high[2];
  v8 sum[2] = {{0}};
  for (int k = 0; k < 2; k++) low[k] = high[k] = (v8f){0} + start;
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (size_t k = 0; k < 2; k++) {
      v8f v;
      LOAD(v, from + 4 * (i + 8 * k));
      v8 wide = __builtin_convertvector(v, v8);
      STORE(out + i + 8 * k, wide);
      sum[k] += wide;
      v8k less = v < low[k], more = v > high[k];
      low[k] = (v8f)((less & (v8k)v) | (~less & (v8k)low[k]));
      high[k] = (v8f)((more & (v8k)v) | (~more & (v8k)high[k]));
    }
  }
  sum[0] += sum[1];
  double total = TOTAL(sum[0]), least = low[0][0], most = high[0][0];
  for (int k = 0; k < 2; k++) {
    for (int j = 0; j < 8; j++) {
      if (low[k][j] < least) least = low[k][j];
      if (high[k][j] > most) most = high[k][j];
    }
  }
  for (; i < n; i++) {
    float v;
    memcpy(&v, from + 4 * i, 4);
    out[i] = v;
    total += v;
    if (v < least) least = v;
    if (v > most) most = v;
  }
  range->sum = total;
  range->minimum = least;
  range->maximum = most;
  // Sums of float32 numbers cannot be too large.
  range->has_non_finite = !(total - total == 0);
}

KERNEL(widen_bf16)(const void *bytes, size_t n, double *out) {
  const char *from = bytes;
  for (size_t i = 0; i < n; i++) {
    uint16_t half;
    memcpy(&half, from + 2 * i, 2);
    uint32_t bits = (uint32_t)half << 16;
    float v;
    memcpy(&v, &bits, 4);
    out[i] = v;
  }
}

KERNEL(widen_f16)(const void *bytes, size_t n, double *out) {
  const char *from = bytes;
  for (size_t i = 0; i < n; i++) {
    uint16_t half;
    memcpy(&half, from + 2 * i, 2);
    // Exponent and fraction in float32's places, 2^112 too small; subnormal numbers come out right.
    uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13;
    uint32_t special = magnitude >= 0x0F800000u ? 0x7F800000u : 0;
    float v;
    memcpy(&v, &magnitude, 4);
    v *= 0x1p112f;
    uint32_t bits;
    memcpy(&bits, &v, 4);
    bits |= special | (uint32_t)(half & 0x8000) << 16;
    memcpy(&v, &bits, 4);
    out[i] = v;
  }
}

KERNEL(sum)(const double *x, size_t n, double *out) {
  v8 sum = {0}, more = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 v, w;
    LOAD(v, x + i);
    LOAD(w, x + i + 8);
    sum += v;
    more += w;
  }
  sum += more;
  *out = TOTAL(sum);
  for (; i < n; i++) *out += x[i];
}

KERNEL(squared_deviations)(const double *x, size_t n, double center, double *out) {
  v8 sum = {0}, more = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    v8 v, w;
    LOAD(v, x + i);
    LOAD(w, x + i + 8);
    v -= center;
    w -= center;
    sum += v * v;
    more += w * w;
  }
  sum += more;
  *out = TOTAL(sum);
  for (; i < n; i++) *out += (x[i] - center) * (x[i] - center);
}

KERNEL(log_weights)(
    const double *x, size_t n, double limit, double sum, double q, double precision, double *out,
    size_t *first) {
  for (size_t i = 0; i < n; i++) {
    double v = x[i], others = sum - v;
    double weight = (v * v - q * others * others) * precision;
    out[i] = v > 0 && v <= limit ? weight : -INFINITY;
  }
  v8 most = (v8){0} - INFINITY;
  size_t i = 0, place = 0;
  for (; i + 8 <= n; i += 8) {
    v8 weight;
    LOAD(weight, out + i);
    most = SELECT(weight > most, weight, most);
  }
  double largest = -INFINITY;
  for (int k = 0; k < 8; k++) largest = most[k] > largest ? most[k] : largest;
  for (; i < n; i++) largest = out[i] > largest ? out[i] : largest;
  while (place < n && !(out[place] == largest && largest > -INFINITY)) place++;
  *first = place;
}

KERNEL(mix)(const double *x, size_t n, uint64_t *lanes) {
  const uint64_t factor = 0x9FB21C651E98DF25u;
  v8u state[VK_MIX_LANES / 8];
  memcpy(state, lanes, sizeof state);
  for (size_t start = 0; start < n; start += VK_MIX_LANES) {
    v8u words[VK_MIX_LANES / 8] = {{0}};
    if (n - start >= VK_MIX_LANES)
      memcpy(words, x + start, sizeof words);
    else
      memcpy(words, x + start, (n - start) * sizeof(double));
    for (int k = 0; k < VK_MIX_LANES / 8; k++) {
      v8u word = (words[k] ^ state[k]) * factor;
      state[k] = word ^ word >> 29;
    }
  }
  memcpy(lanes, state, sizeof state);
}

static TARGET inline __attribute__((always_inline)) void NAME(take_run_with, ISA)(
    const double *x, size_t n, double *sums, double *squares, double *line, int has_sums,
    int has_line, vk_run *out) {
  v8 sum[2] = {{0}}, square[2] = {{0}}, largest[2] = {{0}}, lag[2] = {{0}}, across[2] = {{0}};
  size_t i = 0;
  for (; i + 16 < n; i += 16) {
    for (int k = 0; k < 2; k++) {
      v8 v, next, s, q, before;
      size_t at = i + 8 * (size_t)k;
      LOAD(v, x + at);
      LOAD(next, x + at + 1);
      v8 vv = v * v;
      sum[k] += v;
      square[k] += vv;
      lag[k] += v * next;
      largest[k] = SELECT(vv > largest[k], vv, largest[k]);
      if (has_sums) {
        LOAD(s, sums + at);
        s += v;
        STORE(sums + at, s);
        LOAD(q, squares + at);
        q += vv;
        STORE(squares + at, q);
      }
      if (has_line) {
        LOAD(before, line + at);
        across[k] += v * before;
        STORE(line + at, v);
      }
    }
  }
  sum[0] += sum[1];
  square[0] += square[1];
  lag[0] += lag[1];
  across[0] += across[1];
  largest[0] = SELECT(largest[1] > largest[0], largest[1], largest[0]);
  double total = TOTAL(sum[0]), total_squares = TOTAL(square[0]), most = 0;
  double total_lag = TOTAL(lag[0]), total_across = TOTAL(across[0]);
  for (int k = 0; k < 8; k++) {
    if (largest[0][k] > most) most = largest[0][k];
  }
  for (; i < n; i++) {
    double v = x[i], vv = v * v;
    total += v;
    total_squares += vv;
    if (i + 1 < n) total_lag += v * x[i + 1];
    if (vv > most) most = vv;
    if (has_sums) {
      sums[i] += v;
      squares[i] += vv;
    }
    if (has_line) {
      total_across += v * line[i];
      line[i] = v;
    }
  }
  out->sum = total;
  out->squares = total_squares;
  out->largest = most;
  out->lag = total_lag;
  out->across = total_across;
}

KERNEL(take_run)(
    const double *x, size_t n, double *sums, double *squares, double *line, vk_run *out) {
  if (sums && line)
    NAME(take_run_with, ISA)(x, n, sums, squares, line, 1, 1, out);
  else if (sums)
    NAME(take_run_with, ISA)(x, n, sums, squares, line, 1, 0, out);
  else
    NAME(take_run_with, ISA)(x, n, sums, squares, line, 0, line != NULL, out);
}

static TARGET inline __attribute__((always_inline)) void NAME(take_group, ISA)(
    const double *x, size_t group, size_t n, double *line_sums, double *line_squares, double *sums,
    double *squares, double *line, vk_run *out) {
  enum { most = 4 };
  v8 sum[most] = {{0}}, square[most] = {{0}}, largest = {0}, lag = {0}, across = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8 s, q, before;
    LOAD(s, sums + i);
    LOAD(q, squares + i);
    LOAD(before, line + i);
    for (size_t r = 0; r < group; r++) {
      v8 v, next;
      LOAD(v, x + r * n + i);
      LOAD(next, x + r * n + i + 1);
      v8 vv = v * v;
      sum[r] += v;
      square[r] += vv;
      lag += v * next;
      largest = SELECT(vv > largest, vv, largest);
      s += v;
      q += vv;
      across += v * before;
      before = v;
    }
    STORE(sums + i, s);
    STORE(squares + i, q);
    STORE(line + i, before);
  }
  double total_lag = TOTAL(lag), total_across = TOTAL(across), highest = 0;
  for (int k = 0; k < 8; k++) {
    if (largest[k] > highest) highest = largest[k];
  }
  for (size_t r = 0; r < group; r++) {
    double row_sum = TOTAL(sum[r]), row_square = TOTAL(square[r]);
    for (size_t j = i; j < n; j++) {
      double v = x[r * n + j], vv = v * v;
      row_sum += v;
      row_square += vv;
      total_lag += v * x[r * n + j + 1];
      if (vv > highest) highest = vv;
      sums[j] += v;
      squares[j] += vv;
      total_across += v * line[j];
      line[j] = v;
    }
    line_sums[r] = row_sum;
    line_squares[r] = row_square;
    out->sum += row_sum;
    out->squares += row_square;
  }
  if (highest > out->largest) out->largest = highest;
  out->lag += total_lag;
  out->across += total_across;
}

KERNEL(take_lines)(
    const double *x, size_t lines, size_t n, double *line_sums, double *line_squares, double *sums,
    double *squares, double *line, vk_run *out) {
  size_t r = 0;
  for (; r + 4 <= lines; r += 4)
    NAME(take_group, ISA)(
        x + r * n, 4, n, line_sums + r, line_squares + r, sums, squares, line, out);
  for (; r < lines; r++)
    NAME(take_group, ISA)(
        x + r * n, 1, n, line_sums + r, line_squares + r, sums, squares, line, out);
}

KERNEL(take_bins)(
    const double *x, size_t n, uint16_t *bins, const float *scores, vk_scores *state) {
  enum { part = 512 };
  int32_t index[part];
  float score[part + 1];
  double lag = 0;
  score[0] = state->last;
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part;
    for (size_t i = 0; i < count; i++) {
      double t = x[start + i] * VK_BINS_PER_UNIT + VK_BIN_COUNT / 2;
      t = t > 0 ? t : 0;
      t = t < VK_BIN_COUNT - 1 ? t : VK_BIN_COUNT - 1;
      index[i] = (int32_t)t;
    }
    for (size_t i = 0; i < count; i++) {
      int32_t offset = index[i] - VK_BIN_COUNT / 2;
      score[i + 1] = scores[(offset ^ offset >> 31) / VK_BINS_PER_SCORE];
    }
    for (size_t i = 0; i < count; i++) bins[index[i]]++;
    // In float32: a few dozen products at a time lose nothing that could be seen.
    v16f products[2] = {{0}};
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
      for (size_t k = 0; k < 2; k++) {
        v16f before, v;
        LOAD(before, score + i + 16 * k);
        LOAD(v, score + i + 16 * k + 1);
        products[k] += before * v;
      }
    }
    v8f halves[2];
    products[0] += products[1];
    memcpy(halves, &products[0], sizeof halves);
    v8 wide = __builtin_convertvector(halves[0], v8) + __builtin_convertvector(halves[1], v8);
    lag += TOTAL(wide);
    for (; i < count; i++) lag += (double)score[i] * (double)score[i + 1];
    score[0] = score[count];
  }
  state->lag += lag;
  state->last = score[0];
}

KERNEL(move_counts)(uint16_t *small, uint64_t *large, size_t n) {
  for (size_t i = 0; i < n; i++) large[i] += small[i];
  memset(small, 0, n * sizeof *small);
}

// 2 x 4 vectors at a time, in parts that stay in the first cache.
KERNEL(gram)(
    const double *vectors, size_t count, size_t length, size_t from, size_t to, double *out) {
  enum { part = 512 };
  for (size_t i = from; i < to; i++) memset(out + i * count, 0, (i + 1) * sizeof(double));
  for (size_t start = 0; start < length; start += part) {
    size_t n = length - start < part ? length - start : part;
    for (size_t i = from; i < to; i += 2) {
      size_t second = i + 1 < to ? i + 1 : i;
      const double *a0 = vectors + i * length + start;
      const double *a1 = vectors + second * length + start;
      for (size_t j = 0; j <= second; j += 4) {
        const double *b[4];
        for (size_t k = 0; k < 4; k++) {
          size_t other = j + k <= second ? j + k : second;
          b[k] = vectors + other * length + start;
        }
        v8 s00 = {0}, s01 = {0}, s02 = {0}, s03 = {0}, s10 = {0}, s11 = {0}, s12 = {0}, s13 = {0};
        size_t l = 0;
        for (; l + 8 <= n; l += 8) {
          v8 x0, x1, y;
          LOAD(x0, a0 + l);
          LOAD(x1, a1 + l);
          LOAD(y, b[0] + l);
          s00 += x0 * y;
          s10 += x1 * y;
          LOAD(y, b[1] + l);
          s01 += x0 * y;
          s11 += x1 * y;
          LOAD(y, b[2] + l);
          s02 += x0 * y;
          s12 += x1 * y;
          LOAD(y, b[3] + l);
          s03 += x0 * y;
          s13 += x1 * y;
        }
        double t[2][4] = {
            {TOTAL(s00), TOTAL(s01), TOTAL(s02), TOTAL(s03)},
            {TOTAL(s10), TOTAL(s11), TOTAL(s12), TOTAL(s13)}};
        for (; l < n; l++) {
          for (size_t k = 0; k < 4; k++) {
            t[0][k] += a0[l] * b[k][l];
            t[1][k] += a1[l] * b[k][l];
          }
        }
        for (size_t k = 0; k < 4 && j + k <= second; k++) {
          if (j + k <= i) out[i * count + j + k] += t[0][k];
          if (second != i) out[second * count + j + k] += t[1][k];
        }
      }
    }
  }
}

// Parts that stay in the first cache; every sum gains one product after the other.
KERNEL(combine)(
    const double *const *sources, const double *factors, size_t count, size_t from, size_t to,
    double *const *out) {
  enum { part = 512 };
  for (size_t start = from; start < to; start += part) {
    size_t n = to - start < part ? to - start : part;
    double *o[4];
    for (int r = 0; r < 4; r++) {
      o[r] = out[r] + start;
      memset(o[r], 0, n * sizeof(double));
    }
    for (size_t c = 0; c < count; c += 4) {
      const double *x[4];
      double f[4][4];
      for (size_t k = 0; k < 4; k++) {
        size_t source = c + k < count ? c + k : count - 1;
        x[k] = sources[source] + start;
        for (size_t r = 0; r < 4; r++) f[r][k] = c + k < count ? factors[r * count + c + k] : 0;
      }
      size_t l = 0;
      for (; l + 8 <= n; l += 8) {
        v8 x0, x1, x2, x3, s;
        LOAD(x0, x[0] + l);
        LOAD(x1, x[1] + l);
        LOAD(x2, x[2] + l);
        LOAD(x3, x[3] + l);
        for (int r = 0; r < 4; r++) {
          LOAD(s, o[r] + l);
          s = (((s + f[r][0] * x0) + f[r][1] * x1) + f[r][2] * x2) + f[r][3] * x3;
          STORE(o[r] + l, s);
        }
      }
      for (; l < n; l++)
        for (int r = 0; r < 4; r++)
          for (int k = 0; k < 4; k++) o[r][l] += f[r][k] * x[k][l];
    }
  }
}

KERNEL(dot)(const double *a, const double *b, size_t n, double *out) {
  v8 sum = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8 x, y;
    LOAD(x, a + i);
    LOAD(y, b + i);
    sum += x * y;
  }
  *out = TOTAL(sum);
  for (; i < n; i++) *out += a[i] * b[i];
}

KERNEL(dot_f32)(const float *a, const float *b, size_t n, double *out) {
  v8 sum = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8f x, y;
    LOAD(x, a + i);
    LOAD(y, b + i);
    sum += __builtin_convertvector(x, v8) * __builtin_convertvector(y, v8);
  }
  *out = TOTAL(sum);
  for (; i < n; i++) *out += (double)a[i] * (double)b[i];
}

// Eight distances at a time, so that each value is loaded once for all of them.
KERNEL(lag_products)(const double *x, size_t n, size_t lags, double *out) {
  enum { group = 8 };
  size_t whole = n > lags ? (n - lags) / 8 * 8 : 0;
  for (size_t first = 1; first <= lags; first += group) {
    size_t lag[group];
    for (size_t k = 0; k < group; k++) lag[k] = first + k < lags ? first + k : lags;
    v8 sums[group] = {{0}};
    for (size_t i = 0; i < whole; i += 8) {
      v8 v, other;
      LOAD(v, x + i);
      for (size_t k = 0; k < group; k++) {
        LOAD(other, x + i + lag[k]);
        sums[k] += v * other;
      }
    }
    for (size_t k = 0; k < group && first + k <= lags; k++) {
      double sum = TOTAL(sums[k]);
      for (size_t i = whole; i + lag[k] < n; i++) sum += x[i] * x[i + lag[k]];
      out[lag[k] - 1] = sum;
    }
  }
}

KERNEL(add_multiple)(double *y, const double *x, size_t n, double factor) {
  for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

KERNEL(hash_run)(
    const double *x, size_t n, const uint32_t *keys, uint32_t key, uint64_t *hashes,
    uint64_t *out) {
  v8u sums = {0};
  v8i factor = (v8i){0} + (int32_t)key;
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8u bits;
    v8k narrow;
    LOAD(bits, x + i);
    LOAD(narrow, keys + i);
    v8i sign = (v8i)bits >> 63;
    v8i digit = ((v8i)(bits >> 29 ^ bits) ^ sign) - sign;
    // Both factors fit 32 bits with their signs, which processors multiply faster.
    digit = (v8i)((v8u)digit << 32) >> 32;
    sums += (v8u)(digit * __builtin_convertvector(narrow, v8i));
    if (hashes) {
      v8u hash;
      LOAD(hash, hashes + i);
      hash += (v8u)(digit * factor);
      STORE(hashes + i, hash);
    }
  }
  uint64_t sum = 0;
  for (int k = 0; k < 8; k++) sum += sums[k];
  for (; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, 8);
    uint64_t sign = 0 - (bits >> 63);
    int64_t digit = (int32_t)(((bits >> 29 ^ bits) ^ sign) - sign);
    sum += (uint64_t)(digit * (int32_t)keys[i]);
    if (hashes) hashes[i] += (uint64_t)(digit * (int32_t)key);
  }
  *out = sum;
}

KERNEL(append_signs)(
    const double *x, size_t n, double center, uint64_t *words, size_t position, size_t *out) {
  for (size_t start = 0; start < n; start += 64) {
    size_t count = n - start < 64 ? n - start : 64;
    uint64_t signs = 0;
    size_t kept = 0;
    if (count == 64) {
      v8i equal = {0};
      for (size_t k = 0; k < 8; k++) {
        v8 v;
        LOAD(v, x + start + 8 * k);
        equal |= v == center;
        signs |= (uint64_t)BITS(v < center) << 8 * k;
      }
      if (!BITS(equal)) kept = 64;
    }
    if (!kept) {
      signs = 0;
      for (size_t i = 0; i < count; i++) {
        if (x[start + i] == center) continue;
        signs |= (uint64_t)(x[start + i] < center) << kept;
        kept++;
      }
    }
    if (!kept) continue;
    size_t shift = position % 64;
    words[position / 64] |= signs << shift;
    if (shift && shift + kept > 64) words[position / 64 + 1] |= signs >> (64 - shift);
    position += kept;
  }
  *out = position;
}

// a[0] + x (a[1] + x (... )).
#define HORNER8(a, x)                                                                         \
  (((((((((v8){0} + (a)[7]) * (x) + (a)[6]) * (x) + (a)[5]) * (x) + (a)[4]) * (x) + (a)[3]) * (x) + \
     (a)[2]) * (x) + (a)[1]) * (x) + (a)[0])
#define HORNER10(a, x) ((HORNER8((a) + 2, x) * (x) + (a)[1]) * (x) + (a)[0])

// The centre for all, to 4e-16 of the exact quantile, by a rational function fitted by Loeb's and
// Lawson's iterations; the twentieth of the values that lie in the tails in vectors of their own, by
// AS 241 (Wichura 1988).
KERNEL(quantiles)(
    const double *lower, const double *upper, size_t n, double least, double *out, size_t *rest) {
  static const double central[2][10] = {
      {4.1262399674527443177, 512.40246802722458393, 24938.590103255240737,
       607689.27266632180742, 7890087.8925934772143, 54067817.774650874181,
       183590030.67694712405, 270671252.64205017901, 131568312.89946329984,
       9308761.4112003223819},
      {1.0, 131.15464244102734274, 6819.4568814846188443, 180276.18950902451007,
       2593503.2467521096746, 20292606.632787823283, 82316376.658717888001,
       156322275.6753392524, 113960002.59919330798, 19950047.551087829035}};
  static const double middle[2][8] = {
      {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
       3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
       2.27238449892691845833e-2, 7.74545014278341407640e-4},
      {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
       1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
       1.05075007164441684324e-9}};
  enum { part = 256 };
  // The centre reaches 0.475 to both sides of 1/2.
  const double square = 0.225625, start_of_tail = 0.025;
  double tail[part + 8];
  uint16_t place[part];
  size_t far = 0;
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part;
    const double *a = lower + start, *b = upper + start;
    double *to = out + start;
    size_t i = 0, tails = 0;
    for (; i + 8 <= count; i += 8) {
      v8 p, other;
      LOAD(p, a + i);
      LOAD(other, b + i);
      // The smaller of the two has more digits.
      v8i is_lower = p < other;
      v8 centred = SELECT(is_lower, p - 0.5, 0.5 - other);
      p = SELECT(is_lower, p, other);
      v8 r = square - centred * centred;
      v8 z = centred * HORNER10(central[0], r) / HORNER10(central[1], r);
      STORE(to + i, z);
      for (unsigned lanes = BITS(~(p >= start_of_tail)); lanes; lanes &= lanes - 1)
        place[tails++] = (uint16_t)(i + (size_t)__builtin_ctz(lanes));
    }
    for (; i < count; i++) {
      double p = a[i] < b[i] ? a[i] : b[i], centred = a[i] < b[i] ? p - 0.5 : 0.5 - p;
      v8 r = (v8){0} + (square - centred * centred);
      v8 z = centred * HORNER10(central[0], r) / HORNER10(central[1], r);
      to[i] = z[0];
      if (!(p >= start_of_tail)) place[tails++] = (uint16_t)i;
    }
    for (i = 0; i < tails; i++) {
      size_t index = place[i];
      tail[i] = a[index] < b[index] ? a[index] : b[index];
    }
    for (i = 0; i < 8; i++) tail[tails + i] = 0.01;
    for (i = 0; i < tails; i += 8) {
      v8 p;
      LOAD(p, tail + i);
      // The logarithm as in FreeBSD's library, for numbers that are not subnormal.
      v8i bits = (v8i)p + (0x3FF0000000000000 - 0x3FE6A09E00000000);
      v8i exponent = (bits >> 52) - 0x3FF;
      v8 k = __builtin_convertvector(exponent, v8);
      v8 f = (v8)((bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E00000000) - 1;
      v8 s = f / (2 + f), z = s * s, w = z * z;
      v8 t1 = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
      v8 t2 = z * (6.666666666666735130e-1 + w * (2.857142874366239149e-1 +
              w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
      v8 half = 0.5 * f * f;
      v8 logarithm = s * (half + t1 + t2) + k * 1.90821492927058770002e-10 - half + f +
                     k * 6.93147180369123816490e-01;
      v8 r = SQRT(-logarithm) - 1.6;
      v8 value = HORNER8(middle[0], r) / HORNER8(middle[1], r);
      for (size_t lane = 0; lane < 8 && i + lane < tails; lane++) {
        size_t index = place[i + lane];
        to[index] = a[index] < b[index] ? -value[lane] : value[lane];
        if (!(tail[i + lane] >= least)) {
          to[index] = NAN;
          far++;
        }
      }
    }
  }
  *rest = far;
}

// Coarse keys as in ElementGrid, numbers as in ElementHash, probabilities as in ProbabilityCell.
KERNEL(draw_in_cells)(
    const double *x, size_t n, int is_brain, const int32_t *places, const double *cells,
    uint64_t index, uint64_t step, uint64_t salt, double *lower, double *upper, size_t *out) {
  enum { part = 64 };
  double uniform[part];
  int32_t key[part];
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part;
    for (size_t i = 0; i < count; i++) {
      uint64_t word = salt ^ mixed(index + (start + i) * step + 0xD1B54A32u);
      uniform[i] = ((double)(int64_t)(mixed(word) >> 12) + 0.5) * 0x1p-52;
    }
    for (size_t i = 0; i < count; i++) {
      float value = (float)x[start + i];
      uint32_t bits;
      memcpy(&bits, &value, 4);
      int32_t exponent = (int32_t)(bits >> 23 & 0xFF) - 102;
      exponent = exponent > 0 ? exponent : 0;
      int32_t half = (int32_t)(bits >> 31 << 16 | (uint32_t)(exponent & 0x3F) << 10 |
                               (bits >> 13 & 0x3FF));
      key[i] = is_brain ? (int32_t)(bits >> 16) : half;
    }
    for (size_t i = 0; i < count; i++) {
      int32_t place = places[key[i]];
      if (place < 0) {
        *out = start + i;
        return;
      }
      const double *cell = cells + 4 * (size_t)place;
      double near = cell[0] + uniform[i] * cell[1], far = 1 - near;
      lower[start + i] = cell[2] > 0 ? far : near;
      upper[start + i] = cell[2] > 0 ? near : far;
    }
  }
  *out = n;
}

KERNEL(next_not_below)(const double *x, size_t start, size_t n, double bound, size_t *out) {
  size_t i = start;
  for (; i + 8 <= n; i += 8) {
    v8 v;
    LOAD(v, x + i);
    unsigned found = BITS(~(v < bound));
    if (found) {
      *out = i + (size_t)__builtin_ctz(found);
      return;
    }
  }
  while (i < n && x[i] < bound) i++;
  *out = i;
}

// In parts that stay in the first cache.
KERNEL(uniform_scores)(
    const double *x, size_t n, double low, double high, double least, double *out, size_t *rest) {
  enum { part = 256 };
  double lower[part], upper[part], scale = 1 / (high - low);
  size_t far = 0;
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part, some;
    for (size_t i = 0; i < count; i++) {
      lower[i] = (x[start + i] - low) * scale;
      upper[i] = (high - x[start + i]) * scale;
    }
    NAME(quantiles, ISA)(lower, upper, count, least, out + start, &some);
    far += some;
  }
  *rest = far;
}

KERNEL(interpolate)(
    const double *x, size_t n, double low, double per_unit, size_t cells, const double *table,
    double *out) {
  double last = (double)cells - 1;
  for (size_t i = 0; i < n; i++) {
    double t = (x[i] - low) * per_unit;
    t = t > 0 ? t : 0;
    double cell = t < last ? t : last;
    int32_t index = (int32_t)cell;
    double d = t - index;
    const double *c = table + 4 * (size_t)index;
    out[i] = c[0] + d * (c[1] + d * (c[2] + d * c[3]));
  }
}

KERNEL(interpolated_scores)(
    const double *x, size_t n, double center, double scale, double low, double per_unit,
    size_t cells, const double *table, double least, double *out, size_t *rest) {
  enum { part = 256 };
  double lower[part], upper[part];
  size_t far = 0;
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part, some;
    for (size_t i = 0; i < count; i++) upper[i] = (x[start + i] - center) * scale;
    NAME(interpolate, ISA)(upper, count, low, per_unit, cells, table, lower);
    for (size_t i = 0; i < count; i++) upper[i] = 1 - lower[i];
    NAME(quantiles, ISA)(lower, upper, count, least, out + start, &some);
    far += some;
  }
  *rest = far;
}

KERNEL(search)(
    const uint64_t *filter, unsigned exponent, uint64_t selection, const uint64_t *words,
    size_t start, size_t end, size_t *out) {
  const v8u steps = {0, 1, 2, 3, 4, 5, 6, 7};
  size_t i = start;
  while (i < end) {
    size_t base = i & ~(size_t)63;
    uint64_t first = words[base / 64], second = words[base / 64 + 1], found = 0;
    v8u low = (v8u){0} + first, high = (v8u){0} + (second << 1);
    for (uint64_t k = 0; k < 64; k += 8) {
      v8u shift = k + steps;
      v8u word = low >> shift | high << (63 - shift);
      // The word or its complement, whichever is smaller.
      word ^= (v8u)((v8i)word >> 63);
      v8u product = (word & 0xFFFFFFFF) * 0x9E3779B1;
      found |= (uint64_t)BITS((product & selection) == 0) << k;
    }
    found &= UINT64_MAX << (i - base);
    if (end - base < 64) found &= ((uint64_t)1 << (end - base)) - 1;
    for (; found; found &= found - 1) {
      unsigned k = (unsigned)__builtin_ctzll(found);
      uint64_t word = first >> k | (k ? second << (64 - k) : 0);
      if (!filter || filter_holds(filter, exponent, vk_canonical(word))) {
        *out = base + k;
        return;
      }
    }
    i = base + 64;
  }
  *out = end;
}

#undef HORNER8
#undef HORNER10
#undef KERNEL
#undef NAME
#undef NAME_
