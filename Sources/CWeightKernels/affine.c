// Shifting, scaling and summing whole arrays.

#include "CWeightKernels.h"
#include "strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

// In float64: float32 draws lie on a grid, and subtracting a small center in float32 would round all
// values of one binade the same way, a bias that adds up along a row.
void wk_affine_f32(float *values, size_t count, double center, double scale, double shift) {
  for (size_t i = 0; i < count; i++) {
    values[i] = (float)(scale * ((double)values[i] - center) + shift);
  }
}

void wk_affine_f64(double *values, size_t count, double center, double scale, double shift) {
  for (size_t i = 0; i < count; i++) {
    values[i] = scale * (values[i] - center) + shift;
  }
}

// Element i is added to lane i % 16, in increasing order of i; then lane j + 8 to lane j, lane j +
// 4 to lane j, lane j + 2, lane j + 1. The order depends on nothing but the count, and leaves room
// for vectors of any width.
enum { SUM_LANES = 16 };

static double sum_of_lanes(double lanes[SUM_LANES]) {
  for (int width = SUM_LANES / 2; width > 0; width /= 2) {
    for (int j = 0; j < width; j++) {
      lanes[j] += lanes[j + width];
    }
  }
  return lanes[0];
}

double wk_sum_f32(const float *values, size_t count) {
  double lanes[SUM_LANES] = {0};
  size_t i = 0;
  for (; i + SUM_LANES <= count; i += SUM_LANES) {
    for (int j = 0; j < SUM_LANES; j++) {
      lanes[j] += (double)values[i + (size_t)j];
    }
  }
  for (int j = 0; i < count; i++, j++) {
    lanes[j] += (double)values[i];
  }
  return sum_of_lanes(lanes);
}

double wk_sum_f64(const double *values, size_t count) {
  double lanes[SUM_LANES] = {0};
  size_t i = 0;
  for (; i + SUM_LANES <= count; i += SUM_LANES) {
    for (int j = 0; j < SUM_LANES; j++) {
      lanes[j] += values[i + (size_t)j];
    }
  }
  for (int j = 0; i < count; i++, j++) {
    lanes[j] += values[i];
  }
  return sum_of_lanes(lanes);
}
