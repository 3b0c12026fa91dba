// swift-tools-version: 6.1
import PackageDescription

let complexNumbers = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")
let realNumbers = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

/// The library modules in the order of their dependencies. Each module may import only its dependencies.
let modules: [(name: String, dependencies: [Target.Dependency])] = [
    ("Files", ["CZlib"]),
    ("Tensors", ["COpenBLAS", "COpenBLASCore", "CKernels", complexNumbers, realNumbers]),
    ("LinearAlgebra", ["Tensors", "COpenBLAS", "CKernels", complexNumbers]),
    ("Differentiation", ["Tensors"]),
    ("NeuralNetworks", ["Tensors", "Differentiation", "CKernels"]),
    ("Synapses", ["Files", "Tensors", "Differentiation", "NeuralNetworks", "CKernels"]),
    ("Optimizers", ["Tensors", "Differentiation", "CKernels"]),
    (
        "Interchange",
        ["Files", "Tensors", "Differentiation", "CKernels", "CPNG", "CPNGReader", "CJPEGReader", complexNumbers]
    ),
    ("Statistics", ["Files", "Tensors", "LinearAlgebra", "Interchange"]),
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
    "COpenBLAS": ["COpenBLASCore", "CKernels"], "Distributed": ["distributed-probe"], "Fourier": ["Differentiation"],
    "LinearAlgebra": ["Interchange", "Statistics"], "Interchange": ["NeuralNetworks", "CZlib"],
    "ONNX": ["Synapses", "ONNXOperations", complexNumbers],
    "Optimizers": ["NeuralNetworks"],
    "Synapses": ["Statistics", "Optimizers"],
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

/// The communication by MPI. It is a separate product and not part of the umbrella, because it needs an MPI library.
let distributed = (
    name: "Distributed", dependencies: ["Tensors", "Training", "CMPICalls", complexNumbers] as [Target.Dependency]
)

let umbrella = Target.target(name: "SynaNN", dependencies: modules.map { .init(stringLiteral: $0.name) })

let systemLibraries: [Target] = [
    .systemLibrary(
        name: "COpenBLAS", pkgConfig: "openblas",
        providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(
        name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let programs = [
    "synacnn", "synamlp", "synarnn", "surprisal-space", "synapse-graphs", "swap-odds", "linear-regression",
    "principal-components", "regression-on-arrays", "two-spirals", "fine-tuning",
    "image-folder", "character-model", "independent-causes",
]

let package = Package(
    name: "SynaNN",
    platforms: [.macOS(.v15)],
    products: (["COpenBLAS"] + modules.map(\.name) + protobufModules.map(\.name) + [
        fourier.name, distributed.name, "SynaNN",
    ]).map {
        .library(name: $0, targets: [$0])
    }
        + programs.map { .executable(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.30.0"),
    ],
    targets: systemLibraries
        + [
            .target(name: "CKernels", exclude: ["README.md"]),
            .target(name: "COpenBLASCore", dependencies: ["COpenBLAS"]),
            .target(name: "CJPEGReader", dependencies: ["CJPEG"]),
            .target(name: "CMPICalls", dependencies: ["CMPI"]),
            .target(name: "CPNGReader", dependencies: ["CPNG"]),
        ]
        + modules.map { .target(name: $0.name, dependencies: $0.dependencies) }
        + protobufModules.map {
            .target(name: $0.name, dependencies: $0.dependencies, exclude: ["Protocol/\($0.definition)"])
        }
        + [fourier, distributed].map { .target(name: $0.name, dependencies: $0.dependencies) } + [umbrella]
        + [
            .target(
                name: "ProgramCommand", dependencies: ["Tensors", argumentParser], path: "Examples/ProgramCommand"),
            .target(
                name: "TrainingCommand",
                dependencies: [
                    "Files", "SynaNN", "Distributed", "ONNX", "TensorBoard", "ProgramCommand", argumentParser,
                ],
                path: "Examples/TrainingCommand"),
            .executableTarget(
                name: "synacnn", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synacnn"),
            .executableTarget(
                name: "synamlp", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synamlp"),
            .target(
                name: "TableCommand", dependencies: ["Statistics", argumentParser], path: "Examples/TableCommand"),
            .executableTarget(
                name: "synapse-graphs", dependencies: ["Files", "Tensors", "Synapses", argumentParser],
                path: "Examples/synapse-graphs"),
            .executableTarget(
                name: "surprisal-space", dependencies: ["Files", "Tensors", "Synapses", "Interchange", argumentParser],
                path: "Examples/surprisal-space"),
            .executableTarget(
                name: "swap-odds",
                dependencies: [
                    "Files", "Tensors", "Interchange", "Statistics", "Synapses", "TableCommand", argumentParser,
                ],
                path: "Examples/swap-odds", resources: [.copy("data")]),
            .executableTarget(
                name: "synarnn", dependencies: ["SynaNN", "TrainingCommand", argumentParser],
                path: "Examples/synarnn"),
            .executableTarget(
                name: "linear-regression",
                dependencies: ["Files", "Tensors", "LinearAlgebra", "Statistics", "TableCommand", argumentParser],
                path: "Examples/linear-regression", resources: [.copy("data")]),
            .executableTarget(
                name: "independent-causes",
                dependencies: [
                    "Files", "Tensors", "Statistics", "Interchange", "TableCommand", argumentParser,
                ],
                path: "Examples/independent-causes"),
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
                name: "fuzz-readers", dependencies: ["SynaNN", argumentParser, complexNumbers],
                path: "Tests/Fuzz"),
            .executableTarget(
                name: "checkpoint-probe", dependencies: ["SynaNN"], path: "Tests/CheckpointProbe"),
            .executableTarget(
                name: "distributed-probe", dependencies: ["Distributed", "SynaNN", complexNumbers],
                path: "Tests/DistributedProbe"),
            .target(
                name: "ONNXOperations", dependencies: ["ONNX", "SynaNN", "TestSupport"], path: "Tests/ONNXOperations"),
            .executableTarget(
                name: "onnx-operations", dependencies: ["ONNXOperations", "ONNX", "SynaNN"],
                path: "Tests/ONNXOperationsFiles"),
            .target(name: "TestSupport", dependencies: ["Tensors", "Differentiation"], path: "Tests/TestSupport"),
        ]
        + ([("COpenBLAS", []), ("CKernels", [])] + modules + protobufModules.map { ($0.name, $0.dependencies) }
        + [fourier, distributed]
        + [("SynaNN", [complexNumbers, "ONNX", "TensorBoard", "Fourier", "Distributed"])]).map {
            .testTarget(
                name: $0.name + "Tests",
                dependencies: [.init(stringLiteral: $0.name), "TestSupport"] + $0.dependencies
                    + (onlyInTests[$0.name] ?? []))
        }
        + [
            .testTarget(
                name: "TestSupportTests",
                dependencies: ["TestSupport", "Tensors", "Differentiation", "NeuralNetworks", "ONNX"]),
            .testTarget(name: "TableCommandTests", dependencies: ["TableCommand", "Statistics", argumentParser]),
            .testTarget(name: "SwapOddsTests", dependencies: ["swap-odds", "Statistics", "TestSupport"]),
            .testTarget(
                name: "LinearRegressionTests", dependencies: ["linear-regression", "Statistics", "TestSupport"]),
            .testTarget(
                name: "DataProgramTests",
                dependencies: [
                    "independent-causes", "linear-regression", "swap-odds", "synapse-graphs", "surprisal-space",
                    "principal-components",
                    "SynaNN", "TestSupport",
                ]),
        ]
        + [
            .testTarget(
                name: "TrainingCommandTests",
                dependencies: ["TrainingCommand", "ProgramCommand", "SynaNN", "ONNX", "TestSupport", argumentParser]),
            .testTarget(
                name: "ProgramTests",
                dependencies: ["ProgramCommand", "SynaNN", "TestSupport"] + programs.map { .init(stringLiteral: $0) }),
        ],
    swiftLanguageModes: [.v6]
)
