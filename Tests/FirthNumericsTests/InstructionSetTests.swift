import FirthNumerics
import Testing

@Suite("Instruction sets")
struct InstructionSetTests {
  @Test("without a name the widest is chosen")
  func widest() throws {
    #expect(try InstructionSet.chosen(named: nil) == InstructionSet.supported.last)
  }

  @Test("each that the machine runs can be named", arguments: InstructionSet.supported)
  func named(set: InstructionSet) throws {
    #expect(try InstructionSet.chosen(named: set.rawValue) == set)
  }

  @Test("an unknown name is an error that lists the known", arguments: ["", "v9", "V3", "avx2"])
  func unknown(name: String) {
    let error = #expect(throws: InstructionSetError.self) {
      try InstructionSet.chosen(named: name)
    }
    #expect(error?.name == name)
    let names = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
    #expect(
      error?.description
        == "FIRTH_ISA is \"\(name)\", but this machine runs \(names); unset it or name one of these"
    )
  }

  @Test(
    "one that the machine does not run is an error",
    arguments: InstructionSet.allCases.filter { !InstructionSet.supported.contains($0) })
  func unsupported(set: InstructionSet) {
    #expect(throws: InstructionSetError.self) {
      try InstructionSet.chosen(named: set.rawValue)
    }
  }

  @Test("the baseline is always there, and narrower sets come first")
  func order() {
    let supported = InstructionSet.supported
    #expect(supported == Array(InstructionSet.allCases.prefix(supported.count)))
    #expect(!supported.isEmpty)
  }
}
