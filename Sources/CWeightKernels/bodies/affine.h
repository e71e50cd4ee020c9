// Shifting and scaling whole arrays.

// In float64: float32 draws lie on a grid, and subtracting a small center in float32 would round all
// values of one binade the same way, a bias that adds up along a row.
WK_KERNEL void affine_f32(float *values, size_t count, double center, double scale, double shift) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    values[i] = (float)(scale * ((double)values[i] - center) + shift);
  }
}

WK_KERNEL void affine_f64(double *values, size_t count, double center, double scale, double shift) {
  WK_LOOP for (size_t i = 0; i < count; i++) {
    values[i] = scale * (values[i] - center) + shift;
  }
}
