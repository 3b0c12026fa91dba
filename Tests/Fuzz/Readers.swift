import Foundation
import SynaNN

/// A reader of files, with whole files to begin from.
struct Reader {
    let name: String
    let files: [[UInt8]]
    /// Reads everything in a file; throws where it refuses it.
    let read: ([UInt8]) throws -> Void

    static func all(scratch: String) throws -> [Reader] {
        [idx, npy, try npz(scratch), safeTensors, try checkpoint(scratch)]
    }

    private static var arrays: [String: AnyTensor] {
        [
            "weight": AnyTensor(Tensor<Float>(from: 0, to: 24).reshaped(to: [2, 3, 4])),
            "labels": AnyTensor(Tensor<Int>([3, -1, 4])), "mask": AnyTensor(Tensor<Bool>([true, false])),
            "empty": AnyTensor(Tensor<Double>(zeros: [0, 2])), "scalar": AnyTensor(Tensor<Double>(7)),
        ]
    }

    private static var idx: Reader {
        let images = IDXFile(shape: [3, 4, 4], bytes: (0 ..< 48).map { UInt8($0) })
        let labels = IDXFile(shape: [3], bytes: [1, 2, 3])
        // One of 28 bytes, gzip'd.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 224, 96, 100, 96, 96, 144, 97, 96, 100, 98, 102, 97, 101,
            99, 231, 224, 228, 226, 230, 225, 229, 227, 23, 16, 20, 18, 22, 17, 21, 19, 151, 144, 148, 146, 6,
            0, 21, 248, 37, 139, 36, 0, 0, 0,
        ]
        return Reader(name: "idx", files: [images.encoded, labels.encoded, packed]) { bytes in
            _ = try IDXFile(data: bytes, file: "fuzz")
        }
    }

    private static var npy: Reader {
        var turned: [UInt8] = Array(NPYFile.encode(AnyTensor(Tensor<Float>(zeros: [2, 3]))))
        if let place = turned.firstRange(of: "False".utf8) { turned.replaceSubrange(place, with: "True ".utf8) }
        let files: [[UInt8]] = arrays.values.map { Array(NPYFile.encode($0)) } + [turned]
        return Reader(name: "npy", files: files) { bytes in _ = try NPYFile.decode(Data(bytes), path: "fuzz") }
    }

    private static func npz(_ scratch: String) throws -> Reader {
        let files: [[UInt8]] = try [false, true].map { compressed in
            let path: String = scratch + "/fuzz.npz"
            try NPZFile.write(arrays, to: path, compressed: compressed)
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        return Reader(name: "npz", files: files) { bytes in
            let file = try NPZFile(Data(bytes), path: "fuzz")
            for name in file.names { _ = try file.anyTensor(name) }
        }
    }

    private static var safeTensors: Reader {
        let files: [[UInt8]] = [
            Array(SafeTensorsFile.encode(arrays, metadata: ["a": "b", "ü": "\"\\"])),
            Array(SafeTensorsFile.encode([:])),
        ]
        return Reader(name: "safetensors", files: files) { bytes in
            let file = try SafeTensorsFile(Data(bytes), path: "fuzz")
            for name in file.names { _ = try file.anyTensor(name) }
        }
    }

    /// A checkpoint is a file in a directory, so that here each input is written first.
    private static func checkpoint(_ scratch: String) throws -> Reader {
        let directory = CheckpointDirectory(path: scratch + "/checkpoint", settings: ["a": "b"])
        var generator = PhiloxGenerator(seed: 1)
        let trainer = Trainer(
            Linear<Float>(2, 2, using: &generator), optimizer: Adam(learningRate: 0.1), batchSize: 2,
            seed: 1)
        var trained = trainer
        _ = trained.trainStep(Tensor([[1, 2], [3, 4]]), Tensor([0, 1]))
        try directory.save(trained, history: [])
        let file: [UInt8] = Array(try Data(contentsOf: URL(fileURLWithPath: directory.file)))
        return Reader(name: "checkpoint", files: [file]) { bytes in
            try Data(bytes).write(to: URL(fileURLWithPath: directory.file))
            var copy = trainer
            try directory.restore(&copy)
        }
    }
}
