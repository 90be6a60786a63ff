public import ArgumentParser
public import Firth

// The libraries' choices as option values; the parser lists their names in the help text.
extension Tokenizer: ExpressibleByArgument {}
extension SentenceBoundary: ExpressibleByArgument {}
extension VectorFormat: ExpressibleByArgument {}
