"""Measures firth evaluate beside gensim's evaluate_word_analogies: tools/bench evaluate.

  tools/bench evaluate VECTORS.bin --evaluation FOLDER [--every N] [--rounds N]

VECTORS.bin is in word2vec's format, FOLDER holds questions-words.txt, EN-WS-353-ALL.txt and
EN-SIMLEX-999.txt. Firth answers all of Google's analogies over all words, by 3CosAdd and 3CosMul,
with question words excluded and not, beside the nearest neighbour of the third word, with ranks and
intervals; gensim by 3CosAdd alone, with --every N each Nth question, and its CPU time, without
loading, is multiplied by as much. The scores of both, and those of tools/lib/evaluate.py, must agree.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("FIRTH_PYTHON", sys.executable)
GENSIM = """
import json, resource, sys, time
from gensim.models import KeyedVectors
def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
vectors = KeyedVectors.load_word2vec_format(sys.argv[1], binary=True)
vectors.most_similar(vectors.index_to_key[0])
before, start = cpu(), time.monotonic()
score, sections = vectors.evaluate_word_analogies(sys.argv[2], restrict_vocab=len(vectors))
print(json.dumps({"cpu": cpu() - before, "wall": time.monotonic() - start, "score": score,
  "questions": sum(len(sections[-1][key]) for key in ("correct", "incorrect"))}))
"""


def run(command):
    """Runs a command; returns its output, CPU seconds and wall seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    output = subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return output, cpu, time.monotonic() - start


def thin(path, output, every):
    """Keeps each Nth question of a file, with the sections."""
    number = 0
    with open(path) as lines, open(output, "w") as file:
        for line in lines:
            if not line.startswith(":"):
                number += 1
            if line.startswith(":") or number % every == 0:
                file.write(line)


def agree(firth, options):
    """Compares Firth's scores with those of tools/lib/evaluate.py."""
    folder = options.evaluation
    printed, _, _ = run([PYTHON, ROOT / "tools/lib/evaluate.py", options.vectors, folder])
    expected = json.loads(printed)
    command = [firth, "evaluate", options.vectors, "--json", "--samples", 100]
    tests = ["--analogies", f"{folder}/questions-words.txt"]
    pairs = [part for name in ("EN-WS-353-ALL.txt", "EN-SIMLEX-999.txt")
             for part in ("--similarity", f"{folder}/{name}")]
    reports = [json.loads(run(command + more)[0])["tests"]
               for more in (tests + pairs, tests + ["--top", 30_000])]
    found = [test["models"][0]["total"]["scores"] for report in reports for test in report]
    for name, value in (("analogies_all", found[0]["3cosadd"]), ("ws353", found[1]["spearman"]),
                        ("simlex", found[2]["spearman"]), ("analogies_30k", found[3]["3cosadd"])):
        print(f"{name}: Firth {100 * value['value']:.3f}, evaluate.py {expected[name]:.3f}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vectors", type=os.path.abspath)
    parser.add_argument("--evaluation", type=os.path.abspath, metavar="FOLDER", required=True)
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.chdir(ROOT)
    release = ["swift", "build", "-c", "release", "--product", "firth"]
    subprocess.run(release, check=True, stdout=sys.stderr)
    firth = run(release + ["--show-bin-path"])[0].strip() + "/firth"
    questions = f"{options.evaluation}/questions-words.txt"
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="firth-bench-") as folder:
        part = f"{folder}/questions.txt"
        thin(questions, part, options.every)
        for _ in range(options.rounds):
            output, cpu, wall = run(
                [firth, "evaluate", options.vectors, "--analogies", questions, "--json"])
            ours.append({"cpu": cpu, "wall": wall})
        theirs.append(json.loads(run([PYTHON, "-c", GENSIM, options.vectors, part])[0]))
    total = json.loads(output)["tests"][0]["models"][0]["total"]
    print(f"Firth: {total['asked']} questions, 3CosAdd {100 * total['scores']['3cosadd']['value']:.2f} %")
    print(f"gensim: {theirs[0]['questions']} questions, {100 * theirs[0]['score']:.2f} %")
    scale = total["asked"] / theirs[0]["questions"]
    for key in ("cpu", "wall"):
        mine = statistics.median(run[key] for run in ours)
        other = theirs[0][key] * scale
        print(f"{key} s: Firth {mine:.2f}, gensim {other:.1f} for as many questions "
              f"({other / mine:.0f} times)")
    agree(firth, options)


main()
