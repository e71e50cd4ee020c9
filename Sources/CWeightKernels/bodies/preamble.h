// What the bodies need before a variant sets its target: system headers, and the words in which the
// bodies are written.
//
//   WK_VARIANT   the name of the variant
//   WK_LANES     how many 64-bit lanes its vectors have; 1 means no vectors
//
// Bodies are written value by value, in loops over fixed numbers of values that the compiler turns
// into vectors of the stated width. Only Philox spells its vectors out, because no compiler finds
// the widening multiplication by itself. Since every operation is rounded once and none is moved
// across another, the width does not reach the bits.

#include "../instruction_set.h"
#include "../strict_arithmetic.h"

#pragma STDC FP_CONTRACT OFF

#if WK_LANES == 1
#define WK_LOOP _Pragma("clang loop vectorize(disable) interleave(disable)")
#define WK_LOOP_F32 WK_LOOP
#define WK_LOOP_F32_DEEP WK_LOOP
#define WK_LOOP_F64 WK_LOOP
#else
#define WK_LOOP
#define WK_LOOP_F32 \
  _Pragma("clang loop vectorize(enable) vectorize_width(2 * WK_LANES) interleave_count(2)")
#define WK_LOOP_F64 \
  _Pragma("clang loop vectorize(enable) vectorize_width(WK_LANES) interleave_count(2)")
// For bodies that wait for divisions and roots, where there are registers enough.
#define WK_LOOP_F32_DEEP \
  _Pragma("clang loop vectorize(enable) vectorize_width(2 * WK_LANES) interleave_count(WK_LANES == 8 ? 4 : 2)")
#endif

// A loop of a number of rounds that the compiler knows, written out.
#define WK_UNROLL _Pragma("clang loop unroll(full)")

// A loop that is left as it stands.
#define WK_ONE_BY_ONE _Pragma("clang loop vectorize(disable)")

#define WK_INLINE static inline __attribute__((always_inline))

// A kernel of the table. Without the attribute the compiler keeps to 256 bits where it has 512.
#if WK_LANES == 8
#define WK_KERNEL __attribute__((min_vector_width(512))) static
#else
#define WK_KERNEL static
#endif
