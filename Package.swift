// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// One kernel source, compiled once per instruction set.
///
/// Swift has no per-function target attribute, so each set is a module of its own; the folders of
/// the wider sets hold a symbolic link to the one source. The kernels are optimised in debug
/// builds too: unoptimised SIMD is hundreds of times slower.
func kernels(_ name: String, _ instructions: String? = nil, define: String? = nil) -> Target {
  let march = instructions.map { ["-Xcc", "-march=\($0)"] } ?? []
  return .target(
    name: name, dependencies: ["CPUFeatures"],
    swiftSettings: strict + [.unsafeFlags(["-O", "-wmo"] + march)]
      + (define.map { [.define($0), .define("FMA")] } ?? []))
}

#if arch(x86_64)
  let kernelTargets = [
    kernels("FirthKernels"),
    kernels("FirthKernelsV3", "x86-64-v3", define: "AVX2"),
    kernels("FirthKernelsV4", "x86-64-v4", define: "AVX512"),
  ]
#else
  let kernelTargets = [kernels("FirthKernels", define: "NEON")]
#endif

/// A Swift library target with the common settings.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A test target with the common settings.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["FirthTestSupport"], swiftSettings: strict)
}

let package = Package(
  name: "firth",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Firth", targets: ["Firth"]),
    .executable(name: "firth", targets: ["firth-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: kernelTargets + [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CPUFeatures"),
    library(
      "FirthNumerics",
      ["CPUFeatures", "COpenBLAS"] + kernelTargets.map { .target(name: $0.name) }),
    library("FirthFiles", ["CZlib"]),
    library("FirthText", ["CPUFeatures", "FirthFiles", "FirthNumerics"]),
    library("FirthCorpusCheck", ["FirthFiles", "FirthText"]),
    library("FirthVectors", ["FirthFiles", "FirthNumerics", "FirthText"]),
    library(
      "FirthCooccurrence", ["CPUFeatures", "CZlib", "FirthFiles", "FirthNumerics", "FirthText"]),
    library(
      "FirthTraining",
      ["FirthCooccurrence", "FirthFiles", "FirthNumerics", "FirthText", "FirthVectors"]),
    library("FirthOperations", ["FirthFiles", "FirthNumerics", "FirthText", "FirthVectors"]),
    library(
      "FirthEvaluation", ["FirthFiles", "FirthNumerics", "FirthText", "FirthVectors"]),
    library(
      "Firth",
      [
        "FirthCooccurrence", "FirthCorpusCheck", "FirthEvaluation", "FirthFiles", "FirthNumerics",
        "FirthOperations", "FirthText", "FirthTraining", "FirthVectors",
      ]),
    library(
      "FirthCommands",
      ["Firth", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .executableTarget(name: "firth-cli", dependencies: ["FirthCommands"], swiftSettings: strict),
    .target(
      name: "FirthTestSupport", dependencies: ["FirthFiles"], path: "Tests/FirthTestSupport",
      swiftSettings: strict),
    tests("FirthNumericsTests", ["FirthNumerics"]),
    tests("FirthFilesTests", ["FirthFiles"]),
    tests("FirthTextTests", ["FirthText"]),
    tests("FirthCorpusCheckTests", ["FirthCorpusCheck", "FirthText"]),
    tests("FirthVectorsTests", ["FirthVectors"]),
    tests("FirthCooccurrenceTests", ["FirthCooccurrence"]),
    tests("FirthTrainingTests", ["FirthCooccurrence", "FirthTraining"]),
    tests(
      "FirthOperationsTests",
      ["FirthFiles", "FirthNumerics", "FirthOperations", "FirthText", "FirthVectors"]),
    tests(
      "FirthEvaluationTests", ["FirthEvaluation", "FirthNumerics", "FirthText", "FirthVectors"]),
    tests("FirthCommandsTests", ["FirthCommands", "Firth"]),
  ]
)
