"""Times reading and writing GloVe text: Firth's whole process beside other libraries' functions.

  formats_bench.py read|write WHAT TEXT   prints wall and CPU seconds of one run as JSON

TEXT has a word and its values a line, without a header. WHAT is gensim, numpy, pandas, pandas-pyarrow
or pyarrow. Importing a library and, when writing, reading the text are not counted.
"""

import json
import sys
import time


def frame(text, **options):
    import csv

    import pandas
    return pandas.read_csv(text, sep=" ", header=None, quoting=csv.QUOTE_NONE, na_filter=False,
                           **options)


def read_gensim(text):
    from gensim.models import KeyedVectors
    return lambda: KeyedVectors.load_word2vec_format(text, binary=False, no_header=True)


def read_numpy(text):
    import numpy
    columns = len(open(text).readline().split())

    def run():
        values = numpy.loadtxt(text, dtype="f4", comments=None, usecols=range(1, columns))
        words = numpy.loadtxt(text, dtype=object, comments=None, usecols=0)
        return words, values
    return run


def read_pandas(text, **options):
    import numpy
    import pandas  # noqa: F401
    columns = len(open(text).readline().split())
    types = {0: str, **{i: numpy.float32 for i in range(1, columns)}}

    def run():
        found = frame(text, dtype=types, **options)
        return found[0].tolist(), numpy.ascontiguousarray(found.iloc[:, 1:].to_numpy("f4"))
    return run


def read_pandas_pyarrow(text):
    import numpy
    import pandas
    import pyarrow  # noqa: F401

    def run():
        # This engine knows no types by column number and no QUOTE_NONE.
        found = pandas.read_csv(text, sep=" ", header=None, engine="pyarrow")
        return found[0].tolist(), numpy.ascontiguousarray(found.iloc[:, 1:].to_numpy("f4"))
    return run


def read_pyarrow(text):
    import numpy
    from pyarrow import csv

    def run():
        table = csv.read_csv(
            text, csv.ReadOptions(autogenerate_column_names=True),
            csv.ParseOptions(delimiter=" ", quote_char=False))
        values = numpy.stack([c.to_numpy() for c in table.columns[1:]], 1).astype("f4")
        return table.columns[0].to_pylist(), values
    return run


def write_gensim(text):
    vectors = read_gensim(text)()
    return lambda: vectors.save_word2vec_format(text + ".out", binary=False, write_header=False)


def write_numpy(text):
    import numpy
    _, values = read_pyarrow(text)()
    # savetxt cannot write words beside numbers; it is spared them.
    return lambda: numpy.savetxt(text + ".out", values, fmt="%.6f")


def write_pandas(text):
    import csv
    found = frame(text)
    return lambda: found.to_csv(text + ".out", sep=" ", header=False, index=False,
                                quoting=csv.QUOTE_NONE)


def write_pyarrow(text):
    from pyarrow import csv
    table = csv.read_csv(
        text, csv.ReadOptions(autogenerate_column_names=True),
        csv.ParseOptions(delimiter=" ", quote_char=False))
    options = csv.WriteOptions(include_header=False, delimiter=" ", quoting_style="none")
    return lambda: csv.write_csv(table, text + ".out", options)


def main():
    action, what, text = sys.argv[1:]
    run = globals()[f"{action}_{what.replace('-', '_')}"](text)
    start, cpu = time.perf_counter(), time.process_time()
    run()
    print(json.dumps({"wall": time.perf_counter() - start, "cpu": time.process_time() - cpu}))


main()
