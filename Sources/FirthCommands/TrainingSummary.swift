internal import Firth

/// What `--json` says at the end of a training run.
struct TrainingSummary<Model: Codable>: Codable {
  let output: String
  let format: VectorFormat
  let words: Int
  let model: Model
  let threads: Int
  let loss: [Double]
  let seconds: Double
  let corpus: CorpusReport
}
