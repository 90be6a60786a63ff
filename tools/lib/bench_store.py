"""The measurements of tools/bench store; needs numpy, gensim and faiss-cpu.

Every section measures Firth and its peers in turn, in one run. The vectors are made: words in
groups around topics, as vectors of language are, of many lengths; and real, trained by firth.
"""

import argparse
import json
import os
import statistics
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

PRECISIONS = ("f32", "f16", "bf16", "i8")


def made(rows, dimensions):
    """Vectors in groups: a topic for every 200 words, members at different distances from it."""
    random = np.random.default_rng(1)
    topics = random.standard_normal((max(rows // 200, 1), dimensions), dtype=np.float32)
    vectors = np.empty((rows, dimensions), np.float32)
    for start in range(0, rows, 100_000):
        count = min(100_000, rows - start)
        spread = random.uniform(0.5, 1.5, (count, 1)).astype(np.float32)
        noise = random.standard_normal((count, dimensions), dtype=np.float32)
        length = random.uniform(0.2, 3, (count, 1)).astype(np.float32)
        topic = topics[random.integers(0, len(topics), count)]
        vectors[start:start + count] = (topic + spread * noise) * length
    return vectors


def write_native(path, words, vectors):
    """Writes Firth's safetensors file in single precision."""
    types = {"float32": "F32", "uint64": "U64", "uint8": "U8"}
    norms = np.linalg.norm(vectors, axis=1).astype(np.float32)
    ends = np.cumsum([0] + [len(word) for word in words]).astype(np.uint64)
    tokens = np.frombuffer(b"".join(words), np.uint8)
    tensors = [("vectors", vectors), ("norms", norms), ("token_offsets", ends), ("tokens", tokens)]
    header, position = {}, 0
    for name, tensor in tensors:
        header[name] = {"dtype": types[str(tensor.dtype)], "shape": list(tensor.shape),
                        "data_offsets": [position, position + tensor.nbytes]}
        position += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, tensor in tensors:
            file.write(memoryview(np.ascontiguousarray(tensor)).cast("B"))


def median(values):
    return statistics.median(values)


def line(name, *cells):
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def heading(*cells):
    print()
    line(*cells)
    print("|" + " --- |" * len(cells), flush=True)


def read_anew(path):
    """Lets the kernel read a file again, so that all lie alike in its memory.

    How a file lies there depends on how it came there; a search differs by a sixth for it.
    """
    with open(path, "rb", buffering=0) as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while file.read(1 << 24):
            pass


class Session:
    """A firth process that answers questions as they come."""

    def __init__(self, bench, path, *more):
        self.start = time.monotonic()
        self.process = subprocess.Popen(
            [bench.firth, "similar", path, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, word):
        """The seconds that a word's neighbours take."""
        start = time.monotonic()
        self.process.stdin.write(word + b"\n")
        self.process.stdin.flush()
        while self.process.stdout.readline() != b"\n":
            pass
        return time.monotonic() - start

    def status(self, field):
        """A field of /proc/PID/status, in megabytes of 10^6 bytes."""
        for row in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if row.startswith(field + ":"):
                return int(row.split()[1]) * 1024 / 1e6
        return 0

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bench:
    def __init__(self, options):
        self.options = options
        self.firth = options.firth
        self.folder = Path(options.folder)
        self.vectors = None
        self.words = [b"w%d" % row for row in range(options.rows)]
        self.index = None

    def path(self, precision):
        """The file of the made vectors in a precision."""
        path = self.folder / f"made-{self.options.rows}x{self.options.columns}-{precision}.safetensors"
        if path.exists():
            return path
        if precision == "f32":
            write_native(path, self.words, self.made())
        else:
            subprocess.run([self.firth, "convert", self.path("f32"), path, "--precision", precision,
                            "--quiet"], check=True)
        return path

    def made(self):
        if self.vectors is None:
            self.vectors = made(self.options.rows, self.options.columns)
        return self.vectors

    def faiss(self):
        """The made vectors, unit vectors, in faiss's exact index."""
        import faiss
        faiss.omp_set_num_threads(self.options.threads)
        if self.index is None:
            units = self.made() / np.linalg.norm(self.made(), axis=1, keepdims=True)
            self.index = faiss.IndexFlatIP(self.options.columns)
            self.index.add(units)
            self.queries = units
        return self.index

    def asked(self, count):
        """Rows spread over the vectors."""
        return [row * (self.options.rows // count) for row in range(count)]

    # The sections.

    def opening(self):
        """Opening the native file and answering the first question, beyond what a scan takes."""
        path = self.path("f32")
        firsts, scans, starts, mappings = [], [], [], []
        for _ in range(self.options.rounds):
            start = time.monotonic()
            subprocess.run([self.firth, "--version"], check=True, stdout=subprocess.DEVNULL)
            starts.append(time.monotonic() - start)
            # The first who reads a mapped file waits for the kernel to map its pages.
            matrix = np.memmap(path, np.int64, "r", shape=path.stat().st_size // 8)
            first, second = (matrix.nbytes / self.read_bandwidth(matrix) for _ in range(2))
            mappings.append(first - second)
            del matrix
            session = Session(self, path)
            session.ask(b"w1")
            firsts.append(time.monotonic() - session.start)
            scans.append(median([session.ask(b"w%d" % row) for row in self.asked(7)]))
            session.close()
        heading("opening and first answer", "ms", "of them a scan", "the rest",
                "of the rest, a program's start", "of the rest, mapping pages")
        rest = median([first - scan for first, scan in zip(firsts, scans)])
        line("firth", f"{1e3 * median(firsts):.1f}", f"{1e3 * median(scans):.1f}",
             f"{1e3 * rest:.1f}", f"{1e3 * median(starts):.1f}", f"{1e3 * median(mappings):.1f}")

    def read_bandwidth(self, matrix):
        """Bytes a second of reading a matrix, by as many threads as are asked for."""
        parts = np.array_split(matrix.reshape(-1).view(np.int64), self.options.threads)
        threads = [threading.Thread(target=np.bitwise_or.reduce, args=(part,)) for part in parts]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return matrix.nbytes / (time.monotonic() - start)

    def query(self):
        """One question at a time: milliseconds and bandwidth beside a plain read and faiss."""
        paths = {precision: self.path(precision) for precision in PRECISIONS}
        for path in paths.values():
            read_anew(path)
        index, matrix = self.faiss(), self.made()
        sessions = {precision: Session(self, path) for precision, path in paths.items()}
        times = {name: [] for name in (*PRECISIONS, "plain read", "faiss IndexFlatIP", "gensim")}
        vectors = gensim_vectors(self.words, matrix)
        for session in sessions.values():
            session.ask(b"w0")
        for turn, row in enumerate(self.asked(self.options.queries)):
            for precision, session in sessions.items():
                times[precision].append(session.ask(self.words[row]))
            if turn < 20:
                times["plain read"].append(matrix.nbytes / self.read_bandwidth(matrix))
                start = time.monotonic()
                index.search(self.queries[row:row + 1], 10)
                times["faiss IndexFlatIP"].append(time.monotonic() - start)
                start = time.monotonic()
                vectors.most_similar(self.words[row].decode(), topn=10)
                times["gensim"].append(time.monotonic() - start)
        for session in sessions.values():
            session.close()
        heading("one question, exact top 10", "ms", "GB/s of the matrix", "times f32's speed")
        for name, seconds in times.items():
            size = {"f16": 2, "bf16": 2, "i8": 1}.get(name, 4) * matrix.size
            line(name, f"{1e3 * median(seconds):.1f}", f"{size / median(seconds) / 1e9:.1f}",
                 f"{median(times['f32']) / median(seconds):.2f}")
        share = median(times["plain read"]) / median(times["f32"])
        print(f"f32 reaches {100 * share:.0f} % of a plain read's bandwidth")

    def recall(self):
        """How many of the ten nearest in single precision are found in others."""
        questions = self.folder / "recall.txt"
        heading("recall@10 against f32", *PRECISIONS[1:], "questions")
        for name, path, words in (
                ("made", self.path, self.words), ("real", self.real, self.real_words())):
            asked = words[::max(len(words) // self.options.recall, 1)][:self.options.recall]
            questions.write_bytes(b"\n".join(asked) + b"\n")
            found = {}
            for precision in PRECISIONS:
                text = subprocess.run(
                    [self.firth, "similar", path(precision), "--questions", questions],
                    check=True, capture_output=True).stdout
                found[precision] = [
                    {row.split(b"\t")[0] for row in answer.splitlines()}
                    for answer in text.split(b"\n\n")[:-1]]
            exact = found["f32"]
            line(name, *(
                f"{sum(len(a & b) / len(b) for a, b in zip(found[other], exact)) / len(exact):.4f}"
                for other in PRECISIONS[1:]), f"{len(exact):,}")

    def real(self, precision):
        """The file of the real vectors in a precision."""
        if precision == "f32":
            return Path(self.options.real)
        path = self.folder / f"real-{precision}.safetensors"
        if not path.exists():
            subprocess.run([self.firth, "convert", self.options.real, path, "--precision", precision,
                            "--quiet"], check=True)
        return path

    def real_words(self):
        """The words of the real vectors, the most frequent first."""
        subprocess.run([self.firth, "convert", self.options.real, self.folder / "real.npy", "--quiet"],
                       check=True)
        return (self.folder / "real.words.txt").read_bytes().splitlines()

    def batch(self):
        """Many questions at once, the whole run of firth beside faiss's search alone."""
        index = self.faiss()
        rows = np.array(self.asked(self.options.batch))
        questions = self.folder / "questions.txt"
        questions.write_bytes(b"\n".join(self.words[row] for row in rows) + b"\n")
        queries = np.ascontiguousarray(self.queries[rows])
        times = {name: [] for name in (*PRECISIONS, "faiss IndexFlatIP")}
        for _ in range(self.options.batch_rounds):
            for precision in self.options.batch_precisions:
                start = time.monotonic()
                subprocess.run(
                    [self.firth, "similar", self.path(precision), "--questions", questions],
                    check=True, stdout=subprocess.DEVNULL)
                times[precision].append(time.monotonic() - start)
            start = time.monotonic()
            index.search(queries, 10)
            times["faiss IndexFlatIP"].append(time.monotonic() - start)
        heading(f"{self.options.batch} questions at once", "s", "GFLOP/s")
        for name, seconds in times.items():
            if seconds:
                flops = 2 * self.options.batch * self.options.rows * self.options.columns
                line(name, f"{median(seconds):.2f}", f"{flops / median(seconds) / 1e9:.0f}")

    def analogies(self):
        """All of Google's analogies over the real vectors, in CPU seconds."""
        if not self.options.analogies:
            return print("analogies: left out without --evaluation FOLDER")
        text = Path(self.options.analogies).read_text().lower()
        asked = [row.split()[:3] for row in text.splitlines() if not row.startswith(":")]
        questions = self.folder / "analogies.txt"
        questions.write_text("".join(" ".join(row) + "\n" for row in asked))
        heading(f"{len(asked)} analogies", "wall s", "CPU s")
        for method in ("3cosadd", "3cosmul", "pair-direction"):
            runs = [self.measure([
                self.firth, "analogy", self.options.real, "--questions", questions, "--count", "1",
                "--method", method]) for _ in range(self.options.rounds)]
            line(f"firth {method}", *(f"{median(column):.2f}" for column in zip(*runs)))

    def measure(self, command):
        """Runs a command; returns wall and CPU seconds."""
        start = time.monotonic()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # 2: some words of the questions are unknown.
        if process.returncode not in (0, 2):
            sys.exit(f"{command}: exit status {process.returncode}")
        return time.monotonic() - start, usage.ru_utime + usage.ru_stime

    def memory(self):
        """What firth keeps beside the mapped file while it answers."""
        heading("memory while answering", "file MB", "resident MB", "beside the mapped file")
        for precision in PRECISIONS:
            path = self.path(precision)
            session = Session(self, path)
            for row in self.asked(12):
                session.ask(self.words[row])
            # A batch, whose blocks take room.
            session.process.stdin.write(b"".join(b"w%d\n" % row for row in range(0, 2000)))
            session.process.stdin.flush()
            for _ in range(2000):
                while session.process.stdout.readline() != b"\n":
                    pass
            line(precision, f"{path.stat().st_size / 1e6:.0f}", f"{session.status('VmHWM'):.0f}",
                 f"{session.status('RssAnon'):.0f}")
            session.close()


def gensim_vectors(words, matrix):
    from gensim.models import KeyedVectors
    vectors = KeyedVectors(matrix.shape[1])
    vectors.index_to_key = [word.decode() for word in words]
    vectors.key_to_index = {word: row for row, word in enumerate(vectors.index_to_key)}
    vectors.vectors = matrix
    return vectors


SECTIONS = {"opening": Bench.opening, "query": Bench.query, "recall": Bench.recall,
            "batch": Bench.batch,
            "analogies": Bench.analogies, "memory": Bench.memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("firth")
    parser.add_argument("folder", help="where the made vectors are kept")
    parser.add_argument("--sections", nargs="*", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--real", help="vectors trained on real text")
    parser.add_argument("--analogies", help="questions-words.txt")
    for name, default in (("rows", 1_000_000), ("columns", 300), ("threads", 2), ("rounds", 5),
                          ("queries", 100), ("recall", 1000), ("batch", 10_000), ("batch-rounds", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--batch-precisions", nargs="*", choices=PRECISIONS, default=["f32"])
    options = parser.parse_args()
    bench = Bench(options)
    for section in options.sections:
        SECTIONS[section](bench)


main()
