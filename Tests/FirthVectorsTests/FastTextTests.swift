import FirthTestSupport
import FirthVectors
import Testing

@Suite("fastText's n-grams")
struct FastTextTests {
  @Test(
    "hashes are fastText's own, with its sign of bytes",
    arguments: [
      ("<", 957_132_539), ("<ab", 1_218_209_508), ("king", 3_658_736_598),
      ("<king>", 4_050_785_298), ("é", 1_023_043_777), ("über", 238_904_527),
      ("日本", 4_164_387_409), ("</s>", 3_617_362_777),
    ] as [(String, UInt32)])
  func hashes(text: String, hash: UInt32) {
    #expect(Subwords.hash(of: Array(text.utf8)) == hash)
  }
}
