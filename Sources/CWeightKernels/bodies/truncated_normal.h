// Truncated normal draws by inversion, from + - * / and square roots alone: value i from word i, so
// that no value waits for another, as it would if draws outside the bounds were thrown away.
//
// With u = (w + 1/2) 2^-32 of the word w, and for float64 (w + (w' + 1/2) 2^-32) 2^-32 with the
// word w' of the refinement blocks, the value has
//   p = below + u between   of the normal law below it,
//   q = above + (1 - u) between   above it,
// both with full relative accuracy, since 1 - u comes from the words' complements.
//
// float32. With v = 4 p q and L = -log v, the value is (p - q) F(L), where F is smooth: F(0) =
// sqrt(pi/2). For L < 5 a polynomial of L - 2.5, above it one of sqrt(L) - 3 up to L = 24, each
// fitted for least relative error (9.4e-8 and 3.5e-8). Bounds so far out that draws have L > 24, which
// no 32-bit word reaches otherwise, go through float64. Measured: within 3.7e-7 of the exact inverse,
// relatively, over 2.6 x 10^5 words of each of nine pairs of bounds.
//
// float64. Wichura, "Algorithm AS 241" (Applied Statistics 37, 1988), PPND16, accurate to 1e-16: three
// rational functions for the middle and the tails, all evaluated and one taken.
//
// The bounds themselves are the last word: what rounding carries beyond them is put back.

// -log x for 0 < x <= 1, as in the normal draws.
WK_INLINE float negative_log_f32(float x) {
  const uint32_t root_half = 0x3F3504F3u;
  const uint32_t bits = wk_bits_of_f32(x) - root_half;
  const uint32_t fraction = bits & 0x7FFFFFu;
  const float f = wk_f32_of_bits(fraction + root_half) - 1.0f;
  const float s = f / (2.0f + f);
  const float z = s * s;
  float w = 0x1.31e080p-2f;
  w = w * z + 0x1.995ed6p-2f;
  w = w * z + 0x1.55557ap-1f;
  return (float)wk_int32_of_bits(bits - fraction) * -0x1.62e430p-24f - (f - s * (f - z * w));
}

WK_INLINE double negative_log_f64(double x) {
  const uint64_t root_half = 0x3FE6A09E667F3BCDu;
  const uint64_t bits = wk_bits_of_f64(x) + (0x3FF0000000000000u - root_half);
  const double f = wk_f64_of_bits((bits & 0xFFFFFFFFFFFFFu) + root_half) - 1.0;
  const double n = (double)(int32_t)(1023u - (uint32_t)(bits >> 52));
  const double s = f / (2.0 + f);
  const double z = s * s;
  double w = 0x1.2f03b6b462bd0p-3;
  w = w * z + 0x1.39a1e936cc40ep-3;
  w = w * z + 0x1.74663ce87005dp-3;
  w = w * z + 0x1.c71c52146bf05p-3;
  w = w * z + 0x1.24924941e133cp-2;
  w = w * z + 0x1.999999997ff1bp-2;
  w = w * z + 0x1.5555555555592p-1;
  return (n * WK_LN2_HIGH_F64 - f) + (n * WK_LN2_LOW_F64 + s * (f - z * w));
}

WK_INLINE float truncated_middle_f32(float l) {
  const float x = l - 2.5f;
  float y = 0x1.5aa404p-25f;
  y = y * x + 0x1.04f98ep-21f;
  y = y * x + -0x1.4ee930p-18f;
  y = y * x + -0x1.a14836p-18f;
  y = y * x + 0x1.442ae0p-12f;
  y = y * x + -0x1.d0c8b2p-10f;
  y = y * x + -0x1.8332aap-8f;
  y = y * x + 0x1.652c86p-2f;
  return y * x + 0x1.0fc8bep1f;
}

WK_INLINE float truncated_tail_f32(float l) {
  const float x = WK_SQRT_F32(l) - 3.0f;
  float y = -0x1.7c6cb2p-16f;
  y = y * x + 0x1.456e64p-13f;
  y = y * x + -0x1.6377fcp-12f;
  y = y * x + -0x1.8d740ep-14f;
  y = y * x + 0x1.058e7ep-9f;
  y = y * x + -0x1.4c12eap-8f;
  y = y * x + 0x1.08ebbep-7f;
  y = y * x + -0x1.621afcp-7f;
  y = y * x + 0x1.b58230p-7f;
  y = y * x + 0x1.6aa528p0f;
  return y * x + 0x1.00696cp2f;
}

WK_INLINE float clamped_f32(float x, float lower, float upper) {
  x = x < lower ? lower : x;
  return x > upper ? upper : x;
}

WK_INLINE double clamped_f64(double x, double lower, double upper) {
  x = x < lower ? lower : x;
  return x > upper ? upper : x;
}

// How a range is drawn: the constants of the law, and which of the formulas it needs.
struct truncated_plan {
  double below, between, above, lower, upper;
  // What one step of a word adds: between 2^-32.
  double step;
  float lower_f32, upper_f32;
};

WK_INLINE float truncated_f32(const struct truncated_plan *plan, uint32_t word, int with_tail) {
  // The complement of a word, and half a step beyond it, is what 2^32 exceeds the word's by.
  const double place = wk_f64_of_word_plus_half(word);
  const double p = plan->below + place * plan->step;
  const double q = plan->above + (0x1p32 - place) * plan->step;
  const float l = negative_log_f32((float)(p * q) * 4.0f);
  float factor = truncated_middle_f32(l);
  if (with_tail) {
    const float tail = truncated_tail_f32(l);
    factor = l < 5.0f ? factor : tail;
  }
  return clamped_f32((float)(p - q) * factor, plan->lower_f32, plan->upper_f32);
}

WK_INLINE double ratio_f64(
  double x, double a7, double a6, double a5, double a4, double a3, double a2, double a1, double a0,
  double b7, double b6, double b5, double b4, double b3, double b2, double b1
) {
  const double top =
    ((((((a7 * x + a6) * x + a5) * x + a4) * x + a3) * x + a2) * x + a1) * x + a0;
  const double bottom =
    ((((((b7 * x + b6) * x + b5) * x + b4) * x + b3) * x + b2) * x + b1) * x + 1.0;
  return top / bottom;
}

// The value with probability p below and q above, p + q = 1.
WK_INLINE double quantile_f64(double p, double q) {
  const double half = (p - q) * 0.5;
  const double middle = half * ratio_f64(
    0.180625 - half * half, 2.5090809287301226727e+3, 3.3430575583588128105e+4,
    6.7265770927008700853e+4, 4.5921953931549871457e+4, 1.3731693765509461125e+4,
    1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e0,
    5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
    2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
    4.2313330701600911252e+1);
  const double r = WK_SQRT_F64(negative_log_f64(p < q ? p : q));
  const double near = ratio_f64(
    r - 1.6, 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
    4.63033784615654529590e0, 1.42343711074968357734e0, 1.05075007164441684324e-9,
    5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0);
  const double far = ratio_f64(
    r - 5.0, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
    2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
    5.46378491116411436990e0, 6.65790464350110377720e0, 2.04426310338993978564e-15,
    1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1);
  const double beyond = r < 5.0 ? near : far;
  const double tail = p < q ? -beyond : beyond;
  return half < 0.425 && half > -0.425 ? middle : tail;
}

WK_INLINE double truncated_f64(const struct truncated_plan *plan, uint32_t word, uint32_t refined) {
  const double u =
    (wk_f64_of_word(word) + wk_f64_of_word_plus_half(refined) * 0x1p-32) * 0x1p-32;
  const double v =
    (wk_f64_of_word(~word) + wk_f64_of_word_plus_half(~refined) * 0x1p-32) * 0x1p-32;
  const double x =
    quantile_f64(plan->below + u * plan->between, plan->above + v * plan->between);
  return clamped_f64(x, plan->lower, plan->upper);
}

// The largest float32 that is not above x, and the smallest that is not below it.
WK_INLINE float float_at_most(double x) {
  const float near = (float)x;
  if (!((double)near > x)) {
    return near;
  }
  const uint32_t bits = wk_bits_of_f32(near);
  return near > 0.0f ? wk_f32_of_bits(bits - 1u) : wk_f32_of_bits((bits | 0x80000000u) + 1u);
}

WK_INLINE struct truncated_plan truncated_plan(const struct wk_truncation *truncation) {
  return (struct truncated_plan){
    .below = truncation->below,
    .between = truncation->between,
    .step = truncation->between * 0x1p-32,
    .above = truncation->above,
    .lower = truncation->lower,
    .upper = truncation->upper,
    .lower_f32 = -float_at_most(-truncation->lower),
    .upper_f32 = float_at_most(truncation->upper),
  };
}

#define WK_DEFINE_TRUNCATED_BATCH_F32(name, value)                                                \
  WK_INLINE void name##_block(                                                                    \
    const struct philox_keys *keys, uint64_t stream, uint64_t block,                              \
    const struct truncated_plan *plan, float *out                                                 \
  ) {                                                                                             \
    uint32_t w[4];                                                                                \
    philox_block(keys, stream, block, w);                                                         \
    for (int p = 0; p < 4; p++) {                                                                 \
      out[p] = value;                                                                             \
    }                                                                                             \
  }                                                                                               \
                                                                                                  \
  WK_INLINE void name(                                                                            \
    const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks,                  \
    const struct truncated_plan *plan, float *out                                                 \
  ) {                                                                                             \
    uint32_t words[4 * WK_BATCH_BLOCKS];                                                          \
    float values[4 * WK_BATCH_BLOCKS];                                                            \
    philox_batch(keys, stream, block, blocks, words);                                             \
    const uint32_t *w = words;                                                                    \
    WK_LOOP_F32_DEEP for (int p = 0; p < 4 * blocks; p++) {                                       \
      values[p] = value;                                                                          \
    }                                                                                             \
    WK_LOOP_F32 for (int j = 0; j < blocks; j++) {                                                \
      out[4 * j + 0] = values[j];                                                                 \
      out[4 * j + 1] = values[blocks + j];                                                        \
      out[4 * j + 2] = values[2 * blocks + j];                                                    \
      out[4 * j + 3] = values[3 * blocks + j];                                                    \
    }                                                                                             \
  }

WK_DEFINE_TRUNCATED_BATCH_F32(truncated_middle_batch, truncated_f32(plan, w[p], 0))
WK_DEFINE_TRUNCATED_BATCH_F32(truncated_wide_batch, truncated_f32(plan, w[p], 1))

// Rare bounds: through float64, from the same words.
WK_INLINE float truncated_far_f32(const struct truncated_plan *plan, uint32_t word) {
  const double u = wk_f64_of_word_plus_half(word) * 0x1p-32;
  const double v = wk_f64_of_word_plus_half(~word) * 0x1p-32;
  const double x =
    quantile_f64(plan->below + u * plan->between, plan->above + v * plan->between);
  return clamped_f32((float)x, plan->lower_f32, plan->upper_f32);
}

WK_DEFINE_TRUNCATED_BATCH_F32(truncated_far_batch, truncated_far_f32(plan, w[p]))

WK_INLINE void truncated_batch_f64_block(
  const struct philox_keys *keys, uint64_t stream, uint64_t block,
  const struct truncated_plan *plan, double *out
) {
  uint32_t w[4], v[4];
  philox_block(keys, stream, block, w);
  philox_block(keys, stream, block + WK_REFINEMENT_BLOCK, v);
  for (int p = 0; p < 4; p++) {
    out[p] = truncated_f64(plan, w[p], v[p]);
  }
}

WK_INLINE void truncated_batch_f64(
  const struct philox_keys *keys, uint64_t stream, uint64_t block, int blocks,
  const struct truncated_plan *plan, double *out
) {
  uint32_t words[4 * WK_BATCH_BLOCKS], refined[4 * WK_BATCH_BLOCKS];
  double values[4 * WK_BATCH_BLOCKS];
  philox_batch(keys, stream, block, blocks, words);
  philox_batch(keys, stream, block + WK_REFINEMENT_BLOCK, blocks, refined);
  WK_LOOP_F64 for (int p = 0; p < 4 * blocks; p++) {
    values[p] = truncated_f64(plan, words[p], refined[p]);
  }
  for (int j = 0; j < blocks; j++) {
    for (int p = 0; p < 4; p++) {
      out[4 * j + p] = values[p * blocks + j];
    }
  }
}

#define WK_PLAN_PARAMETER , const struct truncated_plan *plan
#define WK_PLAN_ARGUMENT , plan

WK_DEFINE_FILL_WITH(
  truncated_middle_fill, float, truncated_middle_batch, WK_PLAN_PARAMETER, WK_PLAN_ARGUMENT)
WK_DEFINE_FILL_WITH(
  truncated_wide_fill, float, truncated_wide_batch, WK_PLAN_PARAMETER, WK_PLAN_ARGUMENT)
WK_DEFINE_FILL_WITH(
  truncated_far_fill, float, truncated_far_batch, WK_PLAN_PARAMETER, WK_PLAN_ARGUMENT)
WK_DEFINE_FILL_WITH(
  truncated_fill_f64, double, truncated_batch_f64, WK_PLAN_PARAMETER, WK_PLAN_ARGUMENT)

WK_KERNEL void fill_truncated_normal_f32(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, float *out
) {
  const struct truncated_plan plan = truncated_plan(truncation);
  // The smallest p or q that a word can give: exp(-24) / 4 and exp(-5) / 4 are where formulas end.
  const double outer = plan.below < plan.above ? plan.below : plan.above;
  const double smallest = outer + 0x1p-33 * plan.between;
  if (smallest > 0x1.bp-10) {
    truncated_middle_fill(key, stream, first, count, &plan, out);
  } else if (smallest > 0x1.5p-37) {
    truncated_wide_fill(key, stream, first, count, &plan, out);
  } else {
    truncated_far_fill(key, stream, first, count, &plan, out);
  }
}

WK_KERNEL void fill_truncated_normal_f64(
  uint64_t key, uint64_t stream, uint64_t first, size_t count,
  const struct wk_truncation *truncation, double *out
) {
  const struct truncated_plan plan = truncated_plan(truncation);
  truncated_fill_f64(key, stream, first, count, &plan, out);
}
