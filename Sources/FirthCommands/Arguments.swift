public import ArgumentParser
public import Firth

// The libraries' choices as option values; the parser lists their names in the help text.
extension AnalogyMethod: ExpressibleByArgument {}
extension Tokenizer: ExpressibleByArgument {}
extension PhraseScore: ExpressibleByArgument {}
extension SentenceBoundary: ExpressibleByArgument {}
extension VectorFormat: ExpressibleByArgument {}
extension Word2Vec.Objective: ExpressibleByArgument {}
extension Word2Vec.WindowWeighting: ExpressibleByArgument {}
extension Word2Vec.CBOWGradient: ExpressibleByArgument {}
extension ContextWindow.Side: ExpressibleByArgument {}
extension ContextWindow.Weighting: ExpressibleByArgument {}
extension CooccurrenceFormat: ExpressibleByArgument {}
extension GloVe.BiasUpdate: ExpressibleByArgument {}
extension GloVe.Output: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension Concept.Method: ExpressibleByArgument {}
extension Conversion.WordMapping: ExpressibleByArgument {}
extension WritingOptions.ColumnType: ExpressibleByArgument {}
