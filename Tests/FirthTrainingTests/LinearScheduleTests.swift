import FirthTraining
import Testing

@Suite("The learning rate")
struct LinearScheduleTests {
  @Test(
    "falls linearly from its start to a ten-thousandth",
    arguments: [
      (0, 0.025), (500, 0.0125), (250, 0.01875), (999, 0.000025), (1_000, 0.0000025),
      (1_000_000, 0.0000025),
    ])
  func rate(tokens: Int, rate: Double) {
    let schedule = LinearSchedule(start: 0.025, totalTokens: 999)
    #expect(abs(schedule.rate(after: tokens) - rate) < 1e-15)
  }

  @Test("is never negative nor rises")
  func falls() {
    let schedule = LinearSchedule(start: 0.5, totalTokens: 70)
    let rates = (0...100).map { schedule.rate(after: $0) }
    #expect(rates[0] == 0.5)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 && $1 >= 0.5e-4 })
  }
}
