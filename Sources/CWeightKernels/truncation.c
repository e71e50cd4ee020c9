// The probabilities of a truncated normal law, from + - * / alone, so that they too are the same on
// every processor. Speed does not matter here: it happens once for each tensor.

#include "CWeightKernels.h"
#include "strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

// exp(-y) for 0 <= y <= 708: 2^-n exp(r) with |r| <= log(2) / 2, and Taylor's series.
static double exp_of_negative(double y) {
  const double n = (double)(int64_t)(y * 0x1.71547652b82fep0 + 0.5);
  const double r = (n * 0x1.62e42fefa3a00p-1 - y) + n * -0x1.0ca86c3898d00p-49;
  double sum = 1.0;
  for (int k = 18; k >= 1; k--) {
    sum = 1.0 + sum * r / (double)k;
  }
  return sum * wk_f64_of_bits((uint64_t)(1023 - (int64_t)n) << 52);
}

// The normal density at x, without what the rounding of x^2 would cost.
static double density(double x) {
  const double head = wk_f64_of_bits(wk_bits_of_f64(x) & 0xFFFFFFFFF8000000u);
  const double rest = (x - head) * (x + head) * 0.5;
  return exp_of_negative(head * head * 0.5) * exp_of_negative(rest) * 0x1.9884533d43651p-2;
}

// The probability beyond x >= 0. Abramowitz and Stegun, "Handbook of mathematical functions" (1964),
// 26.2.11 (a series) below 1.5 and 26.2.14 (a continued fraction) above; nothing beyond 37.5.
static double tail(double x) {
  if (x > 37.5) {
    return 0.0;
  }
  if (x < 1.5) {
    double term = x, sum = x;
    for (int k = 1; k < 40; k++) {
      term = term * x * x / (double)(2 * k + 1);
      sum += term;
    }
    return 0.5 - density(x) * sum;
  }
  double fraction = x;
  for (int k = 400; k >= 1; k--) {
    fraction = x + (double)k / fraction;
  }
  return density(x) / fraction;
}

int wk_truncate(double lower, double upper, struct wk_truncation *truncation) {
  if (!(lower < upper)) {
    return 1;
  }
  truncation->lower = lower;
  truncation->upper = upper;
  truncation->below = lower < 0.0 ? tail(-lower) : 1.0 - tail(lower);
  truncation->above = upper > 0.0 ? tail(upper) : 1.0 - tail(-upper);
  if (lower > 0.0) {
    truncation->between = tail(lower) - tail(upper);
  } else if (upper < 0.0) {
    truncation->between = tail(-upper) - tail(-lower);
  } else {
    truncation->between = 1.0 - truncation->below - truncation->above;
  }
  return truncation->between > 0.0 ? 0 : 1;
}
