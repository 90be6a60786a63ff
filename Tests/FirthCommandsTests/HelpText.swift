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
      similarity              Prints the cosine of two words.
      odd                     Finds the word that fits least among some.
      why                     Tells why two words are similar: the contexts that
                              they share in a corpus.
      evaluate                Scores word vectors by analogies, similarities,
                              categories and odd words.
      compare                 Trains skip-gram, CBOW and GloVe on a text, and
                              compares their time and scores.
      stability               Tells how far nearest neighbours agree among runs
                              that differ in seed.
      info                    Tells what a file of word vectors holds.
      convert                 Writes word vectors in another format.
      concept                 Finds concepts in vectors, measures words by them,
                              takes them away and adds them.
      transform               Changes all vectors by what they are like as a whole.
      align                   Turns vectors so that they fit those of another file.
      drift                   Lists the words that moved most between two spaces of
                              vectors.
      retrofit                Draws the vectors of words that a lexicon relates
                              towards one another.
      sentence                Makes a vector for each line of a text, or finds the
                              lines most similar to a text.
      check                   Looks at a text before training: what is wrong with
                              it, and what training will take.
      phrases                 Finds words that belong together, such as new york,
                              for --phrases of the trainers.
      vocabulary              Counts words: one 'word<TAB>count' a line, the most
                              frequent first.
      cooccurrence            Counts which words stand near each other, for train
                              glove and other programs.

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
      glove                   Trains GloVe vectors: counts which words stand near
                              each other, and fits the counts.

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
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
      --init <file>           Vectors to start from, in any format that can be read.
      --seed <seed>           What the random numbers derive from. (default: 1)
      --threads <threads>     The number of threads (default: one per core).
      --window <window>       The farthest context word to either side (default: 5;
                              CBOW: 8).
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
      --deterministic         Give the same bytes at any number of threads.
            Without it, only a run with --threads 1 can be repeated to the bit.
      --freeze                Leave the vectors of words that --init has as they
                              are.
      --validation <file>     Text held out, whose loss is measured after each
                              epoch.
      --patience <epochs>     Stop after so many epochs without a new lowest loss
                              of --validation.
      --checkpoint-every <minutes>
                              Write a checkpoint every so many minutes, to the
                              output's name with '.checkpoint'.
      --resume                Go on from the checkpoint, if there is one; a Ctrl-C
                              writes another.
      --log <file>            Write the progress as JSON, one object a line.
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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
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
      --init <file>           Vectors to start from, in any format that can be read.
      --seed <seed>           What the random numbers derive from. (default: 1)
      --threads <threads>     The number of threads (default: one per core).
      --window <window>       The farthest context word to either side (default: 5;
                              CBOW: 8).
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
      --deterministic         Give the same bytes at any number of threads.
            Without it, only a run with --threads 1 can be repeated to the bit.
      --freeze                Leave the vectors of words that --init has as they
                              are.
      --validation <file>     Text held out, whose loss is measured after each
                              epoch.
      --patience <epochs>     Stop after so many epochs without a new lowest loss
                              of --validation.
      --checkpoint-every <minutes>
                              Write a checkpoint every so many minutes, to the
                              output's name with '.checkpoint'.
      --resume                Go on from the checkpoint, if there is one; a Ctrl-C
                              writes another.
      --log <file>            Write the progress as JSON, one object a line.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output at the end.
      --cbow-gradient <gradient>
                              What each context word gets: its share of the mean's
                              gradient, or all of it as in word2vec.c. (values:
                              true, original; default: true)
      --learning-rate, --alpha <rate>
                              The learning rate at the start (default: 0.15, or
                              0.05 for word2vec.c's gradient).
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "train glove": """
    OVERVIEW: Trains GloVe vectors: counts which words stand near each other, and
    fits the counts.

    USAGE: firth train glove [<options>] [<corpus> ...] --output <file>

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; contexts do not reach beyond.
                              (values: line, blank-line, none; default: line)
      --window, --window-size <window>
                              The farthest context word. (default: 15)
      --context <context>     Where the context lies: on both sides of a word, or
                              before it. (values: symmetric, left; default:
                              symmetric)
      --distance-weighting <weighting>
                              What a neighbour counts: one divided by its distance,
                              or one. (values: inverse, uniform; default: inverse)
      --cooccurrence <file>   Pairs that firth cooccurrence has counted, in place
                              of a corpus.
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --dimensions, --dim, --size, --vector-size <dimensions>
                              The length of a vector. (default: 100)
      --init <file>           Vectors to start from, in any format that can be read.
      --seed <seed>           What the random numbers derive from. (default: 1)
      --threads <threads>     The number of threads (default: one per core).
      --epochs, --iter <epochs>
                              The passes over the pairs. (default: 25)
      --x-max <count>         The count from which on a pair's weight is 1.
                              (default: 100.0)
      --weighting-exponent <power>
                              The power of count / x-max that is a rarer pair's
                              weight. (default: 0.75)
      --learning-rate, --eta <rate>
                              The learning rate of AdaGrad. (default: 0.05)
      --bias-update <update>  The steps of biases: with the learning rate as in the
                              paper, or without it. (values: stanford-2014,
                              stanford-2024; default: stanford-2014)
      --sum <vectors>         What a word's vector is: the sum of its vectors as
                              word and as context, or one of them; both are kept
                              apart in .safetensors. (values: word+context, word,
                              context, both; default: word+context)
      --unk                   Add a row '<unk>', the mean of the 100 rarest words.
      --patience <epochs>     Stop after so many epochs without a new lowest loss.
      --checkpoint-every <minutes>
                              Write a checkpoint every so many minutes, to the
                              output's name with '.checkpoint'.
      --resume                Go on from the checkpoint, if there is one; a Ctrl-C
                              writes another.
      --log <file>            Write the progress as JSON, one object a line.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output at the end.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "similar": """
    OVERVIEW: Lists the words most similar to a word, or to the mean of several.

    A word with spaces is a phrase: one word of the vectors, with spaces or
    underscores, or the mean of its words. Without words, reads questions from
    standard input, one a line (words between tabs may hold spaces); an empty line
    ends each answer.

    USAGE: firth similar [<options>] [<vectors>] [<words> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors; a word where --models names
                              files.
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
      --questions <file>      Read questions from a file, one a line, instead of
                              standard input.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --min-score <score>     Leave out words with a lower score.
      --among <file>          Find only the words in a file, one a line.
      --top <number>          Find only the first words of the vectors: the most
                              frequent ones.
      --include-question-words
                              Let the words of a question be among its answers.
      --weights <weights>     How much each word counts: one number a word, with
                              commas between.
      --vector <vector>       Look for what is near a vector: its numbers with
                              commas between; '-' for a vector a line.
      --models <file>         Files of runs that differ in seed, in place of one:
                              each score is their mean, followed by the ends of the
                              interval in which 95 of 100 further runs would have
                              it.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "analogy": """
    OVERVIEW: Answers: A is to B as C is to what?

    A word with spaces is a phrase: one word of the vectors, with spaces or
    underscores. Without words, reads questions from standard input, three words a
    line (words between tabs may hold spaces); an empty line ends each answer.

    USAGE: firth analogy [<options>] <vectors> [<word> ...]

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
      --questions <file>      Read questions from a file, one a line, instead of
                              standard input.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --min-score <score>     Leave out words with a lower score.
      --among <file>          Find only the words in a file, one a line.
      --top <number>          Find only the first words of the vectors: the most
                              frequent ones.
      --include-question-words
                              Let the words of a question be among its answers.
      --method <method>       How words are scored: by the cosine with B - A + C,
                              by 3CosMul, or by the cosine of B - A with what leads
                              from C to the word. (values: 3cosadd, 3cosmul,
                              pair-direction; default: 3cosadd)
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "query": """
    OVERVIEW: Lists the words nearest to an expression over words.

    An expression such as "king - man + woman", "0.5*red + yellow" or "(paris -
    france) + italy"; words that hold spaces or operators stand in quotes inside
    it. With --concept gender.concept, "king - gender" is the king without it,
    "nurse ~ gender" the nurse halfway between its groups, and "actor + 1.5*gender"
    one and a half times the way from the first group on. Without one, reads
    expressions from standard input, one a line; an empty line ends each answer.

    USAGE: firth query [<options>] <vectors> [<expression>]

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
      --questions <file>      Read questions from a file, one a line, instead of
                              standard input.
      --count <count>         The number of answers. (default: 10)
      --json                  Write each answer as a line of JSON.
      --min-score <score>     Leave out words with a lower score.
      --among <file>          Find only the words in a file, one a line.
      --top <number>          Find only the first words of the vectors: the most
                              frequent ones.
      --include-question-words
                              Let the words of a question be among its answers.
      --concept <file>        A concept, whose name stands for it in expressions;
                              may be repeated.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "similarity": """
    OVERVIEW: Prints the cosine of two words.

    Without words, reads pairs from standard input, two words a line, and prints a
    line for each, empty where a word is unknown.

    USAGE: firth similarity <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--questions <file>] [--json] [<word> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <word>                  The two words.

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
      --questions <file>      Read pairs from a file, one a line, instead of
                              standard input.
      --json                  Write each answer as a line of JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "evaluate": """
    OVERVIEW: Scores word vectors by analogies, similarities, categories and odd
    words.

    Any number of vectors and tests; each option for a test may be repeated. Scores
    are in per cent or correlations times 100, with the interval that 95 % of the
    bootstrap samples lie in. Analogies are scored by 3CosAdd and 3CosMul without
    the question's words and among all words, beside the nearest neighbour of the
    third word. Further vectors are compared with the first ones over the questions
    that both can be asked.

    USAGE: firth evaluate [<options>] <vectors> ...

    ARGUMENTS:
      <vectors>               The files of word vectors.

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
      --analogies <file>      Analogies: Google's form, MSR's (.questions with
                              .answers beside) or a folder of BATS's.
      --similarity <file>     Pairs of words with people's scores, between tabs,
                              commas or spaces.
      --categories <file>     Words with their categories: vecto's CSV, or two
                              columns.
      --odd-one-out <file>    Groups with a word that does not belong: vecto's CSV,
                              files of the 8-8-8 test, or lines whose last word is
                              odd.
      --top <number>          Know and find only the first words of the vectors:
                              the most frequent ones.
      --case-sensitive        Tell spellings apart that differ by case; else the
                              first one stands for all.
      --samples <samples>     The number of bootstrap samples behind each interval.
                              (default: 1000)
      --seed <seed>           The random seed of clusters and samples. (default: 1)
      --json                  Write JSON.
      --markdown              Write tables in Markdown.
      --like <program>        Count one file of analogies as word2vec's
                              compute-accuracy does, and print what it prints.
                              (values: word2vec)
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "odd": """
    OVERVIEW: Finds the word that fits least among some.

    Lists the words with their cosines to the mean of all, the least similar first.
    Without words, reads questions from standard input, one a line; an empty line
    ends each answer.

    USAGE: firth odd <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--questions <file>] [--count <count>] [--json] [<words> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <words>                 The words, three or more.

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
      --questions <file>      Read questions from a file, one a line, instead of
                              standard input.
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
    "compare": """
    OVERVIEW: Trains skip-gram, CBOW and GloVe on a text, and compares their time
    and scores.

    The text is read once, so that all models have the same words. Each model is
    trained with several seeds; scores are means over them, with intervals for the
    questions and the seeds together. Time and memory are those of training; of
    GloVe, also of counting its pairs.

    USAGE: firth compare [<options>] <corpus> ...

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; contexts do not reach beyond.
                              (values: line, blank-line, none; default: line)
      --configurations <file> The models, one a line: 'name: skipgram --window 5',
                              with the options of firth train (default: skipgram,
                              cbow and glove as they are).
      --seeds <seeds>         How many seeds each model is trained with, from 1 on.
                              (default: 3)
      --threads <threads>     The number of threads (default: one per core).
      --analogies <file>      Analogies: Google's form, MSR's (.questions with
                              .answers beside) or a folder of BATS's.
      --similarity <file>     Pairs of words with people's scores, between tabs,
                              commas or spaces.
      --categories <file>     Words with their categories: vecto's CSV, or two
                              columns.
      --odd-one-out <file>    Groups with a word that does not belong: vecto's CSV,
                              files of the 8-8-8 test, or lines whose last word is
                              odd.
      --top <number>          Know and find only the first words of the vectors:
                              the most frequent ones.
      --case-sensitive        Tell spellings apart that differ by case; else the
                              first one stands for all.
      --samples <samples>     The number of bootstrap samples behind each interval.
                              (default: 1000)
      --seed <seed>           The random seed of clusters and samples. (default: 1)
      --json                  Write JSON.
      --markdown              Write tables in Markdown.
      -q, --quiet             Write no progress and no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "stability": """
    OVERVIEW: Tells how far nearest neighbours agree among runs that differ in
    seed.

    The overlap of a word is the share of its nearest neighbours in one run that
    are such in another one too, in the mean over all pairs of runs. Prints it by
    bands of frequency, with 95 % intervals, and the most frequent words whose
    overlap is low: their neighbours should not be trusted. Only words that all
    files have are looked at and found.

    USAGE: firth stability <vectors> ... [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--neighbors <neighbors>] [--sample <sample>] [--below <below>] [--count <count>] [--seed <seed>] [--json] [--markdown]

    ARGUMENTS:
      <vectors>               The files of word vectors, two or more.

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
      --neighbors <neighbors> How many nearest neighbours are compared. (default:
                              10)
      --sample <sample>       The most words of each band that are looked at; 0 for
                              all. (default: 1000)
      --below <below>         The overlap in per cent below which a word's
                              neighbours are not to be trusted. (default: 50.0)
      --count <count>         How many of these words are listed; JSON has all
                              words. (default: 20)
      --seed <seed>           The random seed of the words that are looked at.
                              (default: 1)
      --json                  Write JSON.
      --markdown              Write tables in Markdown.
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
    "transform": """
    OVERVIEW: Changes all vectors by what they are like as a whole.

    Steps, done in their order: center subtracts the mean; all-but-the-top[=K] also
    the parts along the first K principal components (default: a hundredth of the
    dimensions); pca=D keeps D dimensions; normalize gives each vector the length
    1; whiten evens out the variance. What was done is kept in a .safetensors
    file's metadata.

    USAGE: firth transform <vectors> <steps> ... [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] --output <file> [--to <to>] [--quiet]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <steps>                 What to do: center, all-but-the-top[=K], pca=D,
                              normalize, whiten.

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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      -q, --quiet             Write no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept": """
    OVERVIEW: Finds concepts in vectors, measures words by them, takes them away
    and adds them.

    A concept is a direction, or a few, that examples show: gender from man and
    woman, king and queen. In firth query, a concept's name stands for it: "king -
    gender", "nurse ~ gender", "actor + 1.5*gender".

    USAGE: firth concept <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      make                    Finds a concept in examples and writes a .concept
                              file.
      score                   Ranks words along a concept.
      remove                  Takes a concept away from vectors.
      add                     Moves vectors along a concept.
      neutral                 Puts vectors halfway between a concept's groups.
      equalize                Makes words equal in all but a concept.
      report                  Tells what taking a concept away did, before and
                              after.

      See 'firth help concept <subcommand>' for detailed help.

    """,
    "concept make": """
    OVERVIEW: Finds a concept in examples and writes a .concept file.

    Examples are a file of pairs such as "man woman", one a line; or two lists of
    words, one a line; or words with labels. Prints how far each pair agrees, how
    much the concept explains, and whether random examples explain as much.

    USAGE: firth concept make [<options>] [<pairs>] --vectors <vectors> --output <file>

    ARGUMENTS:
      <pairs>                 The file of pairs of words.

    OPTIONS:
      --groups <file>         Two lists of words instead of pairs; the concept
                              leads from the first to the second.
      --labels <file>         Words with labels, one a line, instead of pairs; two
                              labels or more.
      --vectors <vectors>     The file of word vectors.
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
      -o, --output <file>     The .concept file to write.
      --method <method>       How the concept is found: mean-difference; pca of
                              pairs around their centres (Bolukbasi 2016); leace,
                              the smallest change that hides the groups from linear
                              classifiers (Belrose 2023). (values: mean-difference,
                              pca, leace; default: mean-difference)
      --rank <rank>           The number of directions (default: 1 of pairs and two
                              groups, else one less than groups).
      --name <name>           What the concept is called (default: the output's
                              name without its ending).
      --seed <seed>           The random seed of the test against random examples.
                              (default: 1)
      --json                  Write the result as JSON.
      -q, --quiet             Write no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept score": """
    OVERVIEW: Ranks words along a concept.

    Prints each word with its score, the cosine with the direction, and its place:
    −1 where the first group's words are in the mean, 1 where the second's are.
    Without words, the ends of the ranking of the most frequent words. Of more than
    two groups, the score is the part of the word's length that is in the concept.

    USAGE: firth concept score <concept> --vectors <vectors> [<word-arguments> ...] [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] [--words <file>] [--top <number>] [--count <count>] [--json]

    ARGUMENTS:
      <concept>               The .concept file.
      <word-arguments>        Words to score instead.

    OPTIONS:
      --vectors <vectors>     The file of word vectors.
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
      --words <file>          Words to score, one a line.
      --top <number>          Rank only the first words of the vectors. (default:
                              30000)
      --count <count>         How many words of each end are printed. (default: 20)
      --json                  Write the result as JSON: all words.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept remove": """
    OVERVIEW: Takes a concept away from vectors.

    Writes the vectors without their part along the concept; of one by leace, so
    that no linear classifier finds it. What was done is kept in a .safetensors
    file, and undone with --undo.

    USAGE: firth concept remove [<concept>] --vectors <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] --output <file> [--to <to>] [--undo] [--quiet] [--words <file>] [--except <file>]

    ARGUMENTS:
      <concept>               The .concept file; none with --undo.

    OPTIONS:
      --vectors <vectors>     The file of word vectors.
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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --undo                  Restore the vectors of a .safetensors file as they
                              were before this change, to the bit.
      -q, --quiet             Write no notes.
      --words <file>          Change only these words, one a line.
      --except <file>         Change all words but these, one a line.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept add": """
    OVERVIEW: Moves vectors along a concept.

    Writes the vectors moved so many times the way from the mean of the first group
    to that of the second, for their length. What was done is kept in a
    .safetensors file, and undone with --undo.

    USAGE: firth concept add [<options>] [<concept>] --vectors <vectors> --output <file>

    ARGUMENTS:
      <concept>               The .concept file; none with --undo.

    OPTIONS:
      --vectors <vectors>     The file of word vectors.
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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --undo                  Restore the vectors of a .safetensors file as they
                              were before this change, to the bit.
      -q, --quiet             Write no notes.
      --strength <strength>   How many times the way; below 0 for the other
                              direction. (default: 1.0)
      --words <file>          Change only these words, one a line.
      --except <file>         Change all words but these, one a line.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept neutral": """
    OVERVIEW: Puts vectors halfway between a concept's groups.

    Writes the vectors with the place in the concept that lies halfway between the
    means of its groups, for their length. What was done is kept in a .safetensors
    file, and undone with --undo.

    USAGE: firth concept neutral [<concept>] --vectors <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] --output <file> [--to <to>] [--undo] [--quiet] [--words <file>] [--except <file>]

    ARGUMENTS:
      <concept>               The .concept file; none with --undo.

    OPTIONS:
      --vectors <vectors>     The file of word vectors.
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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --undo                  Restore the vectors of a .safetensors file as they
                              were before this change, to the bit.
      -q, --quiet             Write no notes.
      --words <file>          Change only these words, one a line.
      --except <file>         Change all words but these, one a line.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept equalize": """
    OVERVIEW: Makes words equal in all but a concept.

    The words of each set, such as "grandmother grandfather", get the same part
    outside of the concept and the same distance from their middle within it
    (Bolukbasi 2016). What was done is kept in a .safetensors file, and undone with
    --undo.

    USAGE: firth concept equalize [<concept>] --vectors <vectors> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] --output <file> [--to <to>] [--undo] [--quiet] [--sets <file>]

    ARGUMENTS:
      <concept>               The .concept file; none with --undo.

    OPTIONS:
      --vectors <vectors>     The file of word vectors.
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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --undo                  Restore the vectors of a .safetensors file as they
                              were before this change, to the bit.
      -q, --quiet             Write no notes.
      --sets <file>           The sets, one a line (default: the concept's own
                              pairs).
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "concept report": """
    OVERVIEW: Tells what taking a concept away did, before and after.

    How well a linear probe tells the groups apart in words held out: other words
    by --probe, or else the concept's own in turn, of which the score falls below
    chance once it is gone. Association tests (WEAT, Caliskan 2017) with p-values;
    scores of tests; and the words whose nearest neighbours changed most. A file
    for --weat has two lines of a name, a colon and words, which are compared by
    the concept's two groups, or four lines, the last two being the attributes.

    USAGE: firth concept report [<options>] <concept> --vectors <vectors> --after <after>

    ARGUMENTS:
      <concept>               The .concept file.

    OPTIONS:
      --vectors <vectors>     The file of word vectors before the change.
      --after <after>         The file of word vectors after the change.
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
      --probe <file>          Other words with the names of their groups, one a
                              line, to test the probe with.
      --weat <file>           Words for an association test.
      --analogies <file>      Analogies, as firth evaluate takes them.
      --similarity <file>     Pairs of words with people's scores.
      --count <count>         How many words are listed whose neighbours changed.
                              (default: 20)
      --seed <seed>           The random seed. (default: 1)
      --json                  Write JSON.
      --markdown              Write tables in Markdown.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "align": """
    OVERVIEW: Turns vectors so that they fit those of another file.

    The rotation that brings the vectors of words in common, or of a dictionary's
    pairs, nearest to one another (orthogonal Procrustes): for two languages, two
    decades or two runs. Prints how often pairs held out, or else those it was made
    from, find each other, by the cosine and by CSLS.

    USAGE: firth align <vectors> <target> --output <file> [--to <to>] [--dictionary <file>] [--hold-out <number>] [--test-pairs <test-pairs>] [--top <top>] [--json] [--quiet]

    ARGUMENTS:
      <vectors>               The file of word vectors to turn.
      <target>                The file of word vectors that they are to fit.

    OPTIONS:
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --dictionary <file>     Pairs of words, one a line, instead of the words in
                              common.
      --hold-out <number>     Hold out every so-manieth pair from the rotation, to
                              look it up afterwards; 2 is half.
      --test-pairs <test-pairs>
                              How many pairs are looked up: those of the most
                              frequent words. (default: 5000)
      --top <top>             How many words of either file are looked among: the
                              most frequent. (default: 200000)
      --json                  Write the result as JSON.
      -q, --quiet             Write no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "why": """
    OVERVIEW: Tells why two words are similar: the contexts that they share in a
    corpus.

    Contexts are weighed by their positive pointwise mutual information with each
    word; the cosine of the two words' rows is the sum of what the shared contexts
    contribute.

    USAGE: firth why [<options>] <vectors> <word> ... --corpus <corpus> ...

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <word>                  The two words.

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
      --corpus <corpus>       The text that the vectors were trained on, or
                              another: files, plain or gzip, and folders.
      --window <window>       The farthest context word to either side, counted in
                              words of the vectors. (default: 5)
      --min-count <min-count> Leave out contexts that stand near the two words,
                              together, less often. (default: 5)
      --count <count>         The number of contexts in each list. (default: 10)
      --examples <examples>   The number of example lines for each word of a shared
                              context. (default: 1)
      --tokenizer <tokenizer> How text is cut into words; as for the vectors when
                              not given. (values: words, whitespace)
      --boundary <boundary>   Where sentences end; as for the vectors when not
                              given. (values: line, blank-line, none)
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      -q, --quiet             Write no progress and no notes.
      --json                  Write JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "check": """
    OVERVIEW: Looks at a text before training: what is wrong with it, and what
    training will take.

    Reads the text once. Places are file:line:byte, lines from 1 and bytes of the
    text from 0. Defects are no failure; a file in a form that cannot be read is,
    with status 65.

    USAGE: firth check [<options>] <corpus> ...

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end. (values: line, blank-line, none;
                              default: line)
      --dimensions, --dim, --size, --vector-size <dimensions>
                              The length of a vector, for what training will take.
                              (default: 100)
      --threads <threads>     The number of threads (default: one per core).
      -q, --quiet             Write no progress and no notes.
      --json                  Write the report as JSON.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "phrases": """
    OVERVIEW: Finds words that belong together, such as new york, for --phrases of
    the trainers.

    Writes one 'words<TAB>score<TAB>count' a line, the most frequent first.

    USAGE: firth phrases <corpus> ... --output <file> [--score <score>] [--threshold <threshold>] [--passes <passes>] [--min-count <min-count>] [--connectors <english|file>] [--tokenizer <tokenizer>] [--boundary <boundary>] [--memory <size>] [--quiet] [--json]

    ARGUMENTS:
      <corpus>                Text files, plain or gzip, and folders of them; '-'
                              is standard input.

    OPTIONS:
      -o, --output <file>     The file to write; '-' is standard output.
      --score <score>         How pairs are scored: by word2phrase's formula, by
                              gensim's (another scale), or by normalised pointwise
                              mutual information. (values: word2phrase, gensim,
                              npmi; default: word2phrase)
      --threshold <threshold> What a score must exceed: one number, or one a pass
                              with commas between (default: 100; gensim: 10; npmi:
                              0.5).
      --passes <passes>       How often pairs are joined: n passes for phrases of
                              up to 2^n words. (default: 2)
      --min-count <min-count> The least number of times that a phrase, and each of
                              its words, must occur. (default: 5)
      --connectors <english|file>
                              Words that may stand inside a phrase, not at its
                              ends: 'english' for English articles, prepositions
                              and conjunctions, or a file with a word a line.
      --tokenizer <tokenizer> How text is cut into words. (values: words,
                              whitespace; default: words)
      --boundary <boundary>   Where sentences end; phrases do not reach beyond.
                              (values: line, blank-line, none; default: line)
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output; with
                              '--output -' the phrases as JSON lines.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "vocabulary": """
    OVERVIEW: Counts words: one 'word<TAB>count' a line, the most frequent first.

    USAGE: firth vocabulary <corpus> ... [--tokenizer <tokenizer>] [--min-count <min-count>] [--max-vocabulary <max-vocabulary>] [--phrases <file>] [--vocabulary <file>] [--keep <file>] [--memory <size>] [--boundary <boundary>] --output <file> [--quiet] [--json]

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; phrases do not reach beyond.
                              (values: line, blank-line, none; default: line)
      -o, --output <file>     The file to write; '-' is standard output.
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output; with
                              '--output -' the words as JSON lines.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "cooccurrence": """
    OVERVIEW: Counts which words stand near each other, for train glove and other
    programs.

    USAGE: firth cooccurrence [<options>] <corpus> ... --output <file>

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
      --phrases <file>        Join phrases to words such as new_york: a phrase a
                              line, as firth phrases writes them.
      --vocabulary <file>     Keep the words of this file, one a line, however
                              rare, and no others.
      --keep <file>           Keep the words of this file, one a line, however
                              rare, besides the others.
      --memory <size>         The most memory to use, such as 500MB or 2GiB.
      --boundary <boundary>   Where sentences end; contexts do not reach beyond.
                              (values: line, blank-line, none; default: line)
      --window, --window-size <window>
                              The farthest context word. (default: 15)
      --context <context>     Where the context lies: on both sides of a word, or
                              before it. (values: symmetric, left; default:
                              symmetric)
      --distance-weighting <weighting>
                              What a neighbour counts: one divided by its distance,
                              or one. (values: inverse, uniform; default: inverse)
      -o, --output <file>     The file to write: .cooc (for --cooccurrence of train
                              glove), .bin (Stanford's), .npz (SciPy's), or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: firth, stanford, scipy)
      --write-vocabulary <file>
                              Write the words too, one 'word count' a line as
                              Stanford's programs read them.
      --threads <threads>     The number of threads (default: one per core).
      -q, --quiet             Write no progress and no notes.
      --json                  Write a summary as JSON to standard output at the end.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "sentence": """
    OVERVIEW: Makes a vector for each line of a text, or finds the lines most
    similar to a text.

    A line's vector is the weighted mean of those of its known words. By default a
    word with the probability p counts a / (a + p), and what all lines have in
    common, the first principal component of their vectors, is taken out (SIF;
    Arora and others 2017). Writes JSON Lines, {"line":1,"vector":[…]}, or a .npy
    file with a row a line; with --similar, the number, score and text of the lines
    found.

    USAGE: firth sentence [<options>] <vectors> [<text> ...]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <text>                  The text, a sentence a line: files, plain or gzip,
                              and folders; standard input when none is given.

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
      --method <method>       How much each word counts: sif, the less the more
                              frequent it is; mean, all alike. (values: sif, mean;
                              default: sif)
      --smoothing <smoothing> SIF's a: words of about this probability count half.
                              (default: 0.001)
      --counts <file>         Take words' counts from a file, word<TAB>count a
                              line, as firth vocabulary writes it.
      --components <number>   Take out so many principal components of the lines'
                              vectors (default: 1; mean: 0).
      --components-from <file>
                              Take out the components of a .npy file that
                              --save-components wrote.
      --save-components <file>
                              Write the components to a .npy file, to be taken out
                              of other texts too.
      --tokenizer <tokenizer> How text is cut into words; as for the vectors when
                              not given. (values: words, whitespace)
      -o, --output <file>     The file to write, .npy or .jsonl; JSON Lines to
                              standard output when not given.
      --similar <text>        Find the lines most similar to a text; may be
                              repeated.
      --questions <file>      Find the lines similar to each line of a file.
      --count <count>         The number of lines that are found. (default: 10)
      --json                  Write each answer as a line of JSON.
      -q, --quiet             Write no progress and no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "retrofit": """
    OVERVIEW: Draws the vectors of words that a lexicon relates towards one
    another.

    In each round a word's vector becomes the mean of the one that it had at first
    and the mean of its neighbours' present ones (Faruqui and others 2015). Words
    outside of the lexicon stay.

    USAGE: firth retrofit <vectors> <lexicon> [--from <from>] [--vocabulary <file>] [--tensor <name>] [--strict] --output <file> [--to <to>] [--iterations <iterations>] [--normalize] [--quiet]

    ARGUMENTS:
      <vectors>               The file of word vectors.
      <lexicon>               Words that belong together: in each line a word and,
                              between spaces or tabs, its neighbours; plain or gzip.

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
      -o, --output <file>     The file to write: .safetensors, .bin or .txt, or any
                              name with --to.
      --to <to>               The output's format; by its ending when not given.
                              (values: safetensors, word2vec-bin, word2vec-text,
                              glove-text, glove-bin, fasttext-bin, finalfusion,
                              npy, npz, jsonl, csv, tsv, tensorboard,
                              pgvector-text, pgvector-binary, model-folder, apple)
      --iterations <iterations>
                              The number of rounds. (default: 10)
      --normalize             Make all vectors unit vectors first, as the authors'
                              retrofit.py does.
      -q, --quiet             Write no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
    "drift": """
    OVERVIEW: Lists the words that moved most between two spaces of vectors.

    One space is turned to fit the other (orthogonal Procrustes on the words
    compared); a word's distance is 1 − cos of its two vectors. Of several runs
    that differ in seed, give --before A1 A2 --after B1 B2: distances are then the
    mean over all pairs of runs, with 95 % intervals, beside what seeds alone do.
    Words that seeds move as far are marked.

    USAGE: firth drift [<options>] [<vectors> ...]

    ARGUMENTS:
      <vectors>               Two files of word vectors.

    OPTIONS:
      --before <file>         Files of runs of one side, which differ in seed.
      --after <file>          Files of runs of the other side.
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
      --count <count>         How many words are listed. (default: 20)
      --words <word>          List these words instead of those that moved most.
      --min-count <min-count> Compare only words that occur so often in every file.
      --top <number>          Compare only the first words of the first file: the
                              most frequent ones.
      --neighbors <neighbors> How many nearest neighbours are shown on each side.
                              (default: 3)
      --json                  Write JSON.
      --markdown              Write tables in Markdown.
      -q, --quiet             Write no notes.
      --version               Show the version.
      -h, --help              Show help information.


    """,
  ]
}
