// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a build of Firth knows nothing of fuzzing; tools/fuzz builds it.
let package = Package(
  name: "firth-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "firth", path: "../../..")],
  targets: [
    .systemLibrary(name: "LibFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["LibFuzzer", .product(name: "Firth", package: "firth")],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ]),
  ]
)
