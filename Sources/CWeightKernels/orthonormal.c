// The orthonormal factor Q of A = Q R, with R's diagonal positive: for a Gaussian A, Q is then
// distributed by Haar's measure (Mezzadri, "How to generate random matrices from the classical
// compact groups", Notices of the AMS 54, 2007).
//
// Householder's method in panels of 32 columns: a panel is reduced column by column, its
// reflections H1 H2 ... H32 are gathered as I - V T V' (Schreiber and Van Loan 1989), and the
// columns right of it are updated by products of matrices. Q is then formed from the last panel to
// the first.
//
// The result must not depend on the width of vectors. So each element of a product is summed over
// the inner index in increasing order, a multiplication and an addition rounding once each, and
// vectors run across elements; and the few sums that run down a column have 16 interleaved lanes.

#include "CWeightKernels.h"
#include "strict_arithmetic.h"

#include <stdlib.h>

#pragma STDC FP_CONTRACT OFF

enum {
  PANEL = 32,   // Columns of a panel. Part of the contract: another width gives other bits.
  LANES = 16,   // Interleaved partial sums of a dot product. Part of the contract.
  CHUNK = 128,  // Rows handled at a time, so that they stay in the cache. Changes no bits.
  TILE = 8,     // Steps of the inner index taken at a time. Changes no bits.
};

// Columns `first ..< first + width` of the matrix, from row `first` down, and their reflections.
typedef struct {
  double *corner;     // Element (first, first) of the matrix.
  size_t stride;      // Rows of the whole matrix.
  size_t rows;        // Rows of the panel, at least `width`.
  size_t width;       // Columns of the panel, at most PANEL.
  double *by_row;     // V, rows x PANEL, with zeros right of `width`: a row is contiguous.
  double *by_column;  // V once more: a column is contiguous.
  double *products;   // V' C: PANEL elements for each column of C.
  double *factors;    // The factor tau of each reflection I - tau v v', `width` of them.
  double *diagonal;   // R's diagonal, `width` elements.
  double transform[PANEL * PANEL];   // T, upper triangular; element (i, j) at [i * PANEL + j].
  double transposed[PANEL * PANEL];  // T'.
} Panel;

// MARK: - Sums down columns

static double sum_of_lanes(double lanes[LANES]) {
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int j = 0; j < width; j++) {
      lanes[j] += lanes[j + width];
    }
  }
  return lanes[0];
}

static double dot(const double *x, const double *y, size_t count) {
  double lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) {
      lanes[j] += x[i + (size_t)j] * y[i + (size_t)j];
    }
  }
  for (int j = 0; i < count; i++, j++) {
    lanes[j] += x[i] * y[i];
  }
  return sum_of_lanes(lanes);
}

// MARK: - Products

// products += V(first ..< last, :)' * column, rows in increasing order.
static void accumulate_products(
  const double *restrict by_row, size_t first, size_t last, const double *restrict column,
  double *restrict products
) {
  size_t k = first;
  for (; k + TILE <= last; k += TILE) {
    const double *v = by_row + k * PANEL;
    const double *c = column + k;
    for (int i = 0; i < PANEL; i++) {
      double sum = products[i];
      for (int step = 0; step < TILE; step++) {
        sum += v[step * PANEL + i] * c[step];
      }
      products[i] = sum;
    }
  }
  for (; k < last; k++) {
    for (int i = 0; i < PANEL; i++) {
      products[i] += by_row[k * PANEL + (size_t)i] * column[k];
    }
  }
}

// column(first ..< last) -= V(first ..< last, :) * products, the inner index increasing.
static void subtract_products(
  const double *restrict by_column, size_t rows, size_t first, size_t last,
  const double *restrict products, double *restrict column
) {
  for (size_t i = 0; i < PANEL; i += TILE) {
    const double *v = by_column + i * rows;
    const double *p = products + i;
    for (size_t r = first; r < last; r++) {
      double value = column[r];
      for (size_t step = 0; step < TILE; step++) {
        value -= v[step * rows + r] * p[step];
      }
      column[r] = value;
    }
  }
}
// C := C - V T' V' C or C - V T V' C, with `transform` holding T or T' (the inner index runs over
// its rows). C has the panel's rows; its columns are `stride` apart.
static void reflect(const Panel *panel, const double *transform, double *corner, size_t columns) {
  const size_t rows = panel->rows;
  double *products = panel->products;
  memset(products, 0, columns * PANEL * sizeof(double));
  for (size_t first = 0; first < rows; first += CHUNK) {
    const size_t last = rows - first < CHUNK ? rows : first + CHUNK;
    for (size_t j = 0; j < columns; j++) {
      accumulate_products(
        panel->by_row, first, last, corner + j * panel->stride, products + j * PANEL);
    }
  }
  for (size_t j = 0; j < columns; j++) {
    double transformed[PANEL] = {0};
    accumulate_products(transform, 0, PANEL, products + j * PANEL, transformed);
    memcpy(products + j * PANEL, transformed, sizeof transformed);
  }
  for (size_t first = 0; first < rows; first += CHUNK) {
    const size_t last = rows - first < CHUNK ? rows : first + CHUNK;
    for (size_t j = 0; j < columns; j++) {
      subtract_products(
        panel->by_column, rows, first, last, products + j * PANEL, corner + j * panel->stride);
    }
  }
}

// MARK: - Panels

// Reduces the panel to triangular form column by column. The reflections' vectors, whose first
// element is 1, replace what is below the diagonal.
static void reduce(const Panel *panel) {
  for (size_t j = 0; j < panel->width; j++) {
    double *x = panel->corner + j * panel->stride + j;
    const size_t below = panel->rows - j - 1;
    const double head = x[0];
    const double squares = dot(x + 1, x + 1, below);
    // Nothing to reflect. So a column that depends on those before it, or is zero, makes no NaN.
    if (!(squares > 0)) {
      panel->factors[j] = 0;
      panel->diagonal[j] = head;
      continue;
    }
    const double norm = WK_SQRT_F64(head * head + squares);
    const double diagonal = head < 0 ? norm : -norm;  // Without cancellation in head - diagonal.
    const double factor = (diagonal - head) / diagonal;
    const double divisor = head - diagonal;
    panel->factors[j] = factor;
    panel->diagonal[j] = diagonal;
    for (size_t i = 1; i <= below; i++) {
      x[i] /= divisor;
    }
    for (size_t c = j + 1; c < panel->width; c++) {
      double *y = panel->corner + c * panel->stride + j;
      const double share = factor * (y[0] + dot(x + 1, y + 1, below));
      y[0] -= share;
      for (size_t i = 1; i <= below; i++) {
        y[i] -= share * x[i];
      }
    }
  }
}

// Copies the reflections' vectors out of the matrix and makes T, such that their product in order
// is I - V T V': T's column j is -tau_j T V' v_j above the diagonal and tau_j on it.
static void gather(Panel *panel) {
  const size_t rows = panel->rows;
  memset(panel->by_row, 0, rows * PANEL * sizeof(double));
  memset(panel->by_column, 0, rows * PANEL * sizeof(double));
  for (size_t j = 0; j < panel->width; j++) {
    const double *x = panel->corner + j * panel->stride;
    for (size_t r = j; r < rows; r++) {
      const double value = r == j ? 1 : x[r];
      panel->by_row[r * PANEL + j] = value;
      panel->by_column[j * rows + r] = value;
    }
  }
  memset(panel->transform, 0, sizeof panel->transform);
  for (size_t j = 0; j < panel->width; j++) {
    double products[PANEL] = {0};
    accumulate_products(panel->by_row, j, rows, panel->by_column + j * rows, products);
    for (size_t i = 0; i < j; i++) {
      double sum = 0;
      for (size_t l = i; l < j; l++) {
        sum += panel->transform[i * PANEL + l] * products[l];
      }
      panel->transform[i * PANEL + j] = -panel->factors[j] * sum;
    }
    panel->transform[j * PANEL + j] = panel->factors[j];
  }
  for (size_t i = 0; i < PANEL; i++) {
    for (size_t j = 0; j < PANEL; j++) {
      panel->transposed[j * PANEL + i] = panel->transform[i * PANEL + j];
    }
  }
}

// MARK: - The factorisation

// Brings columns whose squares would leave double's range back into it by a power of two: scaling
// a column by a positive number changes R alone.
static void bring_into_range(double *column, size_t rows) {
  double largest = 0;
  for (size_t i = 0; i < rows; i++) {
    const double magnitude = column[i] < 0 ? -column[i] : column[i];
    largest = magnitude > largest ? magnitude : largest;
  }
  if (largest > 0 && (largest < 0x1p-300 || largest > 0x1p300)) {
    const double scale = largest < 1 ? 0x1p600 : 0x1p-600;
    for (size_t i = 0; i < rows; i++) {
      column[i] *= scale;
    }
  }
}

static Panel panel_at(size_t first, double *matrix, size_t rows, size_t columns, double *space) {
  Panel panel;
  panel.corner = matrix + first * rows + first;
  panel.stride = rows;
  panel.rows = rows - first;
  panel.width = columns - first < PANEL ? columns - first : PANEL;
  panel.by_row = space;
  panel.by_column = panel.by_row + rows * PANEL;
  panel.products = panel.by_column + rows * PANEL;
  panel.factors = panel.products + columns * PANEL + first;
  panel.diagonal = panel.factors + columns;
  return panel;
}

int wk_orthonormalize(double *matrix, size_t rows, size_t columns) {
  if (columns == 0) {
    return 0;
  }
  // V twice, V' C, the reflections' factors and R's diagonal.
  if (rows > SIZE_MAX / sizeof(double) / (3 * PANEL + 2)) {
    return 1;
  }
  double *space = malloc(((2 * rows + columns) * PANEL + 2 * columns) * sizeof(double));
  if (space == NULL) {
    return 1;
  }

  for (size_t j = 0; j < columns; j++) {
    bring_into_range(matrix + j * rows, rows);
  }
  for (size_t first = 0; first < columns; first += PANEL) {
    Panel panel = panel_at(first, matrix, rows, columns, space);
    reduce(&panel);
    const size_t next = first + panel.width;
    if (next < columns) {
      gather(&panel);
      reflect(&panel, panel.transform, matrix + next * rows + first, columns - next);
    }
  }

  // Q = H1 H2 ... Hn times the first columns of the identity. Before the panel at `first` is
  // applied, rows and columns from its end on hold the product of the later reflections.
  for (size_t first = (columns - 1) / PANEL * PANEL;; first -= PANEL) {
    Panel panel = panel_at(first, matrix, rows, columns, space);
    gather(&panel);
    for (size_t j = first; j < columns; j++) {
      double *column = matrix + j * rows + first;
      memset(column, 0, (j < first + panel.width ? panel.rows : panel.width) * sizeof(double));
      if (j < first + panel.width) {
        column[j - first] = 1;
      }
    }
    reflect(&panel, panel.transposed, panel.corner, columns - first);
    if (first == 0) {
      break;
    }
  }

  // The signs that make R's diagonal positive; and rows above a panel's, which hold R, are zero
  // only once the panel above them has been applied, which by now all have.
  const double *diagonal = panel_at(0, matrix, rows, columns, space).diagonal;
  for (size_t j = 0; j < columns; j++) {
    if (diagonal[j] < 0) {
      for (size_t r = 0; r < rows; r++) {
        matrix[j * rows + r] = -matrix[j * rows + r];
      }
    }
  }
  free(space);
  return 0;
}
