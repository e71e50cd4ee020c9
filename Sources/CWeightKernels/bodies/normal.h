// Normal draws by Box and Muller's transform (1958), from + - * / and square roots alone.
//
// One Philox block gives four values: words (0, 1) values 0 and 1, words (2, 3) values 2 and 3. Of
// a pair of words (r, a), e = a & 255 extends the radius, and the lower 30 bits of a, read as two's
// complement, are the angle's cell k:
//
//   u = (r + 1 + (e + 1/2) 2^-8) 2^-32 mod 1   in (0, 1), 40 random bits
//   t = (k + 1/2) 2^-30                        in (-1/2, 1/2)
//   R = sqrt(-2 log u);  x = R cos(t pi/2),  y = R sin(t pi/2)
//
// Bit 31 of a negates x; the even value is x and the odd one y, or, with bit 30, the other way round.
// e is part of k: that the last eight of the radius's 40 bits are the last of the angle's 32 shows in
// one pair of 2^32, in the angle's last digits.
//
// float64 refines both with the words (r', a') in the same place of block + 2^63: e + 1/2 becomes
// e + (r' + 1/2) 2^-32, and k + 1/2 becomes k + (a' + 1/2) 2^-32: 72 bits for the radius and 64 for
// the angle.
//
// The logarithm. u = m 2^-n with m in [sqrt(1/2), sqrt(2)), and f = m - 1. With s = f / (2 + f),
// log(1 + f) = 2 atanh(s) = f - s (f - s^2 W(s^2)). Where u is near 1 and the radius near 0, f must
// have its full relative accuracy. float32 reads r as two's complement, so that v = r + 1 + (e + 1/2)
// 2^-8 is 2^32 u or, negative, 2^32 (u - 1): the latter is 2^32 f where n = 0, which it is for u above
// sqrt(1/2) alone. float64 holds u as the sum uh + ul of two numbers; f = (m - 1) + ul 2^n rounds once.
//
// The angle. cos(t pi/2) and sin(t pi/2) / t are polynomials of t^2. W and they are minimax
// polynomials found with Remez's algorithm in 60 digits, each coefficient rounded in turn and those
// after it fitted anew; Horner's rule evaluates them.
//
// float32 is made for speed: the factor sqrt(2) of the radius is in the coefficients of the angle,
// and nothing that rounding loses is carried on. float64 keeps fl, what the rounding of f loses, and
// splits off the parts of the polynomials that make the rest, and so its roundings, small:
//   -log u = (n ln2_high - f) + (n ln2_low + s (f - s^2 W(s^2))),  n ln2_high being exact,
//   cos(t pi/2) = 1 + (t^2 C(t^2) - t^2) and sin(t pi/2) = 3/2 t + t S(t^2).
//
// Measured against exact arithmetic on the same bits:
//   float32   at most 4.81 ulp, in 9 x 10^7 pairs
//   float64   at most 3.32 ulp, in 8 x 10^6 pairs
//   float32 and float64 differ by at most 4e-7 R, but for one draw in 2^19 whose u lies within
//             2^-20 of 0 or 1, where 40 bits give fewer digits of the radius than float32 has.
// The radius goes up to sqrt(82 log 2) = 7.539 in float32 and sqrt(146 log 2) = 10.060 in float64,
// and down to 6.7e-7 and 1.5e-11; no value is zero.

// log 2 as the sum of a part with so few bits that its products with n are exact, and the rest.
#define WK_LN2_HIGH_F64 0x1.62e42fefa3a00p-1
#define WK_LN2_LOW_F64 -0x1.0ca86c3898d00p-49

WK_INLINE void normal_pair_f32(uint32_t r, uint32_t a, float *even, float *odd) {
  // 2^32 u = v or, where v < 0, 2^32 + v.
  const float v =
    (float)wk_int32_of_bits(r) + wk_f32_of_bits((a << 15 & 0x7F8000u) | 0x3F804000u);
  const float uh = v < 0.0f ? v + 0x1p32f : v;

  // u = (1 + f) 2^-n; exponent = -n 2^23. u is above 1/2 where v < 0 and only there.
  const uint32_t root_half = 0x3F3504F3u;
  const uint32_t bits = wk_bits_of_f32(uh) - (root_half + (32u << 23));
  const uint32_t fraction = bits & 0x7FFFFFu;
  const uint32_t exponent = bits - fraction;
  const float m = wk_f32_of_bits(fraction + root_half);
  const float f = exponent == 0 ? v * 0x1p-32f : m - 1.0f;

  // radius = sqrt(-log u).
  const float s = f / (2.0f + f);
  const float z = s * s;
  float w = 0x1.31e080p-2f;
  w = w * z + 0x1.995ed6p-2f;
  w = w * z + 0x1.55557ap-1f;
  const float n_ln2 = (float)wk_int32_of_bits(exponent) * -0x1.62e430p-24f;
  const float radius = WK_SQRT_F32(n_ln2 - (f - s * (f - z * w)));

  // sqrt(2) times the cosine and the sine of t pi/2.
  const float t = (float)wk_int32_of_bits(a << 2 | 2u) * 0x1p-32f;
  const float t2 = t * t;
  float cosine = 0x1.4f46d0p-10f;
  cosine = cosine * t2 + -0x1.e358acp-6f;
  cosine = cosine * t2 + 0x1.6f5a32p-2f;
  cosine = cosine * t2 + -0x1.bea5b6p0f;
  cosine = cosine * t2 + 0x1.6a09e6p0f;
  float sine = -0x1.a958d2p-8f;
  sine = sine * t2 + 0x1.cd883ap-4f;
  sine = sine * t2 + -0x1.d3ba2ep-1f;
  sine = sine * t2 + 0x1.1c5832p1f;
  const float x = wk_f32_of_bits(wk_bits_of_f32(radius * cosine) ^ (a & 0x80000000u));
  const float y = (radius * t) * sine;
  const int swaps = (a & 0x40000000u) != 0;
  *even = swaps ? y : x;
  *odd = swaps ? x : y;
}

WK_INLINE void normal_pair_f64(
  uint32_t r, uint32_t a, uint32_t r_refined, uint32_t a_refined, double *even, double *odd
) {
  // u = uh + ul.
  const double high = wk_f64_of_word(r + 1u) * 0x1p-32 + (double)(int32_t)(a & 0xFFu) * 0x1p-40;
  const double low = wk_f64_of_word_plus_half(r_refined) * 0x1p-72;
  const double uh = high + low;
  const double ul = low - (uh - high);

  // u = (1 + f + fl) 2^-n.
  const uint64_t root_half = 0x3FE6A09E667F3BCDu;
  const uint64_t bits = wk_bits_of_f64(uh) + (0x3FF0000000000000u - root_half);
  const uint64_t n = 1023u - (bits >> 52);
  const double m = wk_f64_of_bits((bits & 0xFFFFFFFFFFFFFu) + root_half);
  const double ml = ul * wk_f64_of_bits((1023u + n) << 52);
  const double f = (m - 1.0) + ml;
  const double fl = ((m - 1.0) - f) + ml;

  // radius = sqrt(-2 log u).
  const double s = f / (2.0 + f);
  const double z = s * s;
  double w = 0x1.2f03b6b462bd0p-3;
  w = w * z + 0x1.39a1e936cc40ep-3;
  w = w * z + 0x1.74663ce87005dp-3;
  w = w * z + 0x1.c71c52146bf05p-3;
  w = w * z + 0x1.24924941e133cp-2;
  w = w * z + 0x1.999999997ff1bp-2;
  w = w * z + 0x1.5555555555592p-1;
  const double c = s * (f - z * w);
  const double exponent = (double)(int32_t)n;
  const double scaled = exponent * WK_LN2_HIGH_F64;
  const double eh = scaled - f;
  const double el = (((scaled - eh) - f) - fl) + (exponent * WK_LN2_LOW_F64 + c);
  const double e = eh + el;
  const double radius = WK_SQRT_F64(e + e);

  // Cosine and sine of t pi/2, times the radius. The sum of the two parts of t rounds once.
  const double cell = (double)wk_int32_of_bits(a << 2) * 0.25;
  const double t = (cell + wk_f64_of_word_plus_half(a_refined) * 0x1p-32) * 0x1p-30;
  const double t2 = t * t;
  double cosine = -0x1.b1e8a4e5675e0p-28;
  cosine = cosine * t2 + 0x1.f9caa309f0da9p-22;
  cosine = cosine * t2 + -0x1.a6d1ea618b139p-16;
  cosine = cosine * t2 + 0x1.e1f50680b5523p-11;
  cosine = cosine * t2 + -0x1.55d3c7e3c76dcp-6;
  cosine = cosine * t2 + 0x1.03c1f081b5a9ep-2;
  cosine = cosine * t2 + -0x1.de9e64df22ef2p-3;
  double sine = 0x1.e3dc278354b3fp-25;
  sine = sine * t2 + -0x1.e3002f35fbc8cp-19;
  sine = sine * t2 + 0x1.50782f938a557p-13;
  sine = sine * t2 + -0x1.32d2cce2a14e8p-8;
  sine = sine * t2 + 0x1.466bc67758446p-4;
  sine = sine * t2 + -0x1.4abbce625be3fp-1;
  sine = sine * t2 + 0x1.21fb54442d184p-4;
  const double cosine_part = radius + radius * (t2 * cosine - t2);
  const double x =
    wk_f64_of_bits(wk_bits_of_f64(cosine_part) ^ (uint64_t)(a & 0x80000000u) << 32);
  const double y = radius * (t + (0.5 * t + t * sine));
  const int swaps = (a & 0x40000000u) != 0;
  *even = swaps ? y : x;
  *odd = swaps ? x : y;
}

WK_INLINE void normal_batch_f32_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, float *out
) {
  uint32_t w[4];
  philox_block(keys, stream, block, w);
  normal_pair_f32(w[0], w[1], out, out + 1);
  normal_pair_f32(w[2], w[3], out + 2, out + 3);
}

WK_INLINE void normal_batch_f32(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks, float *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  float z[4 * WK_BATCH_BLOCKS];
  for (int p = 0; p < 4; p += 2) {
    const uint32_t *w = words + p * blocks;
    float *even = z + p * blocks, *odd = even + blocks;
    if (blocks % (8 * WK_LANES) == 0) {
      WK_LOOP_F32_DEEP for (int j = 0; j < blocks; j++) {
        normal_pair_f32(w[j], w[blocks + j], &even[j], &odd[j]);
      }
    } else {
      WK_LOOP_F32 for (int j = 0; j < blocks; j++) {
        normal_pair_f32(w[j], w[blocks + j], &even[j], &odd[j]);
      }
    }
  }
  WK_LOOP_F32 for (int j = 0; j < blocks; j++) {
    out[4 * j + 0] = z[j];
    out[4 * j + 1] = z[blocks + j];
    out[4 * j + 2] = z[2 * blocks + j];
    out[4 * j + 3] = z[3 * blocks + j];
  }
}

WK_INLINE void normal_batch_f64_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, double *out
) {
  uint32_t w[4], v[4];
  philox_block(keys, stream, block, w);
  philox_block(keys, stream, block + WK_REFINEMENT_BLOCK, v);
  normal_pair_f64(w[0], w[1], v[0], v[1], out, out + 1);
  normal_pair_f64(w[2], w[3], v[2], v[3], out + 2, out + 3);
}

WK_INLINE void normal_batch_f64(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks, double *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS], refined[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  philox_batch(keys, stream, block + WK_REFINEMENT_BLOCK, blocks, refined);
  for (int p = 0; p < 4; p += 2) {
    const uint32_t *w = words + p * blocks, *v = refined + p * blocks;
    WK_LOOP_F64 for (int j = 0; j < blocks; j++) {
      double even, odd;
      normal_pair_f64(w[j], w[blocks + j], v[j], v[blocks + j], &even, &odd);
      out[4 * j + p] = even;
      out[4 * j + p + 1] = odd;
    }
  }
}

WK_DEFINE_FILL(fill_normal_f32, float, normal_batch_f32)
WK_DEFINE_FILL(fill_normal_f64, double, normal_batch_f64)
