// Prints, for every instruction set that runs here, the digests of what every kernel makes. The same
// program, built for another architecture, must print the same lines.

#include "CWeightKernels.h"

#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 5003 };

static const uint64_t key = 0x0123456789ABCDEFu, stream = 0xFEDCBA9876543210u;
static const uint64_t firsts[] = {0, 3, ((uint64_t)1 << 34) - 5};

static uint64_t hash = 0xCBF29CE484222325u;

// FNV-1a in 64 bits. All processors in question keep the lowest byte first.
static void add(const void *bytes, size_t count) {
  const unsigned char *byte = bytes;
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ byte[i]) * 0x00000100000001B3u;
  }
}

static void print(const char *name) {
  printf("%s %016llx\n", name, (unsigned long long)hash);
  hash = 0xCBF29CE484222325u;
}

static uint32_t words[COUNT];
static float floats[COUNT];
static double doubles[COUNT];
static uint16_t halves[COUNT];

#define EACH_FIRST for (size_t f = 0; f < sizeof firsts / sizeof firsts[0]; f++)

static void fills(void) {
  EACH_FIRST wk_fill_words(key, stream, firsts[f], COUNT, words), add(words, sizeof words);
  print("words");
  EACH_FIRST wk_fill_normal_f32(key, stream, firsts[f], COUNT, floats), add(floats, sizeof floats);
  print("normal-float32");
  EACH_FIRST wk_fill_normal_f64(key, stream, firsts[f], COUNT, doubles), add(doubles, sizeof doubles);
  print("normal-float64");
  EACH_FIRST wk_fill_uniform_f32(key, stream, firsts[f], COUNT, floats), add(floats, sizeof floats);
  print("uniform-float32");
  EACH_FIRST wk_fill_uniform_f64(key, stream, firsts[f], COUNT, doubles), add(doubles, sizeof doubles);
  print("uniform-float64");
  static const double bounds[][2] = {{-2, 2}, {-3.5, 9}, {6, 7}, {-30, -20}};
  for (int b = 0; b < 4; b++) {
    struct wk_truncation truncation;
    if (wk_truncate(bounds[b][0], bounds[b][1], &truncation) != 0) {
      exit(1);
    }
    add(&truncation, sizeof truncation);
    EACH_FIRST {
      wk_fill_truncated_normal_f32(key, stream, firsts[f], COUNT, &truncation, floats);
      wk_fill_truncated_normal_f64(key, stream, firsts[f], COUNT, &truncation, doubles);
      add(floats, sizeof floats);
      add(doubles, sizeof doubles);
    }
  }
  print("truncated-normal");
}

static void arrays(void) {
  wk_fill_normal_f32(key, stream, 0, COUNT, floats);
  wk_fill_normal_f64(key, stream, 0, COUNT, doubles);
  wk_affine_f32(floats, COUNT, 0.1, 1.7, -0.3);
  wk_affine_f64(doubles, COUNT, 0.1, 1.7, -0.3);
  double sums[] = {wk_sum_f32(floats, COUNT), wk_sum_f64(doubles, COUNT)};
  add(sums, sizeof sums);
  static const double shifts[31];
  wk_center_rows_f32(floats, 31, COUNT / 31, 0.9, 1.1, shifts);
  wk_center_rows_f64(doubles, 31, COUNT / 31, 0.9, 1.1, shifts);
  add(floats, sizeof floats);
  add(doubles, sizeof doubles);
  print("arrays");
}

// Rows of every length up to 70, and one entry of each replaced.
static void rows(void) {
  static double shifts[COUNT];
  static uint64_t indices[COUNT];
  for (int i = 0; i < COUNT; i++) {
    shifts[i] = 0.01 * i;
  }
  wk_fill_words(key, stream, 0, COUNT, words);
  for (size_t length = 1; length <= 70; length++) {
    const size_t count = COUNT / 2 / length;
    wk_fill_normal_f32(key, stream, 0, COUNT, floats);
    wk_fill_normal_f64(key, stream, 0, COUNT, doubles);
    wk_center_rows_f32(floats, count, length, 0.9, 1.1, shifts);
    wk_center_rows_f64(doubles, count, length, 0.9, 1.1, shifts);
    wk_replace_entries_f32(floats, count, length, words);
    wk_replace_entries_f64(doubles, count, length, words);
    wk_replace_following_f32(floats, count, length, words);
    wk_replace_following_f64(doubles, count, length, words);
    add(floats, sizeof floats);
    add(doubles, sizeof doubles);
    wk_choose_entries(words, count, length << (length % 2 * 30), indices);
    add(indices, count * sizeof indices[0]);
  }
  print("rows");
}

// The words as floats hold every kind of number. Payloads of NaN are given as they come.
static void conversions(void) {
  wk_fill_words(key, stream, 0, COUNT, (uint32_t *)(void *)floats);
  wk_f32_to_f16(floats, COUNT, halves);
  add(halves, sizeof halves);
  wk_f32_to_bf16(floats, COUNT, halves);
  add(halves, sizeof halves);
  for (int i = 0; i < COUNT; i++) {
    halves[i] = (uint16_t)(13 * i);
  }
  wk_f16_to_f32(halves, COUNT, floats);
  add(floats, sizeof floats);
  wk_bf16_to_f32(halves, COUNT, floats);
  add(floats, sizeof floats);
  print("conversions");
}

static void matrices(void) {
  enum { ROWS = 71, COLUMNS = 67 };
  wk_fill_normal_f64(key, stream, 0, ROWS * COLUMNS, doubles);
  if (wk_orthonormal(doubles, ROWS, COLUMNS, 1, NULL) != 0) {
    exit(1);
  }
  add(doubles, ROWS * COLUMNS * sizeof doubles[0]);
  print("orthonormal");
}

int main(void) {
  for (int set = 0; set < WK_INSTRUCTION_SET_COUNT; set++) {
    if (wk_select_instruction_set(set) == 0) {
      printf("# %s\n", wk_instruction_set_name(set));
      fills();
      arrays();
      rows();
      conversions();
      matrices();
    }
  }
  return 0;
}
