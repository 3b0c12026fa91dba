// swift-tools-version: 6.1
import PackageDescription

let complexNumbers = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")
let realNumbers = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

/// The library modules in the order of their dependencies. Each module may import only its dependencies.
let modules: [(name: String, dependencies: [Target.Dependency])] = [
    ("Files", ["CZlib"]),
    ("Tensors", ["COpenBLAS", "COpenBLASCore", "CKernels", complexNumbers, realNumbers]),
    ("LinearAlgebra", ["Tensors", "COpenBLAS", "CKernels", complexNumbers]),
    ("Statistics", ["Tensors", "LinearAlgebra"]),
    ("Differentiation", ["Tensors"]),
    ("NeuralNetworks", ["Tensors", "Differentiation", "CKernels"]),
    ("Synapses", ["Files", "Tensors", "Differentiation", "NeuralNetworks", "CKernels"]),
    ("Optimizers", ["Tensors", "Differentiation", "CKernels"]),
    (
        "Interchange",
        ["Files", "Tensors", "Differentiation", "CKernels", "CPNG", "CPNGReader", "CJPEGReader", complexNumbers]
    ),
    ("Datasets", ["Files", "Tensors", "Interchange"]),
    (
        "Training",
        [
            "Files", "Tensors", "Statistics", "Differentiation", "NeuralNetworks", "Optimizers", "Datasets",
            "Interchange",
        ]
    ),
]

/// The modules that the tests of a module import in addition to the module's dependencies.
let onlyInTests: [String: [Target.Dependency]] = [
    "COpenBLAS": ["COpenBLASCore", "CKernels"], "Fourier": ["Differentiation"],
    "LinearAlgebra": ["Interchange", "Statistics"], "Interchange": ["NeuralNetworks", "CZlib"],
    "ONNX": ["Synapses", "ONNXOperations", complexNumbers],
    "Optimizers": ["NeuralNetworks"],
    "Synapses": ["Statistics"],
    "SynaNN": ["Datasets", "Interchange", "Synapses"], "TensorBoard": ["Datasets", "Optimizers"],
    "Training": ["checkpoint-probe"], "Differentiation": ["NeuralNetworks"],
]

let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

/// The modules that depend on swift-protobuf. They are separate products and not part of the umbrella.
let protobufModules: [(name: String, dependencies: [Target.Dependency], definition: String)] = [
    ("ONNX", ["Files", "Tensors", "Differentiation", "NeuralNetworks", "Interchange", protobuf], "onnx.proto"),
    (
        "TensorBoard", ["Files", "Tensors", "Differentiation", "NeuralNetworks", "Training", "Interchange", protobuf],
        "event.proto"
    ),
]

/// The Fourier transforms. They are a separate product and not part of the umbrella, because FFTW is under the GPL.
let fourier = (name: "Fourier", dependencies: ["Tensors", "CFFTW", "CKernels", complexNumbers] as [Target.Dependency])

let umbrella = Target.target(name: "SynaNN", dependencies: modules.map { .init(stringLiteral: $0.name) })

let systemLibraries: [Target] = [
    .systemLibrary(
        name: "COpenBLAS", pkgConfig: "openblas",
        providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(
        name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let programs = [
    "synacnn", "synamlp", "synarnn", "surprisal-space", "synapse-graphs", "swap-odds", "linear-regression",
    "principal-components", "regression-on-arrays", "two-spirals", "fine-tuning",
    "image-folder", "character-model",
]

let package = Package(
    name: "SynaNN",
    platforms: [.macOS(.v15)],
    products: (["COpenBLAS"] + modules.map(\.name) + protobufModules.map(\.name) + [fourier.name, "SynaNN"]).map {
        .library(name: $0, targets: [$0])
    }
        + programs.map { .executable(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", .upToNextMinor(from: "0.10.0")),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.30.0"),
    ],
    targets: systemLibraries
        + [
            .target(name: "CKernels", exclude: ["README.md"]),
            .target(name: "COpenBLASCore", dependencies: ["COpenBLAS"]),
            .target(name: "CJPEGReader", dependencies: ["CJPEG"]),
            .target(name: "CPNGReader", dependencies: ["CPNG"]),
        ]
        + modules.map { .target(name: $0.name, dependencies: $0.dependencies) }
        + protobufModules.map {
            .target(name: $0.name, dependencies: $0.dependencies, exclude: ["Protocol/\($0.definition)"])
        }
        + [.target(name: fourier.name, dependencies: fourier.dependencies), umbrella]
        + [
            .target(name: "ProgramCommand", dependencies: [argumentParser], path: "Examples/ProgramCommand"),
            .target(
                name: "TrainingCommand",
                dependencies: ["Files", "SynaNN", "ONNX", "TensorBoard", "ProgramCommand", argumentParser],
                path: "Examples/TrainingCommand"),
            .executableTarget(
                name: "synacnn", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synacnn"),
            .executableTarget(
                name: "synamlp", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synamlp"),
            .target(
                name: "CSVTables", dependencies: ["Files", .product(name: "SwiftCSV", package: "SwiftCSV")],
                path: "Examples/CSVTables"),
            .executableTarget(
                name: "synapse-graphs", dependencies: ["Files", "Tensors", "Synapses", argumentParser],
                path: "Examples/synapse-graphs"),
            .executableTarget(
                name: "surprisal-space", dependencies: ["Files", "Tensors", "Synapses", "Interchange", argumentParser],
                path: "Examples/surprisal-space"),
            .executableTarget(
                name: "swap-odds",
                dependencies: ["SynaNN", "CSVTables", argumentParser],
                path: "Examples/swap-odds", resources: [.copy("data")]),
            .executableTarget(
                name: "synarnn", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synarnn"),
            .executableTarget(
                name: "linear-regression",
                dependencies: ["Files", "Tensors", "LinearAlgebra", "CSVTables", argumentParser],
                path: "Examples/linear-regression", resources: [.copy("data")]),
            .executableTarget(
                name: "principal-components", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/principal-components"),
            .executableTarget(
                name: "regression-on-arrays", dependencies: ["SynaNN", argumentParser],
                path: "Examples/regression-on-arrays"),
            .executableTarget(
                name: "two-spirals", dependencies: ["SynaNN", argumentParser], path: "Examples/two-spirals"),
            .executableTarget(
                name: "image-folder", dependencies: ["SynaNN", argumentParser], path: "Examples/image-folder"),
            .executableTarget(
                name: "character-model", dependencies: ["SynaNN", argumentParser], path: "Examples/character-model"),
            .executableTarget(
                name: "fine-tuning", dependencies: ["SynaNN", argumentParser], path: "Examples/fine-tuning",
                exclude: ["data/pretrain.py"], resources: [.copy("data/encoder.safetensors")]),
            .executableTarget(
                name: "fuzz-readers", dependencies: ["SynaNN", "CSVTables", argumentParser, complexNumbers],
                path: "Tests/Fuzz"),
            .executableTarget(
                name: "checkpoint-probe", dependencies: ["SynaNN"], path: "Tests/CheckpointProbe"),
            .target(
                name: "ONNXOperations", dependencies: ["ONNX", "SynaNN", "TestSupport"], path: "Tests/ONNXOperations"),
            .executableTarget(
                name: "onnx-operations", dependencies: ["ONNXOperations", "ONNX", "SynaNN"],
                path: "Tests/ONNXOperationsFiles"),
            .target(name: "TestSupport", dependencies: ["Tensors", "Differentiation"], path: "Tests/TestSupport"),
        ]
        + ([("COpenBLAS", []), ("CKernels", [])] + modules + protobufModules.map { ($0.name, $0.dependencies) }
        + [fourier]
        + [("SynaNN", [complexNumbers, "ONNX", "TensorBoard", "Fourier"])]).map {
            .testTarget(
                name: $0.name + "Tests",
                dependencies: [.init(stringLiteral: $0.name), "TestSupport"] + $0.dependencies
                    + (onlyInTests[$0.name] ?? []))
        }
        + [
            .testTarget(
                name: "TestSupportTests",
                dependencies: ["TestSupport", "Tensors", "Differentiation", "NeuralNetworks", "ONNX"]),
            .testTarget(name: "CSVTablesTests", dependencies: ["CSVTables", "TestSupport"]),
            .testTarget(name: "SwapOddsTests", dependencies: ["swap-odds", "CSVTables", "TestSupport"]),
            .testTarget(name: "LinearRegressionTests", dependencies: ["linear-regression", "TestSupport"]),
            .testTarget(
                name: "DataProgramTests",
                dependencies: [
                    "linear-regression", "swap-odds", "synapse-graphs", "surprisal-space", "principal-components",
                    "SynaNN", "TestSupport",
                ]),
        ]
        + [
            .testTarget(
                name: "TrainingCommandTests",
                dependencies: ["TrainingCommand", "ProgramCommand", "SynaNN", "ONNX", "TestSupport", argumentParser]),
            .testTarget(
                name: "ProgramTests",
                dependencies: ["ProgramCommand", "SynaNN"] + programs.map { .init(stringLiteral: $0) }),
        ],
    swiftLanguageModes: [.v6]
)
