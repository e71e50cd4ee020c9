// Normal draws by Box and Muller's transform (1958), from + - * / and square roots alone.
//
// One Philox block gives four values: words (0, 1) values 0 and 1, words (2, 3) values 2 and 3. Of
// a pair of words (r, a), e = a & 255 extends the radius and k = a >> 8 is the angle:
//
//   u = (r + (e + 1/2) 2^-8) 2^-32                            in (0, 1), 40 random bits
//   q = k >> 22,  t = ((k & (2^22 - 1)) + 1/2) 2^-22 - 1/2    the quadrant; t in (-1/2, 1/2)
//   R = sqrt(-2 log u);  R cos((q + t) pi/2) and R sin((q + t) pi/2)
//
// are the even and the odd value. float64 refines both with the words (r', a') in the same place of
// block + 2^63: e + 1/2 becomes e + (r' + 1/2) 2^-32, and (k & (2^22 - 1)) + 1/2 becomes
// (k & (2^22 - 1)) + (a' + 1/2) 2^-32: 72 bits for the radius and 56 for the angle.
//
// The logarithm. u is held exactly, as the sum uh + ul of two numbers of the type; uh = m 2^-n with
// m in [sqrt(1/2), sqrt(2)), and f = (m - 1) + ul 2^n rounds once, since m - 1 is exact. So f has
// its full relative accuracy where u is near 1 and the radius near 0, too: there f = -(1 - u). With
// s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - s (f - s^2 W(s^2)), and
//   -log u = (n ln2_high - f) + (n ln2_low + s (f - s^2 W(s^2))),  n ln2_high being exact.
//
// The angle. cos(t pi/2) = 1 + (t^2 C(t^2) - t^2) and sin(t pi/2) = 3/2 t + t S(t^2), where the
// parts split off make the rest small and so its roundings. W, S and C are minimax polynomials
// found with Remez's algorithm in 60 digits, each coefficient rounded in turn and those after it
// fitted anew; Horner's rule evaluates them.
//
// float32 keeps what three roundings lose: fl that of f, er that of the logarithm, and delta that
// of the square root (by one step of Newton's method). Products with the radius that matter are
// exact because both factors are cut to 12 bits.
//
// Measured against exact arithmetic on the same bits:
//   float32   at most 1.83 ulp, in 9 x 10^7 pairs and at every edge of the words' ranges
//   float64   at most 3.32 ulp, in 1.5 x 10^7 pairs and likewise
//   float32 and float64 differ by at most 3.5e-7 R, but for one draw in 2^19 whose u lies within
//             2^-20 of 0 or 1, where 40 bits give fewer digits of the radius than float32 has.
// The radius goes up to sqrt(82 log 2) = 7.539 in float32 and sqrt(146 log 2) = 10.060 in float64,
// and down to 6.7e-7 and 1.5e-11; no value is zero.

#include "CWeightKernels.h"
#include "philox_batch.h"
#include "strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

// log 2 as the sum of a part with so few bits that its products with n are exact, and the rest.
#define WK_LN2_HIGH_F32 0x1.62e4p-1f
#define WK_LN2_LOW_F32 0x1.7f7d1cp-20f
#define WK_LN2_HIGH_F64 0x1.62e42fefa3a00p-1
#define WK_LN2_LOW_F64 -0x1.0ca86c3898d00p-49

static inline void normal_pair_f32(uint32_t r, uint32_t a, float *even, float *odd) {
  // u = uh + ul.
  const float high = (float)(int32_t)(r >> 12) * 0x1p-20f;
  const float low = ((float)(int32_t)((r & 0xFFFu) << 8 | (a & 0xFFu)) + 0.5f) * 0x1p-40f;
  const float uh = high + low;
  const float ul = low - (uh - high);

  // u = (1 + f + fl) 2^-n.
  const uint32_t root_half = 0x3F3504F3u;
  const uint32_t bits = wk_bits_of_f32(uh) + (0x3F800000u - root_half);
  const uint32_t n = 127u - (bits >> 23);
  const float m = wk_f32_of_bits((bits & 0x7FFFFFu) + root_half);
  const float ml = ul * wk_f32_of_bits((127u + n) << 23);
  const float f = (m - 1.0f) + ml;
  const float fl = ((m - 1.0f) - f) + ml;

  // -log u = e + er.
  const float s = f / (2.0f + f);
  const float z = s * s;
  float w = 0x1.31e080p-2f;
  w = w * z + 0x1.995ed6p-2f;
  w = w * z + 0x1.55557ap-1f;
  const float c = s * (f - z * w);
  const float exponent = (float)(int32_t)n;
  const float scaled = exponent * WK_LN2_HIGH_F32;
  const float eh = scaled - f;
  const float el = (((scaled - eh) - f) - fl) + (exponent * WK_LN2_LOW_F32 + c);
  const float e = eh + el;
  const float er = (eh - e) + el;

  // sqrt(-2 log u) = radius + delta, and radius = rh + rl with rh of 12 bits.
  const float radius = WK_SQRT_F32(e + e);
  const float rh = wk_f32_of_bits(wk_bits_of_f32(radius) & 0xFFFFF000u);
  const float rl = radius - rh;
  const float rest = ((e + e - rh * rh) - rl * (rh + radius)) + (er + er);
  const float delta = rest / (radius + radius);

  // Cosine and sine of t pi/2 = t3 pi/3, times the radius; t3 = th + tl with th of 12 bits.
  const int32_t cell = (int32_t)((a >> 7 & 0x7FFFFEu) | 1u);
  const float t = (float)(cell - 0x400000) * 0x1p-23f;
  const float t2 = t * t;
  float cosine = 0x1.da2718p-11f;
  cosine = cosine * t2 + -0x1.55c70ap-6f;
  cosine = cosine * t2 + 0x1.03c1e0p-2f;
  cosine = cosine * t2 + -0x1.de9e64p-3f;
  const float x = radius + (radius * (t2 * cosine - t2) + delta);
  float sine = -0x1.2cc406p-8f;
  sine = sine * t2 + 0x1.465a3ep-4f;
  sine = sine * t2 + -0x1.4abbaep-1f;
  sine = sine * t2 + 0x1.21fb52p-4f;
  const float t3 = 1.5f * t;
  const float th = wk_f32_of_bits(wk_bits_of_f32(t3) & 0xFFFFF000u);
  const float tl = t3 - th;
  const float y = rh * th + (rh * tl + ((rl + delta) * t3 + radius * (t * sine)));

  // Quadrants: (x, y), (-y, x), (-x, -y), (y, -x).
  const uint32_t swap = 0u - (a >> 30 & 1u);
  const uint32_t x_bits = wk_bits_of_f32(x);
  const uint32_t y_bits = wk_bits_of_f32(y);
  const uint32_t difference = (x_bits ^ y_bits) & swap;
  const uint32_t even_sign = (a ^ a << 1) & 0x80000000u;
  const uint32_t odd_sign = a & 0x80000000u;
  *even = wk_f32_of_bits(x_bits ^ difference ^ even_sign);
  *odd = wk_f32_of_bits(y_bits ^ difference ^ odd_sign);
}

static inline void normal_pair_f64(
  uint32_t r, uint32_t a, uint32_t r_refined, uint32_t a_refined, double *even, double *odd
) {
  // u = uh + ul.
  const double high = wk_f64_of_word(r) * 0x1p-32 + (double)(int32_t)(a & 0xFFu) * 0x1p-40;
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
  const double cell = (double)((int32_t)(a >> 8 & 0x3FFFFFu) - 0x200000);
  const double t = (cell + wk_f64_of_word_plus_half(a_refined) * 0x1p-32) * 0x1p-22;
  const double t2 = t * t;
  double cosine = -0x1.b1e8a4e5675e0p-28;
  cosine = cosine * t2 + 0x1.f9caa309f0da9p-22;
  cosine = cosine * t2 + -0x1.a6d1ea618b139p-16;
  cosine = cosine * t2 + 0x1.e1f50680b5523p-11;
  cosine = cosine * t2 + -0x1.55d3c7e3c76dcp-6;
  cosine = cosine * t2 + 0x1.03c1f081b5a9ep-2;
  cosine = cosine * t2 + -0x1.de9e64df22ef2p-3;
  const double x = radius + radius * (t2 * cosine - t2);
  double sine = 0x1.e3dc278354b3fp-25;
  sine = sine * t2 + -0x1.e3002f35fbc8cp-19;
  sine = sine * t2 + 0x1.50782f938a557p-13;
  sine = sine * t2 + -0x1.32d2cce2a14e8p-8;
  sine = sine * t2 + 0x1.466bc67758446p-4;
  sine = sine * t2 + -0x1.4abbce625be3fp-1;
  sine = sine * t2 + 0x1.21fb54442d184p-4;
  const double y = radius * (t + (0.5 * t + t * sine));

  // Quadrants: (x, y), (-y, x), (-x, -y), (y, -x).
  const uint64_t swap = 0u - (uint64_t)(a >> 30 & 1u);
  const uint64_t x_bits = wk_bits_of_f64(x);
  const uint64_t y_bits = wk_bits_of_f64(y);
  const uint64_t difference = (x_bits ^ y_bits) & swap;
  const uint64_t even_sign = (uint64_t)((a ^ a << 1) & 0x80000000u) << 32;
  const uint64_t odd_sign = (uint64_t)(a & 0x80000000u) << 32;
  *even = wk_f64_of_bits(x_bits ^ difference ^ even_sign);
  *odd = wk_f64_of_bits(y_bits ^ difference ^ odd_sign);
}

static void batch_f32(uint64_t key, uint64_t stream, uint64_t block, float *restrict out) {
  uint32_t w[4][WK_BATCH_BLOCKS];
  float z[4][WK_BATCH_BLOCKS];
  wk_philox_batch(key, stream, block, w);
  for (int p = 0; p < 4; p += 2) {
    for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
      normal_pair_f32(w[p][j], w[p + 1][j], &z[p][j], &z[p + 1][j]);
    }
  }
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    out[4 * j + 0] = z[0][j];
    out[4 * j + 1] = z[1][j];
    out[4 * j + 2] = z[2][j];
    out[4 * j + 3] = z[3][j];
  }
}

static void batch_f64(uint64_t key, uint64_t stream, uint64_t block, double *restrict out) {
  uint32_t w[4][WK_BATCH_BLOCKS];
  uint32_t v[4][WK_BATCH_BLOCKS];
  double z[4][WK_BATCH_BLOCKS];
  wk_philox_batch(key, stream, block, w);
  wk_philox_batch(key, stream, block + WK_REFINEMENT_BLOCK, v);
  for (int p = 0; p < 4; p += 2) {
    for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
      normal_pair_f64(
        w[p][j], w[p + 1][j], v[p][j], v[p + 1][j], &z[p][j], &z[p + 1][j]);
    }
  }
  for (int j = 0; j < WK_BATCH_BLOCKS; j++) {
    out[4 * j + 0] = z[0][j];
    out[4 * j + 1] = z[1][j];
    out[4 * j + 2] = z[2][j];
    out[4 * j + 3] = z[3][j];
  }
}

WK_DEFINE_FILL(wk_fill_normal_f32, float, batch_f32)
WK_DEFINE_FILL(wk_fill_normal_f64, double, batch_f64)
