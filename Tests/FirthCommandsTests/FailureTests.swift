import Foundation
import Testing

/// What goes wrong ends with one clear sentence and the right status.
struct FailureTests {
  /// Arguments, the status, and a part of the message.
  static let failures: [(String, Int32, String)] = [
    ("train skipgram missing.txt --output v.bin", 66, "missing.txt: no such file"),
    ("train skipgram ok.txt missing --output v.bin", 66, "missing: no such file"),
    ("train skipgram empty --output v.bin", 66, "empty: cannot be read: the folder holds no files"),
    ("train skipgram empty.txt --output v.bin", 65, "the corpus holds no words"),
    ("train skipgram damaged.gz --output v.bin", 65, "damaged.gz: damaged at byte "),
    ("train skipgram ok.txt --output folder --to word2vec-bin", 73, "folder: cannot be written"),
    ("train skipgram ok.txt --output none/v.bin", 73, "none/v.bin: cannot be written: its folder"),
    ("train skipgram ok.txt --output /dev/full --to word2vec-bin", 73, "the disk is full"),
    ("train skipgram ok.txt --output /proc/v.bin", 73, "/proc/v.bin: cannot be written"),
    ("train skipgram ok.bin --output ./ok.bin", 64, "the output is one of the inputs"),
    ("train skipgram . --output ok.bin", 64, "the output is one of the inputs"),
    ("train skipgram ok.txt --output v.unknown", 64, "its ending names no format"),
    ("train skipgram ok.txt --output -", 64, "--output must name a file"),
    ("train skipgram --output v.bin", 64, "Missing expected argument '<corpus> ...'"),
    ("train skipgram ok.txt", 64, "Missing expected argument '--output <file>'"),
    ("train skipgram ok.txt --output v.bin --dimensions 0", 64, "dimensions is 0"),
    ("train skipgram ok.txt --output v.bin --dimensions=-5", 64, "dimensions is -5"),
    ("train skipgram ok.txt --output v.bin --dimensions 1000000000", 64, "dimensions is 10000"),
    ("train skipgram ok.txt --output v.bin --dimensions 1e9", 64, "'1e9' is invalid"),
    ("train skipgram ok.txt --output v.bin --learning-rate nan", 64, "learning rate is nan"),
    ("train skipgram ok.txt --output v.bin --threads 0", 64, "--threads is 0"),
    ("train skipgram ok.txt --output v.bin --threads 100000", 64, "--threads is 100000"),
    ("train skipgram ok.txt --output v.bin --window 0", 64, "window is 0"),
    ("train cbow ok.txt --output v.bin --window 0", 64, "window is 0"),
    ("train cbow ok.txt --output v.bin --negative-exponent 3", 64, "negative exponent is 3.0"),
    ("train cbow ok.txt --output v.bin --objective softmax", 64, "'softmax' is invalid"),
    ("train cbow ok.txt --output v.bin --cbow-gradient false", 64, "'false' is invalid"),
    (
      "train cbow ok.txt --output v.bin --objective hierarchical-softmax --negative 5", 64,
      "hierarchical softmax draws no samples"
    ),
    (
      "train skipgram ok.txt --output v.bin --objective hierarchical-softmax "
        + "--negative-exponent 1", 64, "hierarchical softmax draws no samples"
    ),
    ("train skipgram ok.txt --output v.bin --epochs 0", 64, "epochs is 0"),
    ("train skipgram ok.txt --output v.bin --freeze", 64, "--freeze needs --init"),
    ("train skipgram ok.txt --output v.bin --init missing.bin", 66, "missing.bin: no such file"),
    ("train skipgram ok.txt --output v.bin --init ok.vec", 65, "have 2 dimensions, but the model"),
    ("train skipgram ok.txt --output v.bin --patience 2", 64, "--patience needs --validation"),
    (
      "train skipgram ok.txt --output v.bin --validation ok.txt --patience 0", 64,
      "--patience is 0"
    ),
    ("train skipgram ok.txt --output v.bin --validation missing", 66, "missing: no such file"),
    ("train skipgram ok.txt --output v.bin --validation empty.txt", 65, "holds no words"),
    ("train skipgram ok.txt --output v.bin --validation facts.txt", 65, "holds no word of the"),
    ("train skipgram ok.txt --output ok.bin --validation ok.bin", 64, "is one of the inputs"),
    ("train skipgram ok.txt --output v.bin --log ok.txt", 64, "is one of the inputs"),
    ("train skipgram ok.txt --output v.bin --log v.bin", 64, "--log names a file that the run"),
    ("train skipgram ok.txt --output v.bin --log none/l", 73, "none/l: cannot be written"),
    ("train skipgram ok.txt --output v.bin --checkpoint-every=-1", 64, "is -1.0"),
    ("train skipgram ok.txt --output v.bin --checkpoint-every nan", 64, "is nan"),
    ("train skipgram ok.txt --output v.bin --min-count 0", 64, "--min-count is 0"),
    ("train skipgram ok.txt --output v.bin --min-count 1000", 65, "no word occurs 1000 times"),
    ("train skipgram ok.txt --output v.bin --memory lots", 64, "'lots' is invalid"),
    ("train skipgram ok.txt --output v.bin --tokenizer magic", 64, "'magic' is invalid"),
    ("train nothing ok.txt", 64, "unexpected arguments: 'nothing'"),
    ("similar missing.bin king", 66, "missing.bin: no such file"),
    ("similar ok.txt king", 65, "ok.txt"),
    ("similar ok.vec nothing", 2, "unknown word 'nothing'"),
    ("similar ok.vec onee", 2, "unknown word 'onee'; is it one?"),
    ("similar ok.vec one --count 0", 64, "--count is 0"),
    ("similar ok.vec one --top 0", 64, "--top is 0"),
    ("similar ok.vec one --min-score nan", 64, "--min-score is no number"),
    ("similar ok.vec one --among missing", 66, "missing: no such file"),
    ("similar ok.vec one --among ok.bin", 2, "ok.bin: none of its 50 words is known"),
    ("similar ok.vec one --weights 1,2", 64, "--weights has 2 numbers and the question 1 words"),
    ("similar ok.vec one --weights x", 64, "'x' is invalid"),
    ("similar ok.vec one --vector 1,2", 64, "words or --vector, not both"),
    ("similar ok.vec --vector 1,2,3", 64, "the vector has 3 numbers, 2 are needed"),
    ("similar ok.vec --vector nan,1", 64, "a vector is numbers"),
    ("similar ok.vec --vector 0,0", 1, "the question's vectors cancel out"),
    ("similar ok.vec one --questions ok.txt", 64, "in the arguments and in --questions"),
    ("similar ok.vec --questions missing", 66, "missing: no such file"),
    ("similar ok.vec --questions damaged.gz", 65, "damaged.gz: damaged at byte "),
    ("analogy ok.vec one two three --method magic", 64, "'magic' is invalid"),
    ("similarity ok.vec one", 64, "two words"),
    ("similarity ok.vec one nothing", 2, "unknown word 'nothing'"),
    ("odd ok.vec one two", 64, "three words or more"),
    ("analogy ok.vec one two nothing", 2, "unknown word 'nothing'"),
    ("analogy ok.vec one two", 64, "three words"),
    ("query ok.vec (one", 64, "column"),
    ("query ok.vec nothing", 2, "unknown word 'nothing'"),
    ("convert ok.vec ./ok.vec", 64, "the output is the input"),
    ("convert ok.vec v.unknown", 64, "its ending names no format"),
    ("convert missing.bin v.bin", 66, "missing.bin: no such file"),
    ("info folder", 66, "folder: cannot be read: it is a folder"),
    ("vocabulary ok.txt --output none/v", 73, "none/v: cannot be written: its folder"),
    ("vocabulary ok.txt --output ok.txt", 64, "the output is one of the inputs"),
  ]

  @Test("each failure has its sentence and its status", arguments: failures)
  func fails(command: String, status: Int32, message: String) throws {
    let folder = try TemporaryFolder()
    for name in ["empty", "folder"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: false)
    }
    let text = String(repeating: "one two three four\n", count: 50)
    try folder.write("folder/a.txt", text)
    try folder.write("ok.txt", text)
    try folder.write("ok.bin", text)
    try folder.write("empty.txt", "")
    try folder.write("facts.txt", "other words\n")
    try folder.write("ok.vec", "3 2\none 1 0\ntwo 0 1\nthree 1 1\n")
    var packed = try Data(contentsOf: URL(fileURLWithPath: FirthProgram.facts))
    packed[5000] ^= 0x55
    try packed.write(to: URL(fileURLWithPath: folder.path + "/damaged.gz"))
    let before = try folder.names

    let run = try FirthProgram.run(command.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(!run.wasKilled)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(try folder.names == before)
  }

  @Test(
    "a read-only folder is found before the work", .enabled(if: getuid() != 0, "root may write"))
  func readOnlyFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("ok.txt", "one two three four\n")
    let run = try FirthProgram.shell(
      "mkdir r; chmod 555 r; firth train skipgram ok.txt --output r/v.bin", in: folder)
    #expect(run.status == 73)
    #expect(run.errors.contains("r/v.bin: cannot be written: permission denied"))
  }
}
