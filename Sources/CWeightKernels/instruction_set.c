#include "instruction_set.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[WK_INSTRUCTION_SET_COUNT] = {"scalar", "baseline", "avx2", "avx512"};

const char *wk_instruction_set_name(int set) {
  return set >= 0 && set < WK_INSTRUCTION_SET_COUNT ? names[set] : NULL;
}

int wk_instruction_set_is_available(int set) {
  switch (set) {
    case WK_SCALAR:
    case WK_BASELINE: return 1;
#if defined(__x86_64__)
    case WK_AVX2: __builtin_cpu_init(); return __builtin_cpu_supports("avx2") != 0;
    case WK_AVX512:
      __builtin_cpu_init();
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
    default: return 0;
  }
}

static int best_available(void) {
  int set = WK_INSTRUCTION_SET_COUNT - 1;
  while (!wk_instruction_set_is_available(set)) {
    set--;
  }
  return set;
}

// What the environment asks for: -1 nothing, -2 what does not exist or cannot run here.
static int requested(void) {
  const char *name = getenv(WK_INSTRUCTION_SET_VARIABLE);
  if (name == NULL || *name == '\0') {
    return -1;
  }
  for (int set = 0; set < WK_INSTRUCTION_SET_COUNT; set++) {
    if (strcmp(name, names[set]) == 0) {
      return wk_instruction_set_is_available(set) ? set : -2;
    }
  }
  return -2;
}

int wk_instruction_set_request_is_valid(void) { return requested() != -2; }

// -1 until the first use. Threads that decide at the same time decide the same.
static _Atomic int selected = -1;

int wk_instruction_set(void) {
  int set = atomic_load_explicit(&selected, memory_order_relaxed);
  if (set < 0) {
    const int request = requested();
    set = request < 0 ? best_available() : request;
    atomic_store_explicit(&selected, set, memory_order_relaxed);
  }
  return set;
}

int wk_select_instruction_set(int set) {
  if (!wk_instruction_set_is_available(set)) {
    return 1;
  }
  atomic_store_explicit(&selected, set, memory_order_relaxed);
  return 0;
}

const struct wk_kernels *wk_current_kernels(void) {
  switch (wk_instruction_set()) {
    case WK_SCALAR: return &wk_kernels_scalar;
#if defined(__x86_64__)
    case WK_AVX2: return &wk_kernels_avx2;
    case WK_AVX512: return &wk_kernels_avx512;
#endif
    default: return &wk_kernels_baseline;
  }
}
