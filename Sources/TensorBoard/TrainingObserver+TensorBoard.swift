import Differentiation
import Interchange
import Tensors
import Training

extension TrainingObserver {
    /// An observer that writes events for TensorBoard: the loss and the learning rate of every tenth step; after every
    /// epoch all metrics, histograms of each Synapse's β, and the filters of the first layer as a picture.
    ///
    /// - Parameter directory: The directory for the event file, which `tensorboard --logdir` reads. It is created if it
    ///   does not exist.
    /// - Throws: `EventFileError` if the directory or the event file cannot be created.
    public static func tensorBoard(_ directory: String) throws(EventFileError) -> TrainingObserver {
        let events = TrainingEvents(file: try EventFile(directory: directory))
        return TrainingObserver { event in
            switch event.kind {
            case .stepEnded(let loss): try events.write(loss: loss, event)
            case .epochEnded(let metrics): try events.write(metrics, event)
            default: break
            }
        }
    }
}
