#ifndef SYNANN_WINOGRAD_H
#define SYNANN_WINOGRAD_H

#include "../Dispatch/scalar_type.h"

// Convolution with a 3 × 3 window w and a stride of 1 by Winograd's minimal filtering F(4 × 4, 3 × 3). A tile y of
// 4 × 4 results depends on 6 × 6 pixels x:
//
//     y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A
//
// Summed over the channels, ⊙ is 36 matrix products. They take a quarter of the multiplications of the definition.
// Source: A. Lavin and S. Gray, Fast algorithms for convolutional neural networks, 2015.
//
// A "transformed" array contains those 36 matrices. Element [p · stride + t · planes + c] is position p of tile t in
// plane c. The "gradient" of a transform is its transpose: it maps the gradient with respect to the transform's result
// to the gradient with respect to its argument.

/// The tiles of a batch of images, or some rows of tiles of one image. The images are the pixels to convolve or the
/// results.
typedef struct {
    /// The number of images, and of channels in each.
    long images, planes;
    long height, width;
    /// How many pixels the tiles of the first row and of the first column extend beyond the image; 0 for results.
    long padding_height, padding_width;
    /// The rows of tiles first_row ..< first_row + rows, of `columns` tiles each.
    long first_row, rows, columns;
} synann_tiles;

/// The number of elements of the workspace that the transforms of these tiles need.
long synann_winograd_workspace(synann_scalar_type scalar, const synann_tiles *tiles);

/// G w Gᵀ for the windows first ..< end of `count` windows. Window i is w[9 · i ..< 9 · (i + 1)]. Position p of its
/// transform is transformed[p · count + i].
void synann_winograd_windows(synann_scalar_type scalar, long first, long end, long count, const void *w,
                             void *transformed);

/// The transpose of synann_winograd_windows. Overwrites the windows first ..< end of w.
void synann_winograd_windows_gradient(synann_scalar_type scalar, long first, long end, long count,
                                      const void *transformed, void *w);

/// Bᵀ x B for all tiles of images.
void synann_winograd_pixels(synann_scalar_type scalar, const synann_tiles *tiles, const void *images, void *workspace,
                            void *transformed, long stride);

/// The transpose of synann_winograd_pixels. If `adds` is not 0 it adds to the images, else it overwrites them.
/// Neighbouring rows of tiles share pixels, so calls for parts of an image must add.
void synann_winograd_pixels_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed,
                                     long stride, void *workspace, int adds, void *images);

/// Aᵀ m A for all tiles of results, plus the bias [planes] unless it is null.
void synann_winograd_results(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed, long stride,
                             const void *bias, void *workspace, void *images);

/// The transpose of synann_winograd_results without bias.
void synann_winograd_results_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *images,
                                      void *workspace, void *transformed, long stride);

#endif
