/// What `--help` prints at 80 columns.
enum HelpText {
  static let all: [String: String] = [
    "": """
    OVERVIEW: Trains word embeddings on text and answers questions with them.

    Results go to standard output, progress and notes to standard error. Exit
    status: 0 success, 1 other failure, 2 no word of a question is known, 64 wrong
    usage, 65 bad data, 66 input missing or unreadable, 69 out of memory allowed,
    73 output cannot be written.

    USAGE: firth <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      train                   Trains word embeddings on text.
      similar                 Lists the words most similar to a word, or to the
                              mean of several.
      analogy                 Answers: A is to B as C is to what?
      query                   Lists the words nearest to an expression over words.
      info                    Tells what a file of word vectors holds.
      convert                 Writes word vectors in another format.
      vocabulary              Counts words: one 'word<TAB>count' a line, the most
                              frequent first.

      See 'firth help <subcommand>' for detailed help.

    """,
    "train": """
    OVERVIEW: Trains word embeddings on text.

    USAGE: firth train <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      skipgram                Trains skip-gram vectors (word2vec): each context
                              word predicts the word.
      cbow                    Trains CBOW vectors (word2vec): the mean of the
                              context words predicts the word.

      See 'firth help train <subcommand>' for detailed help.

    """,
    "train skipgram": """
    OVERVIEW: Trains skip-gram vectors (word2vec): each context word predicts the
    word.

    USAGE: firth train skipgram [<options>] <corpus> ... --output <file>

    ARGUMENTS:
      <corpus>                Text files, plain or gzip, and folders of them; '-'
                              is standard input.

    OPTIONS:
      --tokenizer <tokenizer> How text is cut into words. (values: words,
                              whitespace; default: words)
      --min-count <min-count> The least number of times that a word must occur.
                              (default: 5)
      --max-vocabulary <max-vocabulary>
                              Keep only this many of the most frequent words.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; contexts do not reach beyond.
                              (values: line, blank-line, none; default: line)
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --dimensions, --dim, --size, --vector-size <dimensions>
                              The length of a vector. (default: 100)
      --window <window>       The farthest context word to either side. (default: 5)
      --window-weighting <weighting>
                              Whether nearer words of the window count more often.
                              (values: shrinking, uniform; default: shrinking)
      --objective <objective> How a word is predicted. (values: negative-sampling,
                              hierarchical-softmax; default: negative-sampling)
      --negative <negative>   The negative samples of a word (default: 5).
      --negative-exponent <power>
                              The power of its count with which a word is a
                              negative sample (default: 0.75).
      --sample <sample>       Words more frequent than this share of the text are
                              thinned out; 0 keeps all. (default: 0.001)
      --epochs, --iter <epochs>
                              The passes over the text. (default: 5)
      --threads <threads>     The number of threads (default: one per core).
      --seed <seed>           What the random numbers derive from. (default: 1)
      --deterministic         Give the same bytes at any number of threads.
            Without it, only a run with --threads 1 can be repeated to the bit.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output at the end.
      --learning-rate, --alpha <rate>
                              The learning rate at the start. (default: 0.025)
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "train cbow": """
    OVERVIEW: Trains CBOW vectors (word2vec): the mean of the context words
    predicts the word.

    USAGE: firth train cbow [<options>] <corpus> ... --output <file>

    ARGUMENTS:
      <corpus>                Text files, plain or gzip, and folders of them; '-'
                              is standard input.

    OPTIONS:
      --tokenizer <tokenizer> How text is cut into words. (values: words,
                              whitespace; default: words)
      --min-count <min-count> The least number of times that a word must occur.
                              (default: 5)
      --max-vocabulary <max-vocabulary>
                              Keep only this many of the most frequent words.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; contexts do not reach beyond.
                              (values: line, blank-line, none; default: line)
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --dimensions, --dim, --size, --vector-size <dimensions>
                              The length of a vector. (default: 100)
      --window <window>       The farthest context word to either side. (default: 5)
      --window-weighting <weighting>
                              Whether nearer words of the window count more often.
                              (values: shrinking, uniform; default: shrinking)
      --objective <objective> How a word is predicted. (values: negative-sampling,
                              hierarchical-softmax; default: negative-sampling)
      --negative <negative>   The negative samples of a word (default: 5).
      --negative-exponent <power>
                              The power of its count with which a word is a
                              negative sample (default: 0.75).
      --sample <sample>       Words more frequent than this share of the text are
                              thinned out; 0 keeps all. (default: 0.001)
      --epochs, --iter <epochs>
                              The passes over the text. (default: 5)
      --threads <threads>     The number of threads (default: one per core).
      --seed <seed>           What the random numbers derive from. (default: 1)
      --deterministic         Give the same bytes at any number of threads.
            Without it, only a run with --threads 1 can be repeated to the bit.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output at the end.
      --cbow-gradient <gradient>
                              What each context word gets: its share of the mean's
                              gradient, or all of it as in word2vec.c. (values:
                              true, original; default: true)
      --learning-rate, --alpha <rate>
                              The learning rate at the start. (default: 0.05)
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "similar": """
    OVERVIEW: Lists the words most similar to a word, or to the mean of several.

    Without words, reads questions from standard input, one a line; an empty line
    ends each answer.

    USAGE: firth similar <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--count <count>] [--json] [<words> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <words>                 The words.

    OPTIONS:
      --from <from>           The input's format; by its content when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --vocabulary <file>     The words, one a line, of a file that holds none:
                              safetensors, .npy, GloVe's .bin.
      --tensor <name>         The matrix to take from a file that holds several.
      --strict                Refuse what would be repaired, such as duplicate
                              words or a wrong header.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "analogy": """
    OVERVIEW: Answers: A is to B as C is to what?

    Without words, reads questions from standard input, three words a line; an
    empty line ends each answer.

    USAGE: firth analogy <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--count <count>] [--json] [<word> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <word>                  The words A, B and C.

    OPTIONS:
      --from <from>           The input's format; by its content when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --vocabulary <file>     The words, one a line, of a file that holds none:
                              safetensors, .npy, GloVe's .bin.
      --tensor <name>         The matrix to take from a file that holds several.
      --strict                Refuse what would be repaired, such as duplicate
                              words or a wrong header.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "query": """
    OVERVIEW: Lists the words nearest to an expression over words.

    An expression such as "king - man + woman", "0.5*red + yellow" or "(paris -
    france) + italy"; words that hold spaces or operators stand in quotes inside
    it. Without one, reads expressions from standard input, one a line; an empty
    line ends each answer.

    USAGE: firth query <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--count <count>] [--json] [<expression>]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <expression>            The expression.

    OPTIONS:
      --from <from>           The input's format; by its content when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --vocabulary <file>     The words, one a line, of a file that holds none:
                              safetensors, .npy, GloVe's .bin.
      --tensor <name>         The matrix to take from a file that holds several.
      --strict                Refuse what would be repaired, such as duplicate
                              words or a wrong header.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "info": """
    OVERVIEW: Tells what a file of word vectors holds.

    USAGE: firth info <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--json]

    ARGUMENTS:
      <vectors>               The file of word vectors.

    OPTIONS:
      --from <from>           The input's format; by its content when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --vocabulary <file>     The words, one a line, of a file that holds none:
                              safetensors, .npy, GloVe's .bin.
      --tensor <name>         The matrix to take from a file that holds several.
      --strict                Refuse what would be repaired, such as duplicate
                              words or a wrong header.
      --json                  Write JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "convert": """
    OVERVIEW: Writes word vectors in another format.

    USAGE: firth convert [<options>] <input> <output>

    ARGUMENTS:
      <input>                 The file or folder to read.
      <output>                The file or folder to write.

    OPTIONS:
      --from <from>           The input's format; by its content when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --vocabulary <file>     The words, one a line, of a file that holds none:
                              safetensors, .npy, GloVe's .bin.
      --tensor <name>         The matrix to take from a file that holds several.
      --strict                Refuse what would be repaired, such as duplicate
                              words or a wrong header.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --map <map>             Change words; those that become one are merged, by
                              their counts if known. (values: lower)
      --words <file>          Keep only the words of a file, one a line.
      --limit <limit>         Keep only so many words: the most frequent, or the
                              first of the file.
      --normalize             Give each vector the length 1.
      --original-lengths      Give each vector the length that it had before it was
                              given the length 1.
      --precision <precision> How numbers are kept, where the format can. (values:
                              f32, f16, bf16, i8)
      --decimals <decimals>   The decimals of numbers in text (default: the fewest
                              digits that read back the same).
      --special <token=row,...>
                              The rows before the words' in a model-folder; the
                              unknown token's is their mean, others are zeros
                              (default: [PAD]=0,[UNK]=1).
      --column-type <column-type>
                              The type of PostgreSQL's column; array is real[]
                              (default: halfvec for f16, else vector). (values:
                              vector, halfvec, array)
      -q, --quiet             Write no notes.
      --json                  Write a summary as JSON to standard output.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "vocabulary": """
    OVERVIEW: Counts words: one 'word<TAB>count' a line, the most frequent first.

    USAGE: firth vocabulary <corpus> ... [--tokenizer <tokenizer>] [--min-count <min-count>] [--max-vocabulary <max-vocabulary>] [--memory <size>] --output <file> [--quiet] [--json]

    ARGUMENTS:
      <corpus>                Text files, plain or gzip, and folders of them; '-'
                              is standard input.

    OPTIONS:
      --tokenizer <tokenizer> How text is cut into words. (values: words,
                              whitespace; default: words)
      --min-count <min-count> The least number of times that a word must occur.
                              (default: 5)
      --max-vocabulary <max-vocabulary>
                              Keep only this many of the most frequent words.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      -o, --output <file>     The file to write; '-' is standard output.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output; with
                              '--output -' the words as JSON lines.
      --version               Show the version.
      -h, --help              Show help information.


    """,
  ]
}
