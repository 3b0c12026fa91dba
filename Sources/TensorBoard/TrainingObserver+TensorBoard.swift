import Differentiation
import Interchange
import Tensors
import Training

extension TrainingObserver {
    /// Returns an observer that writes events for TensorBoard. At every tenth step, the observer writes the loss and
    /// the learning rate. After every epoch, the observer writes the metrics of the training, validation and test sets,
    /// a histogram of each Synapse's β, and the filters of the first layer as a picture. If the file cannot be written,
    /// the training ends with an `EventFileError`.
    ///
    /// - Parameters:
    ///   - directory: The directory for the event file, which `tensorboard --logdir` reads. The function creates the
    ///     directory if it does not exist.
    ///   - imageShape: The channels, height and width of the images that the model reads. If the first layer is dense,
    ///     its weights are drawn as images of this shape. With nil, only the filters of convolutions are drawn.
    /// - Throws: `EventFileError` if the directory cannot be created, or if the event file cannot be created or
    ///   written.
    public static func tensorBoard(
        _ directory: String, imageShape: [Int]? = nil
    ) throws(EventFileError) -> TrainingObserver {
        let events = TrainingEvents(file: try EventFile(directory: directory), imageShape: imageShape)
        return TrainingObserver { event in
            switch event.kind {
            case .stepEnded(let loss): try events.write(loss: loss, event)
            case .epochEnded(let metrics): try events.write(metrics, event)
            default: break
            }
        }
    }
}
