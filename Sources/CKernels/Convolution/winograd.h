#ifndef SYNANN_WINOGRAD_H
#define SYNANN_WINOGRAD_H

#include "../Dispatch/scalar_type.h"

// Convolution with a window w of r × r pixels, r = 3 or 5, and a stride of 1 by Winograd's minimal filtering
// F(m × m, r × r) with m = 7 − r. A tile y of m × m results depends on 6 × 6 pixels x, with constant matrices A, B and G:
//
//     y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A
//
// ⊙ is the elementwise product. Summed over the channels, the elementwise products are 36 matrix products, one for each
// of the 6 × 6 positions. The definition takes m² · r² multiplications for each tile: 144 for r = 3, 100 for r = 5. The
// matrix products take 36. B is the same for both r. Source: A. Lavin and S. Gray, Fast algorithms for convolutional
// neural networks, 2015.
//
// An array `transformed` contains the 36 matrices. Element [p · stride + t · planes + c] is position p of tile t in
// plane c. `workspace` is scratch memory of synann_winograd_workspace elements. The "gradient" of a transform is its
// transpose: it maps the gradient with respect to the result of the transform to the gradient with respect to the
// argument of the transform.

/// The tiles of a batch of images, or of some rows of tiles of a single image. The images contain the pixels to
/// convolve, or the results.
typedef struct {
    /// The number of images, and the number of channels of each image.
    long images, planes;
    long height, width;
    /// The number of pixels by which the first row of tiles extends beyond the upper edge of the image, and by which
    /// the first column of tiles extends beyond the left edge. Both numbers are 0 for results.
    long padding_height, padding_width;
    /// The rows of tiles first_row ..< first_row + rows. Each row has `columns` tiles.
    long first_row, rows, columns;
    /// The height m of a tile of results, 4 or 2. This is also the distance between neighbouring tiles of pixels.
    long results;
} synann_tiles;

/// Returns the number of elements of the workspace that the transforms of the tiles `tiles` need.
long synann_winograd_workspace(synann_scalar_type scalar, const synann_tiles *tiles);

/// Computes the transform G w Gᵀ of the windows first ..< end of `count` windows w, with the matrix G of the formula at
/// the top of this header. A window has n = side · side pixels, where `side` is 3 or 5. Window i is w[n · i ..< n · (i +
/// 1)]. Position p of the transformed window is transformed[p · count + i].
void synann_winograd_windows(synann_scalar_type scalar, long side, long first, long end, long count, const void *w,
                             void *transformed);

/// Computes the transpose of synann_winograd_windows. The function overwrites the windows first ..< end of w.
void synann_winograd_windows_gradient(synann_scalar_type scalar, long side, long first, long end, long count,
                                      const void *transformed, void *w);

/// Computes the transform Bᵀ x B of all tiles x of `images`, [images, planes, height, width], with the matrix B of the
/// formula at the top of this header. Pixels outside of the images are 0.
void synann_winograd_pixels(synann_scalar_type scalar, const synann_tiles *tiles, const void *images, void *workspace,
                            void *transformed, long stride);

/// Computes the transpose of synann_winograd_pixels. If `adds` is not 0, the function adds to the images; otherwise the
/// function overwrites the images. Neighbouring rows of tiles share pixels, so calls for parts of an image must add.
void synann_winograd_pixels_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed,
                                     long stride, void *workspace, int adds, void *images);

/// Computes the results Aᵀ m A of all tiles m of `transformed`, with the matrix A of the formula at the top of this
/// header, plus the bias [planes] unless `bias` is null. The results overwrite `images`, [images, planes, height,
/// width].
void synann_winograd_results(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed, long stride,
                             const void *bias, void *workspace, void *images);

/// Computes the transpose of synann_winograd_results without bias: `images` contains the gradient with respect to the
/// results.
void synann_winograd_results_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *images,
                                      void *workspace, void *transformed, long stride);

#endif
