@_exported public import FirthCooccurrence
@_exported public import FirthCorpusCheck
@_exported public import FirthFiles
@_exported public import FirthNumerics
@_exported public import FirthText
@_exported public import FirthTraining
@_exported public import FirthVectors
