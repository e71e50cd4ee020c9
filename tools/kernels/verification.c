// Prints, for every instruction set that runs here, the digests of what the verifier's kernels make.
// Includes the source, because only the best set can be reached from outside of it.

#include "../../Sources/CVerificationKernels/kernels.c"

#include <stdio.h>
#include <stdlib.h>

// Lines of odd length, and more of them than are taken at once.
enum { LINES = 23, LENGTH = 411, COUNT = LINES * LENGTH, LAGS = 33 };

static uint64_t hash = 0xCBF29CE484222325u;

// FNV-1a in 64 bits. All processors in question keep the lowest byte first.
static void add(const void *bytes, size_t count) {
  const unsigned char *byte = bytes;
  for (size_t i = 0; i < count; i++) hash = (hash ^ byte[i]) * 0x00000100000001B3u;
}

static void print(const char *name) {
  printf("%s %016llx\n", name, (unsigned long long)hash);
  hash = 0xCBF29CE484222325u;
}

static float narrow[COUNT];
static double values[COUNT + 1], lower[COUNT], upper[COUNT], out[COUNT], other[COUNT];
static double table[4 * 64];
static double sums[4][LENGTH], products[LAGS];
static uint16_t halves[COUNT], bins[VK_BIN_COUNT];
static uint32_t keys[COUNT];
static int32_t places[1 << 17];
static uint64_t words[COUNT / 64 + 2], hashes[COUNT], large[VK_BIN_COUNT], filter[1 << 6];
static float scores[VK_BIN_COUNT];

static uint64_t state;
static uint64_t next(void) { return mixed(state += 0x9E3779B97F4A7C15u); }

// Roughly normal numbers, some zeros, and a few far out.
static void prepare(void) {
  state = 1;
  for (size_t i = 0; i < COUNT; i++) {
    double sum = -6;
    for (int k = 0; k < 12; k++) sum += (double)(next() >> 11) * 0x1p-53;
    if (i % 97 == 5) sum *= 7;
    narrow[i] = i % 89 == 3 ? 0 : (float)sum;
    values[i] = narrow[i];
    halves[i] = (uint16_t)next();
    keys[i] = (uint32_t)(next() >> 33) | 1;
    double p = (double)(next() >> 11) * 0x1p-53 + 0x1p-54;
    if (i % 7 == 0) p *= 1e-4;
    if (i % 101 == 0) p *= 1e-9;
    lower[i] = i % 2 ? p : 1 - p;
    upper[i] = i % 2 ? 1 - p : p;
  }
  for (size_t i = 0; i < VK_BIN_COUNT; i++) scores[i] = (float)(int)i * 0.001f - 2;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) places[i] = (int32_t)(i % 64);
  for (size_t i = 0; i < 64; i++) {
    table[4 * i] = (double)i / 200;
    table[4 * i + 1] = 0.25;
    table[4 * i + 2] = (double)(i % 2);
    table[4 * i + 3] = 0.125;
  }
}

#define ADD(x) add(&(x), sizeof(x))
#define CLEAR(x) memset(&(x), 0, sizeof(x))

// Not-a-number has no fixed bits.
static void add_numbers(void) {
  for (size_t i = 0; i < COUNT; i++) {
    if (!(out[i] == out[i])) out[i] = 0;
    ADD(out[i]);
  }
}

#define DEFINE_RUN(isa)                                                                            \
  static void run_##isa(void) {                                                                    \
    vk_range range = {0, 0, 0, 0};                                                                 \
    vk_run result = {0, 0, 0, 0, 0};                                                               \
    vk_scores scored = {0, 0};                                                                     \
    double three[3], one;                                                                          \
    size_t place;                                                                                  \
    uint64_t word, lanes[VK_MIX_LANES];                                                            \
    printf("# %s\n", #isa);                                                                        \
    prepare();                                                                                     \
    measure_range_##isa(values, COUNT, &range), ADD(range.sum), ADD(range.maximum);                \
    widen_and_measure_f32_##isa(narrow, COUNT, out, &range), ADD(out), ADD(range.sum);             \
    ADD(range.minimum), measure_powers_##isa(values, COUNT, 0.01, three), ADD(three);              \
    print("moments");                                                                              \
    widen_f32_##isa(narrow, COUNT, out), ADD(out), widen_f16_##isa(halves, COUNT, out), ADD(out);  \
    widen_bf16_##isa(halves, COUNT, out), ADD(out), print("widening");                             \
    standardize_##isa(values, COUNT, 0.01, 1.7, out), ADD(out), print("standardize");              \
    sum_##isa(values, COUNT, &one), ADD(one), squared_deviations_##isa(values, COUNT, 0.1, &one);  \
    ADD(one), dot_##isa(values, lower, COUNT, &one), ADD(one);                                     \
    dot_f32_##isa(narrow, narrow, COUNT, &one), ADD(one), print("sums");                           \
    for (size_t k = 0; k < VK_MIX_LANES; k++) lanes[k] = k;                                        \
    mix_##isa(values, COUNT, lanes), ADD(lanes), print("mix");                                     \
    CLEAR(sums);                                                                                   \
    take_run_##isa(values, LENGTH, sums[0], sums[1], sums[2], &result), ADD(sums), ADD(result);    \
    take_run_##isa(values, COUNT, NULL, NULL, NULL, &result), ADD(result), CLEAR(sums);            \
    take_lines_##isa(                                                                              \
        values, LINES, LENGTH, lower, upper, sums[0], sums[1], sums[2], &result);                  \
    ADD(sums), ADD(result), ADD(lower), ADD(upper);                                                \
    print("lines"), prepare(), CLEAR(bins), CLEAR(large);                                          \
    take_bins_##isa(values, COUNT, bins, scores, &scored), ADD(bins), ADD(scored.lag);             \
    ADD(scored.last), move_counts_##isa(bins, large, VK_BIN_COUNT), ADD(large), print("bins");     \
    quantiles_##isa(lower, upper, COUNT, 1e-9, out, &place), ADD(place);                           \
    add_numbers(), print("quantiles");                                                             \
    for (int brain = 0; brain < 2; brain++) {                                                      \
      draw_in_cells_##isa(values, COUNT, brain, places, table, 3, 5, 7, out, other, &place);       \
      ADD(out), ADD(other), ADD(place);                                                            \
    }                                                                                              \
    print("cells"), interpolate_##isa(values, COUNT, -3, 9, 64, table, out), ADD(out);             \
    print("interpolate");                                                                          \
    uniform_scores_##isa(values, COUNT, -3, 3, 1e-3, out, &place), add_numbers(), ADD(place);      \
    interpolated_scores_##isa(values, COUNT, 0, 2, -3, 9, 64, table, 1e-3, out, &place);           \
    add_numbers(), ADD(place), print("scores");                                                    \
    log_weights_##isa(values, COUNT, 1, 2, 0.3, 50, out, &place), ADD(place);                      \
    for (size_t i = 0; i < COUNT; i++) out[i] = out[i] > -INFINITY ? out[i] : 0;                   \
    ADD(out), next_not_below_##isa(out, 5, COUNT, 70, &place), ADD(place);                         \
    print("log-weights"), CLEAR(hashes);                                                           \
    hash_run_##isa(values, COUNT, keys, keys[3], hashes, &word), ADD(word);                        \
    hash_run_##isa(values, COUNT, keys, keys[3], NULL, &word), ADD(word);                          \
    ADD(hashes), CLEAR(words), append_signs_##isa(values, COUNT, 0, words, 0, &place), ADD(words); \
    ADD(place), memset(filter, 0x11, sizeof filter);                                               \
    for (size_t from = 0; from < 2000; from = place + 1) {                                         \
      search_##isa(filter, 12, VK_SELECTION(2), words, from, 2000, &place), ADD(place);            \
    }                                                                                              \
    search_##isa(NULL, 0, VK_SELECTION(8), words, 3, 2000, &place), ADD(place);                    \
    print("structure");                                                                            \
    lag_products_##isa(values, COUNT, LAGS, products), ADD(products), print("lags");               \
    gram_##isa(values, LINES, LENGTH, 0, LINES, out), add(out, LINES * LINES * sizeof(double));    \
    print("gram");                                                                                 \
  }

DEFINE_RUN(baseline)
#if defined(__x86_64__)
DEFINE_RUN(avx2)
DEFINE_RUN(avx512)
#endif

int main(void) {
  run_baseline();
#if defined(__x86_64__)
  if (level() > 0) run_avx2();
  if (level() > 1) run_avx512();
#endif
  return 0;
}
