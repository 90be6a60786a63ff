import Firth
import Foundation
import Testing

/// `--init`, `--freeze`, `--validation`, `--patience` and `--log`, by the program.
@Suite(.serialized)
struct SessionOptionsTests {
  @Test("training goes on from vectors in any format, on text with more words")
  func carriesOn() throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' >all.txt
      head -n 20000 all.txt | tr -d z >old.txt
      firth train skipgram old.txt --output old.bin --dimensions 30 --epochs 1 --quiet \
        --max-vocabulary 1500
      firth convert old.bin old.txt.vec --quiet --to word2vec-text
      for start in old.bin old.txt.vec; do
        firth train skipgram all.txt --init $start --freeze --output new.$start.safetensors \
          --dimensions 30 --epochs 1 --threads 1
      done
      cmp new.*.safetensors
      """, in: folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    #expect(run.errors.contains(" start from old.bin and stay as they are, the rest from random"))
    let old = try Embeddings(contentsOf: folder.path + "/old.bin")
    let new = try Embeddings(contentsOf: folder.path + "/new.old.bin.safetensors")
    #expect(new.vocabularySize > old.vocabularySize)
    var common = 0
    for row in 0..<old.vocabularySize {
      let word = String(decoding: old.vocabulary.utf8(of: WordID(row)), as: UTF8.self)
      guard let vector = new.vector(for: word) else { continue }
      common += 1
      #expect(vector == old.vector(for: word))
    }
    #expect(
      run.errors.contains("\(common) of \(new.vocabularySize) words (")
        && run.errors.contains(
          "; \(old.vocabularySize - common) of its words are not in the corpus")
    )
  }

  @Test("the log is JSON, a line a report, and its tokens are the corpus's")
  func log() throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' >all.txt
      head -n 80000 all.txt >train.txt
      tail -n 5000 all.txt >held.txt
      firth train cbow train.txt --validation held.txt --log log.jsonl --output v.safetensors \
        --dimensions 20 --epochs 3 --threads 3 --json
      """, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("validation text: "))
    let records = try String(decoding: folder.data("log.jsonl"), as: UTF8.self)
      .split(separator: "\n")
      .map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    let epochs = records.filter { $0["event"] as? String == "epoch" }
    #expect(epochs.compactMap { $0["epoch"] as? Int } == [1, 2, 3])
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let corpus = try #require(summary["corpus"] as? [String: Any])
    let kept = try #require(corpus["kept_tokens"] as? Int ?? corpus["keptTokens"] as? Int)
    for (number, record) in epochs.enumerated() {
      #expect(record["epoch_tokens"] as? Int == kept)
      #expect(record["corpus_tokens"] as? Int == kept)
      #expect(record["tokens"] as? Int == kept * (number + 1))
      #expect(record["validation_loss"] is Double && record["loss"] is Double)
    }
    let end = try #require(records.last)
    #expect(end["event"] as? String == "end" && end["tokens"] as? Int == 3 * kept)
    let keys = [
      "corpus_tokens", "epoch", "event", "learning_rate", "loss", "pairs", "seconds", "time",
      "tokens", "unit", "validation_loss", "words_per_second",
    ]
    #expect(end.keys.sorted() == keys)
  }

  @Test("patience ends a run early and says so")
  func patience() throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' | head -n 3000 >a.txt
      gzip -dc '\(FirthProgram.facts)' | tail -n 300 | tr ' ' '\\n' | shuf --random-source=a.txt |
        paste -sd ' ' >b.txt
      firth train skipgram a.txt --validation b.txt --patience 2 --epochs 200 --learning-rate 0.2 \
        --output v.bin --dimensions 20 --threads 1
      """, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("note: stopped after epoch "), "\(run.errors)")
    #expect(run.errors.contains("the loss of the validation text was lowest in epoch "))
    #expect(try folder.names.contains("v.bin"))
  }
}
