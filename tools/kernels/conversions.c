// Narrows all 2^32 float32 inputs on every instruction set that runs here, and compares the bits with
// references of another kind: for float16 the processor's own instruction, for bfloat16 the nearer of
// the two neighbors, found in float64, and the even one of two that are equally near. A NaN must
// become a quiet NaN of the same sign and leading bits. See check-conversions.

#include "CWeightKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 1 << 16 };

static float inputs[BLOCK];
static uint16_t outputs[BLOCK], expected[BLOCK];

#if defined(__x86_64__)
__attribute__((target("avx,f16c"))) static void expect_float16(void) {
  for (int i = 0; i < BLOCK; i += 8) {
    const __m128i halves = _mm256_cvtps_ph(_mm256_loadu_ps(inputs + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128((__m128i *)(void *)(expected + i), halves);
  }
}
#else
static void expect_float16(void) {
  for (int i = 0; i < BLOCK; i++) {
    const __fp16 half = (__fp16)inputs[i];
    memcpy(expected + i, &half, sizeof half);
  }
}
#endif

// The value of a bfloat16's bits; what would come after the largest finite number counts as 2^128.
static double value_of(uint32_t magnitude) {
  if (magnitude == 0x7F80u) {
    return 0x1p128;
  }
  const uint32_t bits = magnitude << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void expect_bfloat16(void) {
  for (int i = 0; i < BLOCK; i++) {
    uint32_t bits;
    memcpy(&bits, inputs + i, sizeof bits);
    const uint32_t sign = bits >> 16 & 0x8000u;
    uint32_t magnitude = bits >> 16 & 0x7FFFu;
    if (isnan(inputs[i])) {
      magnitude |= 0x40u;
    } else if (magnitude < 0x7F80u) {
      const double below = fabs((double)inputs[i]) - value_of(magnitude);
      const double above = value_of(magnitude + 1) - fabs((double)inputs[i]);
      magnitude += above < below || (above == below && (magnitude & 1u));
    }
    expected[i] = (uint16_t)(sign | magnitude);
  }
}

static long compare(const char *name, void (*convert)(const float *, size_t, uint16_t *)) {
  long failures = 0;
  for (int set = 0; set < WK_INSTRUCTION_SET_COUNT; set++) {
    if (wk_select_instruction_set(set) != 0) {
      continue;
    }
    convert(inputs, BLOCK, outputs);
    for (int i = 0; memcmp(outputs, expected, sizeof outputs) != 0 && i < BLOCK; i++) {
      if (outputs[i] != expected[i] && failures++ == 0) {
        printf("%s, %s: %a gives 0x%04x, not 0x%04x\n", name, wk_instruction_set_name(set),
               (double)inputs[i], outputs[i], expected[i]);
      }
    }
  }
  return failures;
}

// An argument takes every so manieth block of 2^16 inputs only.
int main(int count, char **arguments) {
  const uint64_t step = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  if (step == 0) {
    return 64;
  }
  long failures = 0;
  uint64_t blocks = 0;
  for (uint64_t block = 0; block < 1 << 16; block += step, blocks++) {
    for (uint32_t i = 0; i < BLOCK; i++) {
      const uint32_t bits = (uint32_t)(block * BLOCK) + i;
      memcpy(inputs + i, &bits, sizeof bits);
    }
    expect_float16();
    failures += compare("float16", wk_f32_to_f16);
    expect_bfloat16();
    failures += compare("bfloat16", wk_f32_to_bf16);
  }
  printf("%llu inputs: %ld failures\n", (unsigned long long)(blocks * BLOCK), failures);
  return failures == 0 ? 0 : 1;
}
