// All kernels of one variant, and their table.

#include "philox_batch.h"
#include "words.h"
#include "normal.h"
#include "uniform.h"
#include "truncated_normal.h"
#include "affine.h"
#include "conversion.h"
#include "product.h"
#include "rows.h"

#define WK_TABLE_OF(variant) wk_kernels_##variant
#define WK_TABLE(variant) WK_TABLE_OF(variant)

const struct wk_kernels WK_TABLE(WK_VARIANT) = {
  .fill_words = fill_words,
  .fill_normal_f32 = fill_normal_f32,
  .fill_normal_f64 = fill_normal_f64,
  .fill_uniform_f32 = fill_uniform_f32,
  .fill_uniform_f64 = fill_uniform_f64,
  .fill_truncated_normal_f32 = fill_truncated_normal_f32,
  .fill_truncated_normal_f64 = fill_truncated_normal_f64,
  .affine_f32 = affine_f32,
  .affine_f64 = affine_f64,
  .sum_f32 = sum_f32,
  .sum_f64 = sum_f64,
  .sum_rows_f32 = sum_rows_f32,
  .sum_rows_f64 = sum_rows_f64,
  .center_rows_f32 = center_rows_f32,
  .center_rows_f64 = center_rows_f64,
  .choose_entries = choose_entries,
  .draw_roots_f32 = draw_roots_f32,
  .draw_roots_f64 = draw_roots_f64,
  .replace_entries_f32 = replace_entries_f32,
  .replace_entries_f64 = replace_entries_f64,
  .replace_following_f32 = replace_following_f32,
  .replace_following_f64 = replace_following_f64,
  .f32_to_f16 = f32_to_f16,
  .f32_to_bf16 = f32_to_bf16,
  .f16_to_f32 = f16_to_f32,
  .bf16_to_f32 = bf16_to_f32,
  .add_product = add_product,
};
