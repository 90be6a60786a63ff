"""Measures Firth's GloVe beside Stanford's four programs, in one run: tools/bench glove.

  tools/bench glove CORPUS.gz --stanford FOLDER [--evaluation FOLDER]

FOLDER holds vocab_count, cooccur, shuffle and glove, built with -Ofast -march=native. Cases, all of
them or those that --cases names:
  stages    counting with arranging, and training, beside Stanford's
  growth    a quarter, a half and the whole of the corpus, with what the first two predict
  bytes     SHA-256 of the vectors for numbers of threads and bounds on memory, with 64 open files
  quality   the scores for three seeds, with the bias steps of Stanford's present program (needs
            --evaluation)

Stanford's glove takes long: --stanford-epochs says how many it runs; its time per epoch is what
counts, and its whole is that many times --epochs more.
"""

import argparse
import gzip
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("FIRTH_PYTHON", sys.executable)


def held(folder, process):
    """The bytes on disk that a run holds: the folder's files, and its open files without a name."""
    total = 0
    for path in Path(folder).iterdir():
        try:
            total += path.stat().st_blocks * 512
        except FileNotFoundError:
            pass
    try:
        for entry in os.scandir(f"/proc/{process.pid}/fd"):
            status = entry.stat()
            if status.st_nlink == 0:
                total += status.st_blocks * 512
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    return total


def measure(command, folder, stdin=None, stdout=None):
    """Runs a command; returns wall and CPU seconds, peak megabytes of memory and of disk."""
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    target = open(stdout, "wb") if stdout else subprocess.DEVNULL
    start = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], stdin=source, stdout=target, stderr=subprocess.DEVNULL,
        cwd=folder, env={**os.environ, "TMPDIR": folder})
    peak, done = [0], threading.Event()

    def watch():
        while not done.wait(0.05):
            peak[0] = max(peak[0], held(folder, process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    done.set()
    watcher.join()
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit status {os.waitstatus_to_exitcode(status)}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss / 1024, "disk": max(peak[0], held(folder, process)) / 1e6}


def firth_command(options, firth, corpus, output, *more):
    o = options
    return [firth, "train", "glove", corpus, "--tokenizer", "whitespace", "--boundary", "none",
            "--window", o.window, "--dimensions", o.dimensions, "--x-max", o.x_max,
            "--min-count", o.min_count, "--threads", o.threads, "--output", output, "--quiet",
            *more]


def train(options, firth, corpus, folder, *more, epochs=None):
    """Trains with Firth; returns the measures, the seconds of counting with arranging and of an
    epoch, and the cells."""
    output, log = f"{folder}/vectors.bin", f"{folder}/log"
    epochs = epochs or options.epochs
    run = measure(firth_command(
        options, firth, corpus, output, "--epochs", epochs, "--log", log, *more), folder)
    records = [json.loads(line) for line in Path(log).read_text().splitlines()]
    end = next(r for r in records if r["event"] == "end")
    run["training"] = end["seconds"]
    run["epoch"] = end["seconds"] / epochs
    run["counting"] = run["wall"] - end["seconds"]
    run["cells"] = end["corpus_tokens"]
    with open(output, "rb") as vectors:
        run["words"] = int(vectors.readline().split()[0])
    return run


def stanford(options, plain, folder):
    """Runs Stanford's four programs; returns the measures of each."""
    programs, o = options.stanford, options
    run = {}
    run["vocab_count"] = measure(
        [f"{programs}/vocab_count", "-min-count", o.min_count, "-verbose", 0], folder,
        plain, f"{folder}/vocab.txt")
    run["cooccur"] = measure(
        [f"{programs}/cooccur", "-memory", 4, "-vocab-file", "vocab.txt", "-window-size", o.window,
         "-verbose", 0], folder, plain, f"{folder}/cooccurrence.bin")
    run["shuffle"] = measure(
        [f"{programs}/shuffle", "-memory", 4, "-verbose", 0], folder,
        f"{folder}/cooccurrence.bin", f"{folder}/shuffled.bin")
    # The counts are of no more use; they are part of the peak all the same.
    os.unlink(f"{folder}/cooccurrence.bin")
    run["glove"] = measure(
        [f"{programs}/glove", "-save-file", "stanford", "-threads", o.threads, "-input-file",
         "shuffled.bin", "-x-max", o.x_max, "-iter", o.stanford_epochs, "-vector-size",
         o.dimensions, "-vocab-file", "vocab.txt", "-verbose", 0], folder)
    return run


def stages(options, firth, plain, folder):
    with tempfile.TemporaryDirectory(dir=folder) as own:
        rounds = [train(options, firth, options.corpus, own) for _ in range(options.rounds)]
    ours = {key: statistics.median(run[key] for run in rounds) for key in rounds[0]}
    print("| | wall s | CPU s | peak MB | disk MB |\n| --- | --- | --- | --- | --- |")
    row = "| {} | {:.2f} | {} | {:.0f} | {:.0f} |"
    print(row.format("firth, reading, counting and arranging", ours["counting"], "",
                     ours["memory"], ours["disk"]))
    print(f"| firth, an epoch | {ours['epoch']:.2f} | | | |")
    print(row.format(f"firth, the whole, {options.epochs} epochs", ours["wall"],
                     f"{ours['cpu']:.1f}", ours["memory"], ours["disk"]), flush=True)
    if not options.stanford:
        return
    with tempfile.TemporaryDirectory(dir=folder) as own:
        theirs = stanford(options, plain, own)
    for name, run in theirs.items():
        label = f"{name}, {options.stanford_epochs} epochs" if name == "glove" else name
        print(row.format(label, run["wall"], f"{run['cpu']:.1f}", run["memory"], run["disk"]))
    counting = sum(theirs[name]["wall"] for name in ("vocab_count", "cooccur", "shuffle"))
    epoch = theirs["glove"]["wall"] / options.stanford_epochs
    whole = counting + options.epochs * epoch
    disk = max(run["disk"] for run in theirs.values())
    print(f"\ncounting and arranging: {counting / ours['counting']:.1f} times faster, with "
          f"{ours['disk'] / disk:.2f} of the disk\nan epoch: {epoch / ours['epoch']:.1f} times "
          f"faster\nthe whole, {options.epochs} epochs: {whole / ours['wall']:.1f} times faster",
          flush=True)


# What each figure grows with. Counting reads tokens and writes cells. An epoch trains cells, and
# takes each tile's rows from memory: there are as many tiles as the square of the words. Memory holds
# the parameters of the words.
MODELS = {
    "counting": (lambda run: run["tokens"], lambda run: run["cells"]),
    "epoch": (lambda run: run["cells"], lambda run: run["words"] ** 2),
    "memory": (lambda run: 1, lambda run: run["words"]),
}


def predict(name, runs, run):
    """What two runs say of another: the sum of both terms of the model, their factors from the two."""
    (a, b), (c, d) = ([term(known) for term in MODELS[name]] for known in runs)
    first, second = (known[name] for known in runs)
    determinant = a * d - b * c
    factors = (first * d - second * b) / determinant, (second * a - first * c) / determinant
    return sum(factor * term(run) for factor, term in zip(factors, MODELS[name]))


def growth(options, firth, plain, folder):
    text = Path(plain).read_bytes()
    runs = []
    for parts in (4, 2, 1):
        part = f"{folder}/part.txt"
        Path(part).write_bytes(text[:len(text) // parts])
        rounds = [train(options, firth, part, folder, epochs=3) for _ in range(options.rounds)]
        runs.append({key: statistics.median(run[key] for run in rounds) for key in rounds[0]}
                    | {"tokens": 1 / parts})
    print("| part | words | cells M | counting s | epoch s | peak MB |\n"
          "| --- | --- | --- | --- | --- | --- |")
    row = "| {} | {} | {:.1f} | {:.2f} | {:.2f} | {:.0f} |"
    for name, run in zip(("a quarter", "a half", "the whole"), runs):
        print(row.format(name, run["words"], run["cells"] / 1e6,
                         *(run[name] for name in MODELS)))
    whole = runs[2]
    print(row.format("the whole, as the others predict", whole["words"], whole["cells"] / 1e6,
                     *(predict(name, runs[:2], whole) for name in MODELS)), flush=True)


def bytes_(options, firth, plain, folder):
    print("| threads | --memory | open files | SHA-256 |\n| --- | --- | --- | --- |")
    settings = [(1, "8GB"), (2, "8GB"), (3, "8GB"), (8, "8GB"), (2, "200MB"), (8, "200MB"),
                (2, "500MB"), (2, "1GB")]
    sums = set()
    for threads, memory in settings:
        output = f"{folder}/vectors.bin"
        command = firth_command(options, firth, options.corpus, output, "--epochs", 2,
                                "--memory", memory)
        command[command.index("--threads") + 1] = threads
        line = "ulimit -n 64; exec " + " ".join(f"'{part}'" for part in command)
        measure(["/bin/bash", "-c", line], folder)
        digest = hashlib.sha256(Path(output).read_bytes()).hexdigest()
        sums.add(digest)
        print(f"| {threads} | {memory} | 64 | {digest[:16]}… |", flush=True)
    print("all equal" if len(sums) == 1 else "THEY DIFFER")


def quality(options, firth, plain, folder):
    scores = []
    for seed in (1, 2, 3):
        train(options, firth, options.corpus, folder, "--seed", seed,
              "--bias-update", "stanford-2024")
        result = subprocess.run(
            [PYTHON, ROOT / "tools/lib/evaluate.py", f"{folder}/vectors.bin", options.evaluation],
            check=True, capture_output=True, text=True)
        scores.append(json.loads(result.stdout))
        print(f"seed {seed}: {result.stdout.strip()}", flush=True)
    for name in ("analogies_30k", "analogies_all", "ws353", "simlex"):
        print(f"{name}: mean {statistics.mean(score[name] for score in scores):.1f}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=os.path.abspath, help="a gzip corpus")
    parser.add_argument("--stanford", type=os.path.abspath, metavar="FOLDER")
    parser.add_argument("--evaluation", type=os.path.abspath, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=1)
    cases = {"stages": stages, "growth": growth, "bytes": bytes_, "quality": quality}
    parser.add_argument("--cases", nargs="*", default=["stages", "growth", "bytes"],
                        choices=list(cases))
    for name, default in (("dimensions", 100), ("window", 15), ("min-count", 5), ("x-max", 10),
                          ("epochs", 15), ("threads", 2), ("stanford-epochs", 15)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    if "quality" in options.cases and not options.evaluation:
        parser.error("quality needs --evaluation")
    os.chdir(ROOT)
    release = ["swift", "build", "-c", "release", "--product", "firth"]
    subprocess.run(release, check=True, stdout=sys.stderr)
    firth = subprocess.run(
        release + ["--show-bin-path"], check=True, capture_output=True, text=True
    ).stdout.strip() + "/firth"
    with tempfile.TemporaryDirectory(prefix="firth-bench-") as folder:
        plain = f"{folder}/corpus.txt"
        with gzip.open(options.corpus, "rb") as source, open(plain, "wb") as target:
            shutil.copyfileobj(source, target)
        for case in options.cases:
            print(f"\n{case}\n", flush=True)
            with tempfile.TemporaryDirectory(dir=folder) as own:
                cases[case](options, firth, plain, own)


main()
