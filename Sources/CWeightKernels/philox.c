// One block of Philox at a time, as Random123 states it.

#define WK_LANES 1
#include "bodies/preamble.h"
#include "bodies/philox_batch.h"

void wk_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  const struct philox_keys keys = philox_keys((uint64_t)key[1] << 32 | key[0]);
  philox_block(
    &keys, (uint64_t)counter[3] << 32 | counter[2], (uint64_t)counter[1] << 32 | counter[0], out);
}
