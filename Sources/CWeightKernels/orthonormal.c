// Orthonormal matrices by Haar's measure, as a product of Householder reflections of independent
// Gaussian vectors (Stewart, "The efficient generation of random orthogonal matrices with an
// application to condition estimators", SIAM J. Numer. Anal. 17, 1980): the reflections that the QR
// factorisation of a Gaussian matrix would meet are those of independent Gaussian vectors, since
// what is left of a column after the reflections before it is Gaussian again. So nothing need be
// factorised, which is half of the work and the part that does not run in parallel.
//
// The reflections are taken in panels of 64, H1 H2 ... H64 = I - V T V' (Schreiber and Van Loan
// 1989), from the last panel to the first, so that almost all the work is products of matrices.
//
// The result must depend neither on the width of vectors nor on threads. So each element of a
// product is summed over the inner index in increasing order, a multiplication and an addition
// rounding once each, and vectors and threads run across elements; and the few sums that run down a
// column have 16 interleaved lanes.

#include "CWeightKernels.h"
#include "instruction_set.h"
#include "strict_arithmetic.h"

#include <stdatomic.h>
#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

enum {
  PANEL = 64,   // Reflections of a panel. Part of the contract: another width gives other bits.
  LANES = 16,   // Interleaved partial sums of a dot product. Part of the contract.
  STRIP = 48,   // Columns that one thread transforms at a time. Changes no bits.
  CHUNK = 128,  // Rows handled at a time, so that they stay in the cache. Changes no bits.
};

// The reflections of columns `first ..< first + width`, ready to be applied.
typedef struct {
  size_t first;
  size_t width;       // At most PANEL; V and T are filled up with zeros.
  double *across;     // Slivers of V', PANEL x rows.
  double *down;       // Slivers of V, rows x PANEL, the last filled up with zeros.
  double *transform;  // Slivers of -T, PANEL x PANEL.
  double signs[PANEL];  // The signs that make R's diagonal positive.
} Panel;

// MARK: - Reflections

static double sum_of_lanes(double lanes[LANES]) {
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int j = 0; j < width; j++) {
      lanes[j] += lanes[j + width];
    }
  }
  return lanes[0];
}

static double sum_of_squares(const double *x, size_t count) {
  double lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) {
      lanes[j] += x[i + (size_t)j] * x[i + (size_t)j];
    }
  }
  for (int j = 0; i < count; i++, j++) {
    lanes[j] += x[i] * x[i];
  }
  return sum_of_lanes(lanes);
}

// Brings a vector whose squares would leave double's range back into it by a power of two, which
// changes no direction.
static void bring_into_range(double *x, size_t count) {
  double largest = 0;
  for (size_t i = 0; i < count; i++) {
    const double magnitude = x[i] < 0 ? -x[i] : x[i];
    largest = magnitude > largest ? magnitude : largest;
  }
  if (largest > 0 && (largest < 0x1p-300 || largest > 0x1p300)) {
    const double scale = largest < 1 ? 0x1p600 : 0x1p-600;
    for (size_t i = 0; i < count; i++) {
      x[i] *= scale;
    }
  }
}

// Replaces x by the vector v, whose first element is 1, of the reflection I - tau v v' that takes x
// to a multiple of the first unit vector. Returns tau, and the multiple's sign.
static double make_reflection(double *x, size_t count, double *sign) {
  bring_into_range(x, count);
  const double head = x[0];
  const double squares = sum_of_squares(x + 1, count - 1);
  x[0] = 1;
  // Nothing to reflect. So zeros make no NaN.
  if (!(squares > 0)) {
    *sign = head < 0 ? -1 : 1;
    return 0;
  }
  const double norm = WK_SQRT_F64(head * head + squares);
  const double image = head < 0 ? norm : -norm;  // Without cancellation in head - image.
  const double divisor = head - image;
  for (size_t i = 1; i < count; i++) {
    x[i] /= divisor;
  }
  *sign = head < 0 ? 1 : -1;
  return -divisor / image;
}

// MARK: - Products

// C += A B for a left factor in slivers, `apart` values from one to the next.
static void add_product(
  const struct wk_kernels *kernels, const double *slivers, size_t apart, size_t rows,
  const double *b, size_t b_stride, size_t inner, double *c, size_t c_stride, size_t columns
) {
  for (size_t r = 0; r < rows; r += WK_SLIVER, slivers += apart) {
    if (rows - r >= WK_SLIVER) {
      kernels->add_product(slivers, b, b_stride, inner, c + r, c_stride, columns);
      continue;
    }
    double tile[WK_SLIVER * STRIP];
    for (size_t j = 0; j < columns; j++) {
      memset(tile + j * WK_SLIVER, 0, WK_SLIVER * sizeof(double));
      memcpy(tile + j * WK_SLIVER, c + j * c_stride + r, (rows - r) * sizeof(double));
    }
    kernels->add_product(slivers, b, b_stride, inner, tile, WK_SLIVER, columns);
    for (size_t j = 0; j < columns; j++) {
      memcpy(c + j * c_stride + r, tile + j * WK_SLIVER, (rows - r) * sizeof(double));
    }
  }
}

// MARK: - Panels

typedef struct {
  double *matrix;
  size_t rows;
  size_t columns;
  const struct wk_kernels *kernels;
  Panel panels[2];      // The panel that is applied and the next, which is made meanwhile.
  size_t applied;       // Which is which.
  atomic_size_t taken;  // Tasks of this step that a thread has begun.
} Work;

// T such that the panel's reflections in order are I - V T V': its column j is -tau_j T V' v_j
// above the diagonal and tau_j on it. `products` holds V' V.
static void make_transform(
  const double *products, const double *factors, size_t width, double *slivers
) {
  double transform[PANEL * PANEL] = {0};  // Column-major.
  for (size_t j = 0; j < width; j++) {
    double sums[PANEL] = {0};
    for (size_t l = 0; l < j; l++) {
      for (size_t i = 0; i <= l; i++) {
        sums[i] += transform[l * PANEL + i] * products[j * PANEL + l];
      }
    }
    for (size_t i = 0; i < j; i++) {
      transform[j * PANEL + i] = -factors[j] * sums[i];
    }
    transform[j * PANEL + j] = factors[j];
  }
  for (size_t i = 0; i < PANEL; i++) {
    for (size_t k = 0; k < PANEL; k++) {
      slivers[(i / WK_SLIVER * PANEL + k) * WK_SLIVER + i % WK_SLIVER] = -transform[k * PANEL + i];
    }
  }
}

// Makes the reflections of the columns from `first` on, in place and as slivers.
static void make_panel(const Work *work, size_t first, Panel *panel) {
  const size_t rows = work->rows - first;
  const size_t width = work->columns - first < PANEL ? work->columns - first : PANEL;
  double *corner = work->matrix + first * work->rows + first;
  double factors[PANEL];
  panel->first = first;
  panel->width = width;
  for (size_t j = 0; j < width; j++) {
    double *column = corner + j * work->rows;
    memset(column, 0, j * sizeof(double));
    factors[j] = make_reflection(column + j, rows - j, &panel->signs[j]);
  }

  for (size_t i = 0; i < PANEL; i += WK_SLIVER) {
    double *sliver = panel->across + i * rows;
    memset(sliver, 0, WK_SLIVER * rows * sizeof(double));
    for (size_t j = i; j < width && j < i + WK_SLIVER; j++) {
      for (size_t k = 0; k < rows; k++) {
        sliver[k * WK_SLIVER + j - i] = corner[j * work->rows + k];
      }
    }
  }
  for (size_t r = 0; r < rows; r += WK_SLIVER) {
    double *sliver = panel->down + r * PANEL;
    const size_t count = rows - r < WK_SLIVER ? rows - r : WK_SLIVER;
    memset(sliver, 0, WK_SLIVER * PANEL * sizeof(double));
    for (size_t k = 0; k < width; k++) {
      memcpy(sliver + k * WK_SLIVER, corner + k * work->rows + r, count * sizeof(double));
    }
  }

  double products[PANEL * PANEL] = {0};
  for (size_t k = 0; k < rows; k += CHUNK) {
    const size_t inner = rows - k < CHUNK ? rows - k : CHUNK;
    for (size_t j = 0; j < width; j += STRIP) {
      const size_t columns = width - j < STRIP ? width - j : STRIP;
      add_product(
        work->kernels, panel->across + k * WK_SLIVER, rows * WK_SLIVER, PANEL,
        corner + j * work->rows + k, work->rows, inner, products + j * PANEL, PANEL, columns);
    }
  }
  make_transform(products, factors, width, panel->transform);
}

// Applies the panel to `columns` columns of what the later panels made of the identity, from column
// `start` of the matrix on: C += V (-T) V' C. Columns of the panel itself are still those of the
// identity, and others are zero in the panel's rows: V' C leaves out those zeros.
static void apply_panel(const Work *work, const Panel *panel, size_t start, size_t columns) {
  const size_t rows = work->rows - panel->first;
  double *corner = work->matrix + start * work->rows + panel->first;
  double products[PANEL * STRIP] = {0};
  double transformed[PANEL * STRIP] = {0};
  if (start < panel->first + panel->width) {
    for (size_t j = 0; j < columns; j++) {
      const size_t unit = start - panel->first + j;
      for (size_t i = 0; i < PANEL; i++) {
        const double *sliver = panel->across + (i / WK_SLIVER * rows + unit) * WK_SLIVER;
        products[j * PANEL + i] = panel->signs[unit] * sliver[i % WK_SLIVER];
      }
      memset(corner + j * work->rows, 0, rows * sizeof(double));
      corner[j * work->rows + unit] = panel->signs[unit];
    }
  } else {
    for (size_t j = 0; j < columns; j++) {
      memset(corner + j * work->rows, 0, panel->width * sizeof(double));
    }
    for (size_t k = panel->width; k < rows; k += CHUNK) {
      const size_t inner = rows - k < CHUNK ? rows - k : CHUNK;
      add_product(
        work->kernels, panel->across + k * WK_SLIVER, rows * WK_SLIVER, PANEL, corner + k,
        work->rows, inner, products, PANEL, columns);
    }
  }
  // T is upper triangular.
  for (size_t i = 0; i < PANEL; i += WK_SLIVER) {
    work->kernels->add_product(
      panel->transform + (i * PANEL + i * WK_SLIVER), products + i, PANEL, PANEL - i,
      transformed + i, PANEL, columns);
  }
  add_product(
    work->kernels, panel->down, PANEL * WK_SLIVER, rows, transformed, PANEL, PANEL, corner,
    work->rows, columns);
}

// MARK: - Threads

// Takes tasks until none is left: the first makes the next panel, each other applies the panel to a
// strip of columns. Strips end where the panel does.
static void run_tasks(void *context, size_t thread) {
  (void)thread;
  Work *work = context;
  const Panel *panel = &work->panels[work->applied];
  const size_t later = panel->first + panel->width;
  const size_t own = (panel->width + STRIP - 1) / STRIP;
  const size_t strips = own + (work->columns - later + STRIP - 1) / STRIP;
  for (;;) {
    const size_t task = atomic_fetch_add_explicit(&work->taken, 1, memory_order_relaxed);
    if (task > strips) {
      return;
    }
    if (task == 0) {
      if (panel->first > 0) {
        make_panel(work, panel->first - PANEL, &work->panels[1 - work->applied]);
      }
      continue;
    }
    const size_t strip = strips - task;
    const size_t start = strip < own ? panel->first + strip * STRIP : later + (strip - own) * STRIP;
    const size_t end = strip < own ? later : work->columns;
    apply_panel(work, panel, start, end - start < STRIP ? end - start : STRIP);
  }
}

int wk_orthonormal(
  double *matrix, size_t rows, size_t columns, size_t threads, wk_concurrently concurrently
) {
  if (columns == 0) {
    return 0;
  }
  // V twice, its last sliver filled up, and T, for two panels.
  if (rows > SIZE_MAX / sizeof(double) / (4 * PANEL) - PANEL) {
    return 1;
  }
  const size_t share = (2 * rows + WK_SLIVER + PANEL) * PANEL;
  double *space = malloc(2 * share * sizeof(double));
  if (space == NULL) {
    return 1;
  }
  Work work = {.matrix = matrix, .rows = rows, .columns = columns};
  work.kernels = wk_current_kernels();
  for (size_t i = 0; i < 2; i++) {
    work.panels[i].across = space + i * share;
    work.panels[i].down = work.panels[i].across + rows * PANEL;
    work.panels[i].transform = work.panels[i].down + (rows + WK_SLIVER) * PANEL;
  }
  make_panel(&work, (columns - 1) / PANEL * PANEL, &work.panels[0]);
  for (;;) {
    atomic_store_explicit(&work.taken, 0, memory_order_relaxed);
    if (threads > 1 && concurrently != NULL) {
      concurrently(threads, &work, run_tasks);
    } else {
      run_tasks(&work, 0);
    }
    if (work.panels[work.applied].first == 0) {
      break;
    }
    work.applied = 1 - work.applied;
  }
  free(space);
  return 0;
}
