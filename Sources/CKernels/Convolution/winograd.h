#ifndef SYNANN_WINOGRAD_H
#define SYNANN_WINOGRAD_H

#include "../Dispatch/scalar_type.h"

// Convolution with a window of 3 × 3 and a stride of 1 by Winograd's minimal filtering F(4 × 4, 3 × 3): for each tile of
// 4 × 4 results
//
//     y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A
//
// with the 6 × 6 pixels x that it depends on. Summed over the channels, ⊙ is 36 products of matrices, with a quarter of the
// multiplications that the definition takes. Source: A. Lavin and S. Gray, Fast algorithms for convolutional neural
// networks, 2015.
//
// A "transformed" array holds those 36 matrices: position p of tile t in plane c at [p · stride + t · planes + c].

/// The tiles of a batch of images, or of some of the rows of tiles of one: of the images that are convolved, or of the
/// results.
typedef struct {
    /// How many images, and the channels of each.
    long images, planes;
    long height, width;
    /// How far a tile of the first row reaches beyond the image; 0 for results.
    long padding_height, padding_width;
    /// The rows of tiles first_row ..< first_row + rows, of `columns` tiles each.
    long first_row, rows, columns;
} synann_tiles;

/// The elements of the workspace that the transforms of such tiles need.
long synann_winograd_workspace(synann_scalar_type scalar, const synann_tiles *tiles);

/// G w Gᵀ for the windows first ..< end of `count`: window i is w[9 · i ..< 9 · (i + 1)], position p of it, transformed,
/// transformed[p · count + i].
void synann_winograd_windows(synann_scalar_type scalar, long first, long end, long count, const void *w,
                             void *transformed);

/// Its transpose, which takes the derivative by the transformed windows to that by the windows.
void synann_winograd_windows_gradient(synann_scalar_type scalar, long first, long end, long count,
                                      const void *transformed, void *w);

/// Bᵀ x B for all tiles of images.
void synann_winograd_pixels(synann_scalar_type scalar, const synann_tiles *tiles, const void *images, void *workspace,
                            void *transformed, long stride);

/// Its transpose. Where `adds` is not 0 it adds to the images, of which neighbouring rows of tiles share pixels.
void synann_winograd_pixels_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed,
                                     long stride, void *workspace, int adds, void *images);

/// Aᵀ m A for all tiles of results, and the bias [planes] where there is one.
void synann_winograd_results(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed, long stride,
                             const void *bias, void *workspace, void *images);

/// Its transpose.
void synann_winograd_results_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *images,
                                      void *workspace, void *transformed, long stride);

#endif
