// Conversion between float32 and the 16-bit formats: IEEE binary16 (5 exponent bits, 10 of
// fraction) and bfloat16 (8 and 7). Narrowing rounds to nearest even; what rounds beyond the
// largest finite number becomes infinite. Widening is exact. A NaN becomes a quiet NaN that keeps
// its sign and the leading bits of its payload, which is what the processors' own instructions do.
// The loops have no branches, only selections.

WK_INLINE uint16_t f16_of_f32(float value) {
  const uint32_t bits = wk_bits_of_f32(value);
  const uint32_t sign = bits >> 16 & 0x8000u;
  const uint32_t magnitude = bits & 0x7FFFFFFFu;
  // The exponent moves from a bias of 127 to one of 15; adding just under half of the last place
  // kept, and that place's own bit, rounds to nearest even and carries into the exponent.
  const uint32_t normal = (magnitude - (112u << 23) + 0xFFFu + (magnitude >> 13 & 1u)) >> 13;
  // Below 2^-14 the last place is 2^-24, which is that of 1/2 in float32: the sum rounds there.
  const uint32_t subnormal = wk_bits_of_f32(wk_f32_of_bits(magnitude) + 0.5f) - 0x3F000000u;
  const uint32_t nan = 0x7E00u | (magnitude >> 13 & 0x3FFu);
  uint32_t result = magnitude < (113u << 23) ? subnormal : normal;
  result = magnitude >= 0x477FF000u ? 0x7C00u : result;  // 65520, midway to 2^16
  result = magnitude > 0x7F800000u ? nan : result;
  return (uint16_t)(sign | result);
}

WK_INLINE uint16_t bf16_of_f32(float value) {
  const uint32_t bits = wk_bits_of_f32(value);
  const uint32_t rounded = (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16;
  const uint32_t nan = bits >> 16 | 0x40u;
  return (uint16_t)((bits & 0x7FFFFFFFu) > 0x7F800000u ? nan : rounded);
}

WK_INLINE float f32_of_f16(uint16_t half) {
  const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
  const uint32_t magnitude = (uint32_t)(half & 0x7FFFu) << 13;
  const uint32_t normal = magnitude + (112u << 23);
  // The fraction of a subnormal, put behind the exponent of 2^-14, exceeds its value by 2^-14.
  const float above = wk_f32_of_bits(magnitude + (113u << 23));
  const uint32_t subnormal = wk_bits_of_f32(above - 0x1p-14f);
  const uint32_t special = magnitude + (224u << 23);
  uint32_t result = magnitude < (1u << 23) ? subnormal : normal;
  result = magnitude >= (31u << 23) ? special : result;
  result |= magnitude > (31u << 23) ? 0x400000u : 0u;
  return wk_f32_of_bits(sign | result);
}

WK_INLINE float f32_of_bf16(uint16_t brain) {
  const uint32_t bits = (uint32_t)brain << 16;
  return wk_f32_of_bits((bits & 0x7FFFFFFFu) > 0x7F800000u ? bits | 0x400000u : bits);
}

WK_KERNEL void f32_to_f16(const float *restrict in, size_t count, uint16_t *restrict out) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    out[i] = f16_of_f32(in[i]);
  }
}

WK_KERNEL void f32_to_bf16(const float *restrict in, size_t count, uint16_t *restrict out) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    out[i] = bf16_of_f32(in[i]);
  }
}

WK_KERNEL void f16_to_f32(const uint16_t *restrict in, size_t count, float *restrict out) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    out[i] = f32_of_f16(in[i]);
  }
}

WK_KERNEL void bf16_to_f32(const uint16_t *restrict in, size_t count, float *restrict out) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    out[i] = f32_of_bf16(in[i]);
  }
}
