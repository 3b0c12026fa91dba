import SynaNN

/// Pictures of images and of shares, side by side.
enum Picture {
    /// What is drawn of `[1, height, width]` numbers.
    enum Panel {
        /// Grey, the least black and the greatest white.
        case gray(Tensor<Float>)
        /// Red above 0, blue below, white at 0; the strongest saturated.
        case signed(Tensor<Float>)
    }

    private static let magnification = 8, gap = 8

    static var blank: PNGImage { PNGImage(width: 1, height: 1, color: .gray, pixels: [255]) }

    /// The panels from left to right on white.
    static func row(_ panels: [Panel]) -> PNGImage {
        let colored: [Tensor<Float>] = panels.map { magnified(colors($0)) }
        let space = Tensor<Float>(repeating: 255, shape: [colored[0].shape[0], gap, 3])
        let parts: [Tensor<Float>] = colored.flatMap { [$0, space] }.dropLast()
        let picture = Tensor<Float>(concatenating: parts, axis: 1)
        return PNGImage(
            width: picture.shape[1], height: picture.shape[0], color: .rgb,
            pixels: picture.scalars.map { UInt8($0.rounded()) })
    }

    /// `[height, width, 3]`, 0 to 255.
    private static func colors(_ panel: Panel) -> Tensor<Float> {
        switch panel {
        case .gray(let image):
            let (low, high): (Tensor<Float>, Tensor<Float>) = (image.min(), image.max())
            let gray: Tensor<Float> = (image[0] - low) / maximum(high - low, Tensor(1e-6)) * 255
            return Tensor(stacking: [gray, gray, gray], axis: 2)
        case .signed(let shares):
            let strength: Tensor<Float> = shares[0] / maximum(shares.abs().max(), Tensor(1e-6))
            let (up, down): (Tensor<Float>, Tensor<Float>) = (strength.relu(), (-strength).relu())
            return 255 - Tensor(stacking: [down, up + down, up], axis: 2) * 255
        }
    }

    private static func magnified(_ picture: Tensor<Float>) -> Tensor<Float> {
        let (height, width): (Int, Int) = (picture.shape[0], picture.shape[1])
        return picture.reshaped(to: [height, 1, width, 1, 3])
            .broadcast(to: [height, magnification, width, magnification, 3])
            .reshaped(to: [height * magnification, width * magnification, 3])
    }
}
