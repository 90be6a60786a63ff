import FirthCommands

@main
enum Main {
  static func main() { Program.run() }
}
