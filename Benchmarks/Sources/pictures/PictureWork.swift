import Measurement
import SynaNN

/// The work that the benchmark measures. `Benchmarks/peers/pictures.py` measures the same work under the same names.
struct PictureWork {
    private let folder: String
    private let photo, icon: Picture

    /// Reads the pictures that are resized. Throws if a file is missing.
    init(folder: String) throws {
        self.folder = folder
        photo = try Picture(contentsOf: folder + "/photo.jpg", as: .rgb)
        icon = try Picture(contentsOf: folder + "/32.png", as: .rgb)
    }

    var all: [(String, () -> Void)] {
        let (photo, icon) = (photo, icon)
        return [
            ("read JPEG 500 × 375", { keep(read("photo.jpg")) }),
            ("read JPEG 500 × 375 progressive", { keep(read("progressive.jpg")) }),
            ("read JPEG 500 × 375 as gray", { keep(read("photo.jpg", .gray)) }),
            ("read JPEG 500 × 375, fit 224 × 224", { keep(fitted(read("photo.jpg"))) }),
            ("read JPEG 2000 × 1500, fit 224 × 224", { keep(fitted(read("large.jpg"))) }),
            (
                "read JPEG 2000 × 1500 reduced, fit 224 × 224",
                { keep(fitted(read("large.jpg", reducedToAtLeast: 224))) }
            ),
            ("resize 500 × 375 to 224 × 224", { keep(photo.resized(width: 224, height: 224)) }),
            ("resize 32 × 32 to 224 × 224", { keep(icon.resized(width: 224, height: 224)) }),
            ("read PNG 32 × 32", { keep(read("32.png")) }), ("read PNG 224 × 224", { keep(read("224.png")) }),
            ("read PNG 224 × 224 palette", { keep(read("palette.png")) }),
            ("read PNG 224 × 224 with alpha", { keep(read("alpha.png")) }),
        ]
    }

    private func fitted(_ picture: Picture) -> Picture { picture.resized(width: 224, height: 224, fitting: .crop) }

    private func read(_ name: String, _ color: Picture.Color = .rgb, reducedToAtLeast side: Int? = nil) -> Picture {
        do {
            return try Picture(contentsOf: folder + "/" + name, as: color, reducedToAtLeast: side)
        } catch {
            fatalError("\(error)")
        }
    }
}
