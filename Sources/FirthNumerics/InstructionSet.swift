import CPUFeatures
import Foundation

/// An instruction set that the kernels were compiled for.
public enum InstructionSet: String, CaseIterable, Sendable {
  #if arch(x86_64)
    /// The x86-64 baseline: SSE2, four floats a register.
    case v2
    /// x86-64-v3: AVX2 and FMA, eight floats a register.
    case v3
    /// x86-64-v4: AVX-512, sixteen floats a register.
    case v4
  #else
    /// The baseline of other architectures; NEON on arm64.
    case baseline
  #endif

  /// The sets that this machine runs, narrowest first.
  public static let supported: [InstructionSet] = {
    #if arch(x86_64)
      let level = firth_x86_level()
      return level >= 4 ? [.v2, .v3, .v4] : level == 3 ? [.v2, .v3] : [.v2]
    #else
      [.baseline]
    #endif
  }()

  /// The set that training uses: the widest, or the one that `FIRTH_ISA` names.
  ///
  /// - Throws: `InstructionSetError` when `FIRTH_ISA` names none that this machine runs.
  public static func chosen() throws(InstructionSetError) -> InstructionSet {
    try chosen(named: ProcessInfo.processInfo.environment["FIRTH_ISA"])
  }

  /// The set that searches use: the chosen one, or the widest where `FIRTH_ISA` names none.
  public static let preferred = (try? chosen()) ?? supported[supported.count - 1]

  package static func chosen(named name: String?) throws(InstructionSetError) -> InstructionSet {
    guard let name else { return supported[supported.count - 1] }
    guard let set = InstructionSet(rawValue: name), supported.contains(set) else {
      throw InstructionSetError(name: name)
    }
    return set
  }
}

/// `FIRTH_ISA` names an instruction set that this machine does not run.
public struct InstructionSetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the variable says.
  public let name: String

  /// One sentence with the names that would do.
  public var description: String {
    let names = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
    return "FIRTH_ISA is \"\(name)\", but this machine runs \(names); unset it or name one of these"
  }
}
