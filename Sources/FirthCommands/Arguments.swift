public import ArgumentParser
public import Firth

// The libraries' choices as option values; the parser lists their names in the help text.
extension Tokenizer: ExpressibleByArgument {}
extension SentenceBoundary: ExpressibleByArgument {}
extension VectorFormat: ExpressibleByArgument {}
extension Word2Vec.Objective: ExpressibleByArgument {}
extension Word2Vec.WindowWeighting: ExpressibleByArgument {}
extension Word2Vec.CBOWGradient: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension Conversion.WordMapping: ExpressibleByArgument {}
extension WritingOptions.ColumnType: ExpressibleByArgument {}
