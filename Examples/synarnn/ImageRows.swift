import SynaNN

/// Returns the rows of images as sequences: `[N, channels, height, width] → [N, height, channels · width]`. A row
/// contains the pixels of all channels, one channel after the other.
func imageRows(_ images: Tensor<Float>) -> Tensor<Float> {
    let (count, channels): (Int, Int) = (images.shape[0], images.shape[1])
    let (height, width): (Int, Int) = (images.shape[2], images.shape[3])
    let rows: Tensor<Float> = channels == 1 ? images : images.permuted([0, 2, 1, 3])
    return rows.reshaped(to: [count, height, channels * width])
}
