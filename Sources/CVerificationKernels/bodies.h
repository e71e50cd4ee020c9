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
typedef int64_t v8i __attribute__((vector_size(64)));

#define LOAD(vector, pointer) memcpy(&(vector), (pointer), sizeof(vector))
#define STORE(pointer, vector) memcpy((pointer), &(vector), sizeof(vector))
#define SELECT(mask, a, b) ((v8)(((mask) & (v8i)(a)) | (~(mask) & (v8i)(b))))
// Lanes 4, 2 and 1 apart are added.
#define TOTAL(v) \
  ((((v)[0] + (v)[4]) + ((v)[2] + (v)[6])) + (((v)[1] + (v)[5]) + ((v)[3] + (v)[7])))
#endif

KERNEL(measure_range)(const double *x, size_t n, vk_range *out) {
  v8 sum = {0}, bad = {0};
  double start = n ? x[0] : 0;
  v8 low = {start, start, start, start, start, start, start, start}, high = low;
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8 v;
    LOAD(v, x + i);
    sum += v;
    bad += v - v;
    v8i less = v < low, more = v > high;
    low = SELECT(less, v, low);
    high = SELECT(more, v, high);
  }
  out->sum = TOTAL(sum);
  double flag = TOTAL(bad);
  out->minimum = low[0];
  out->maximum = high[0];
  for (int k = 1; k < 8; k++) {
    if (low[k] < out->minimum) out->minimum = low[k];
    if (high[k] > out->maximum) out->maximum = high[k];
  }
  for (; i < n; i++) {
    out->sum += x[i];
    flag += x[i] - x[i];
    if (x[i] < out->minimum) out->minimum = x[i];
    if (x[i] > out->maximum) out->maximum = x[i];
  }
  out->has_non_finite = !(flag == 0);
}

KERNEL(measure_powers)(const double *x, size_t n, double center, double out[3]) {
  v8 second = {0}, third = {0}, fourth = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8 v;
    LOAD(v, x + i);
    v -= center;
    v8 square = v * v;
    second += square;
    third += square * v;
    fourth += square * square;
  }
  out[0] = TOTAL(second);
  out[1] = TOTAL(third);
  out[2] = TOTAL(fourth);
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

KERNEL(take_run)(
    const double *x, size_t n, double *sums, double *squares, double *line, vk_run *out) {
  v8 sum = {0}, square = {0}, largest = {0}, lag = {0}, across = {0};
  size_t i = 0;
  for (; i + 8 < n; i += 8) {
    v8 v, next, s, q, before;
    LOAD(v, x + i);
    LOAD(next, x + i + 1);
    v8 vv = v * v;
    sum += v;
    square += vv;
    lag += v * next;
    v8i more = vv > largest;
    largest = SELECT(more, vv, largest);
    if (sums) {
      LOAD(s, sums + i);
      s += v;
      STORE(sums + i, s);
    }
    if (squares) {
      LOAD(q, squares + i);
      q += vv;
      STORE(squares + i, q);
    }
    if (line) {
      LOAD(before, line + i);
      across += v * before;
      STORE(line + i, v);
    }
  }
  double total = TOTAL(sum), total_squares = TOTAL(square), most = 0;
  double total_lag = TOTAL(lag), total_across = TOTAL(across);
  for (int k = 0; k < 8; k++) {
    if (largest[k] > most) most = largest[k];
  }
  for (; i < n; i++) {
    double v = x[i], vv = v * v;
    total += v;
    total_squares += vv;
    if (i + 1 < n) total_lag += v * x[i + 1];
    if (vv > most) most = vv;
    if (sums) sums[i] += v;
    if (squares) squares[i] += vv;
    if (line) {
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

KERNEL(take_bins)(
    const double *x, size_t n, uint64_t *bins, const float *scores, vk_scores *state) {
  enum { part = 256 };
  int32_t index[part];
  double score[part + 1];
  double lag = 0, squares = 0;
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
      bins[index[i]]++;
      score[i + 1] = scores[index[i]];
    }
    v8 products = {0}, powers = {0};
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
      v8 before, v;
      LOAD(before, score + i);
      LOAD(v, score + i + 1);
      products += before * v;
      powers += v * v;
    }
    lag += TOTAL(products);
    squares += TOTAL(powers);
    for (; i < count; i++) {
      lag += score[i] * score[i + 1];
      squares += score[i + 1] * score[i + 1];
    }
    score[0] = score[count];
  }
  state->lag += lag;
  state->squares += squares;
  state->last = score[0];
}

// 2 x 4 vectors at a time, in parts that stay in the first cache.
KERNEL(gram)(const double *vectors, size_t count, size_t length, double *out) {
  enum { part = 512 };
  for (size_t i = 0; i < count; i++) memset(out + i * count, 0, (i + 1) * sizeof(double));
  for (size_t start = 0; start < length; start += part) {
    size_t n = length - start < part ? length - start : part;
    for (size_t i = 0; i < count; i += 2) {
      size_t second = i + 1 < count ? i + 1 : i;
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

KERNEL(add_multiple)(double *y, const double *x, size_t n, double factor) {
  for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

KERNEL(hash_run)(
    const double *x, size_t n, const uint32_t *keys, uint32_t key, uint64_t *hashes,
    uint64_t *out) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, 8);
    // 31 bits of the magnitude, with the sign.
    int64_t digit = (int64_t)((bits >> 32 & 0x7FFFFFFF) ^ (bits >> 1 & 0x7FFFFFFF));
    int64_t sign = (int64_t)bits >> 63;
    digit = (digit ^ sign) - sign;
    if (keys) sum += (uint64_t)digit * keys[i];
    if (hashes) hashes[i] += (uint64_t)digit * key;
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
      int equal = 0;
      for (size_t i = 0; i < 64; i++) {
        equal |= x[start + i] == center;
        signs |= (uint64_t)(x[start + i] < center) << i;
      }
      if (!equal) kept = 64;
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

#undef KERNEL
#undef NAME
#undef NAME_
