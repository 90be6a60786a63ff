import FirthCommands
import Testing

@Suite("Trials of a training")
struct TrialTests {
  /// A trial of 1,000 tokens of 10,000.
  private func trial(seconds: Double, setup: Double = 0, tokens: Int = 1_000) -> Trial {
    var trial = Trial()
    (trial.setup, trial.seconds) = (setup, seconds)
    (trial.tokens, trial.totalTokens) = (tokens, 10_000)
    return trial
  }

  @Test("a trial is scaled to all tokens")
  func scales() {
    #expect(trial(seconds: 0.5).seconds(scaledBy: 1) == 5)
    #expect(trial(seconds: 0.5).seconds(scaledBy: 3) == 15)
    #expect(trial(seconds: 0.5, tokens: 0).seconds(scaledBy: 1).isFinite)
  }

  @Test("trials are joined by tokens and seconds, the time before the first step as its mean")
  func joins() throws {
    #expect(Trial(joining: []) == nil)
    let joined = try #require(
      Trial(joining: [trial(seconds: 1, setup: 1), trial(seconds: 2, setup: 3, tokens: 3_000)]))
    #expect(joined.setup == 2)
    #expect(joined.seconds(scaledBy: 1) == 7.5)
  }

  @Test("without a trial of one thread, those of all threads decide")
  func alone() throws {
    var trials = Trials()
    trials.all = [trial(seconds: 1), trial(seconds: 3)]
    let joined = try #require(Trial(joining: trials.all))
    #expect(trials.seconds(joined, threads: 2) == 20)
  }

  @Test("what several threads gain is drawn towards the root of their number")
  func draws() throws {
    // Seconds of one thread and of all; what the gain is drawn to.
    let cases: [(one: Double, all: Double, threads: Int, gain: Double)] = [
      // With two threads by three quarters: 2^¼ · √2^¾.
      (20, 10, 2, 1.5422), (20, 20, 2, 1.2968), (20, 28, 2, 1.1922),
      // With 16 by a tenth; a gain of 4 is where it is drawn to.
      (20, 5, 16, 4), (20, 20, 16, 1.1388), (20, 2, 16, 9.1768),
    ]
    for (one, all, threads, gain) in cases {
      var trials = Trials()
      trials.all = [trial(seconds: all / 10)]
      // Of 4,000 tokens in all, at different speeds.
      trials.one = [trial(seconds: one * 0.05), trial(seconds: one * 0.35, tokens: 3_000)]
      let joined = try #require(Trial(joining: trials.all))
      #expect(abs(trials.seconds(joined, threads: threads) - one / gain) < 0.01)
    }
  }
}
