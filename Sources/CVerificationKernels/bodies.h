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
typedef uint64_t v8u __attribute__((vector_size(64)));

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
  v8 sum = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    v8 v;
    LOAD(v, x + i);
    sum += v;
  }
  *out = TOTAL(sum);
  for (; i < n; i++) *out += x[i];
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
    const double *x, size_t n, uint32_t *bins, const float *scores, vk_scores *state) {
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
    for (size_t i = 0; i < count; i++) bins[index[i]]++;
    for (size_t i = 0; i < count; i++) {
      int32_t offset = index[i] - VK_BIN_COUNT / 2;
      score[i + 1] = scores[(offset ^ offset >> 31) / VK_BINS_PER_SCORE];
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
    // Both factors fit 32 bits with their signs, which processors multiply faster.
    if (keys) sum += (uint64_t)((int64_t)(int32_t)digit * (int32_t)keys[i]);
    if (hashes) hashes[i] += (uint64_t)((int64_t)(int32_t)digit * (int32_t)key);
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

// a[0] + x (a[1] + x (... + x a[7])).
#define HORNER(a, x)                                                                          \
  (((((((((v8){0} + (a)[7]) * (x) + (a)[6]) * (x) + (a)[5]) * (x) + (a)[4]) * (x) + (a)[3]) * (x) + \
     (a)[2]) * (x) + (a)[1]) * (x) + (a)[0])

// AS 241 (Wichura 1988): the centre for all, the tails in vectors of their own.
KERNEL(quantiles)(
    const double *lower, const double *upper, size_t n, double least, double *out, size_t *rest) {
  static const double central[2][8] = {
      {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
       1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
       3.3430575583588128105e+4, 2.5090809287301226727e+3},
      {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
       2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
       5.2264952788528545610e+3}};
  static const double middle[2][8] = {
      {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
       3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
       2.27238449892691845833e-2, 7.74545014278341407640e-4},
      {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
       1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
       1.05075007164441684324e-9}};
  enum { part = 256 };
  double tail[part + 8];
  uint16_t place[part];
  size_t far = 0;
  for (size_t start = 0; start < n; start += part) {
    size_t count = n - start < part ? n - start : part;
    const double *a = lower + start, *b = upper + start;
    double *to = out + start;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
      v8 p, other;
      LOAD(p, a + i);
      LOAD(other, b + i);
      // The smaller of the two has more digits.
      v8 centred = SELECT(p < other, p - 0.5, 0.5 - other);
      v8 r = 0.180625 - centred * centred;
      v8 z = centred * HORNER(central[0], r) / HORNER(central[1], r);
      STORE(to + i, z);
    }
    for (; i < count; i++) {
      double centred = a[i] < b[i] ? a[i] - 0.5 : 0.5 - b[i];
      v8 r = (v8){0} + (0.180625 - centred * centred);
      v8 z = centred * HORNER(central[0], r) / HORNER(central[1], r);
      to[i] = z[0];
    }
    size_t tails = 0;
    for (i = 0; i < count; i++) {
      double p = a[i] < b[i] ? a[i] : b[i];
      tail[tails] = p;
      place[tails] = (uint16_t)i;
      tails += !(p >= 0.075);
    }
    for (i = 0; i < 8; i++) tail[tails + i] = 0.05;
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
      v8 value = HORNER(middle[0], r) / HORNER(middle[1], r);
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

KERNEL(search)(
    const uint64_t *filter, unsigned exponent, const uint64_t *words, size_t start, size_t end,
    size_t *out) {
  const v8u steps = {0, 1, 2, 3, 4, 5, 6, 7};
  size_t i = start;
  while (i < end) {
    if (i % 8 || end - i < 8) {
      if (filter_holds(filter, exponent, vk_canonical(vk_bits_at(words, i)))) break;
      i++;
      continue;
    }
    v8u shift = i % 64 + steps, low = (v8u){0} + words[i / 64];
    v8u high = (v8u){0} + (words[i / 64 + 1] << 1);
    v8u word = low >> shift | high << (63 - shift);
    v8u other = ~word;
    v8i less = word < other;
    word = (word & (v8u)less) | (other & ~(v8u)less);
    uint64_t bit[8];
    word = word * 0x9E3779B97F4A7C15u >> (64 - (uint64_t)exponent);
    STORE(bit, word);
    int k = 0;
    while (k < 8 && !(filter[bit[k] / 64] >> bit[k] % 64 & 1)) k++;
    i += (size_t)k;
    if (k < 8) break;
  }
  *out = i;
}

#undef HORNER
#undef KERNEL
#undef NAME
#undef NAME_
