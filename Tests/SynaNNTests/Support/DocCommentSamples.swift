import Distributed
import Foundation
import ONNX
import SynaNN

// The samples of the doc comments that are declarations. Several samples use the same names, so each sample is in an
// enum of its own. `DocCommentSampleTests` compares the samples with the comments.

enum ConstantSample {
    struct Masked: Module {
        var layer: Linear<Float>
        @Constant var mask: Tensor<Float>

        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { layer(x * mask) }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&layer, "layer") }
    }
}

enum ParameterizedSample {
    struct Classifier: Parameterized {
        var hidden: Linear<Float>
        var output: Linear<Float>

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&hidden, "hidden")
            visitor.visit(&output, "output")
        }
    }
}

enum ModuleSample {
    struct Classifier: Module {
        var hidden, output: Linear<Float>

        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { output(hidden(x).relu()) }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&hidden, "hidden")
            visitor.visit(&output, "output")
        }
    }
}

enum ModeSample {
    struct Noise: ParameterFreeModule {
        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
            guard Mode.current == .training else { return x }
            let noise: Tensor<Float> = Mode.withGenerator(for: "Noise") { generator in
                Tensor(randomNormal: x.shape, using: &generator)
            }
            return x + noise * 0.1
        }
    }
}

enum OptimizerSample {
    struct Lion: ParameterwiseOptimizer {
        var learningRate = 1e-4
        var weightDecay = 0.0
        var state = OptimizerState()

        func step<Scalar: RealScalar>(
            _ weight: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
        ) {
            let momentum: Tensor<Scalar> = state.first ?? Tensor(zeros: weight.shape)
            let direction: Tensor<Scalar> = (momentum * 0.9 + gradient * 0.1).sign()
            weight -= (direction + weight * Scalar(weightDecay)) * Scalar(learningRate)
            state = [momentum * 0.99 + gradient * 0.01]
        }
    }
}

enum TapeSamples {
    static func square(_ x: Tensor<Float>) -> Tensor<Float> {
        func square(_ x: Tensor<Float>) -> Tensor<Float> {
            withDerivative(of: TensorOperation("square", x), x * x, .by(x) { cotangent in 2 * x * cotangent })
        }
        return square(x)
    }

    static func standardized(_ x: Tensor<Float>) -> Tensor<Float> {
        func standardized(_ x: Tensor<Float>) -> Tensor<Float> {
            withOperation(TensorOperation("standardized", x)) {
                (x - x.mean()) / x.variance().squareRoot()
            }
        }
        return standardized(x)
    }
}

enum TensorGroupSample {
    struct MaskedTokens: TensorGroup {
        var tokens: Tensor<Int>
        var mask: Tensor<Bool>

        mutating func visitTensors(_ visitor: inout some TensorVisitor) {
            visitor.visit(&tokens, "tokens")
            visitor.visit(&mask, "mask")
        }
    }
}

enum MappedArraySample {
    static func run(labels: Tensor<Int>) throws {
        let pixels = try MappedArray<Float>(npy: "pixels.npy")  // uint8, [1 000 000, 3, 64, 64]
        let data = pixels.labeled(by: labels).map { (inputs: $0.inputs / 255, targets: $0.targets) }
        _ = data
    }
}

enum DataSourceSample {
    struct Sentences: DataSource {
        let ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>
        var count: Int { labels.count }

        func batch(_ indices: ArraySlice<Int>) -> (ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>) {
            let rows = Tensor(Array(indices))
            return (ids.gathered(at: rows), lengths.gathered(at: rows), labels.gathered(at: rows))
        }
    }
}

enum ObjectiveSamples {
    typealias Network = Sequential<Float>
    typealias Batch = (ids: Tensor<Float>, labels: Tensor<Float>, weights: Tensor<Float>)

    static func regression() -> Objective<Network, LabeledBatch<Tensor<Float>, Tensor<Float>>> {
        Objective<Network, LabeledBatch<Tensor<Float>, Tensor<Float>>> { model, batch in
            meanSquaredError(model(batch.inputs), batch.targets)
        }
    }

    static func classification() -> Objective<Network, Batch> {
        // swift-format-ignore: OnlyOneTrailingClosureArgument
        Objective(
            outputs: { (model: Network, batch: Batch) in model(batch.ids) }, targets: { batch in batch.labels },
            metrics: [AreaUnderROC<Float>()]
        ) { outputs, batch in binaryCrossEntropy(outputs, batch.labels, weights: batch.weights) }
    }
}

/// Samples that print, write files or take a long time. The samples are compiled, but not run.
enum SamplesThatAreNotRun {
    static func onnx(_ network: Sequential<Float>, _ classifier: some TokenClassifier, _ images: Tensor<Float>) throws {
        try ONNXModel(of: network, sample: [1, 28, 28]).write(to: "network.onnx")
        let models: [ONNXModel] = [
            try ONNXModel(of: classifier, example: Tensor<Int>([[5, 8, 999]])),
            try ONNXModel(of: network, example: images) { network, images in network(images).softmax() },
        ]
        let model = try ONNXModel(
            of: network, sample: [28],
            lowerings: .standard.adding("cube") { graph, operation in
                graph.add("Mul", operation[0], graph.add("Mul", operation[0], operation[0]))
            })
        print(models.count, model.tensorCount)
    }

    static func safetensors() throws {
        let file = try SafeTensorsFile(contentsOf: "model.safetensors")
        let weight = try file.tensor("conv1.weight", as: Float.self)
        print(weight.shape)
    }

    static func numPy() throws {
        let x: Tensor<Double>? = try NPYFile(contentsOf: "x.npy").array.tensor()
        let weight: AnyTensor = try NPZFile(contentsOf: "model.npz").anyTensor("weight")
        print(x?.shape ?? [], weight.shape)
    }

    static func text() throws {
        let x: Tensor<Double> = try TextFile<Double>(contentsOf: "x.csv", .csv).values
        print(x.shape)
    }

    static func tables() throws {
        let table = try Table(contentsOf: "oswego.csv")
        let (known, dropped) = try table.droppingMissing(in: ["ill", "vanilla_ice_cream"])
        let ill: Column = try known["ill"].zeroOne()
        print(ill, dropped)
        let adults = table.filtering(try table["age"].numbers .>= 18)
        let women = table.filtering { $0.text("sex") == "F" && $0.number("age") < 50 }
        let withIndex = table.deriving("bmi") { $0.number("kg") / ($0.number("m") * $0.number("m")) }
        let withGroup = table.deriving("group") { $0.number("age") < 18 ? "child" : "adult" }
        print(adults, women, withIndex, withGroup)
        let families: TableGroups = try table.grouped(by: ["family"])
        let sizes: Table = families.keys.adding(Column("children", families.counts))
        print(sizes)
    }

    static func numPy(_ x: Tensor<Double>, _ y: Tensor<Double>) throws {
        try NPYFile(y).write(to: "y.npy")
        try TextFile(y).write(to: "y.txt")
        try NPZFile(["x": AnyTensor(x), "y": AnyTensor(y)]).write(to: "points.npz")
    }

    static func training(_ network: Sequential<Float>, _ data: ArrayData<Float, Int>) throws {
        var trainer = Trainer(
            network, optimizer: Adam(learningRate: 0.001), objective: .classification(),
            options: TrainerOptions(batchSize: 100))
        for _ in 0 ..< 5 { print(trainer.trainEpoch(on: data)) }
        let (train, test) = (data, data)
        var run = TrainingRun(trainer, epochs: 5)
        let (model, metrics) = try run.run(train: train, test: test)
        print(model.parameterCount, metrics.count)
    }
}

protocol TokenClassifier: Module where Input == Tensor<Int>, Output == Tensor<Float> {}

enum DistributedSamples {
    static func sum() throws -> Tensor<Float> {
        let world = try Communicator.world
        let sum = try world.allReduce(Tensor<Float>([1, 2]), .sum)
        return sum
    }

    static func shards(_ gradientOfShard2: Tensor<Float>, _ gradientOfShard3: Tensor<Float>) -> ShardSum<Float> {
        var sum = ShardSum<Float>(of: ShardTree(shardCount: 8), from: 2)
        sum.append(gradientOfShard2)
        sum.append(gradientOfShard3)
        return sum
    }

    static func training(_ network: Sequential<Float>) throws -> Trainer<Sequential<Float>, ClassificationBatch<Float>>
    {
        let world = try Communicator.world
        var trainer = Trainer(
            network, optimizer: Adam(), objective: .classification(), options: TrainerOptions(shards: 8),
            exchange: try DistributedShards(world))
        return trainer
    }

    static func tasks(_ seeds: [Int], _ train: @escaping @Sendable (_ seed: Int) throws -> Double) throws {
        let world = try Communicator.world
        try world.performTasks(seeds.count) { index in
            try train(seeds[index])
        } receive: { index, loss in
            print("seed \(seeds[index]): \(loss)")
        }
    }

    static func program(_ train: (Communicator) throws -> Void) {
        do {
            try train(Communicator.world)
        } catch {
            print("error: \(error)")
            Communicator.announceFailure(error)
            exit(1)
        }
    }
}
