"""Scores a word2vec .bin file: one yardstick for the vectors of every program.

Usage: evaluate.py VECTORS.bin FOLDER

FOLDER holds questions-words.txt (Google's analogies), EN-WS-353-ALL.txt and EN-SIMLEX-999.txt.
Analogies by 3CosAdd over the 30,000 most frequent words and over all words, question words
excluded, questions with an unknown word skipped; similarity as Spearman's correlation x 100. Prints
one JSON object.
"""

import json
import sys

import numpy as np


def read(path):
    """The words and the unit vectors of a word2vec .bin file, in its order."""
    with open(path, "rb") as file:
        rows, columns = map(int, file.readline().split())
        data = file.read()
    words, vectors, at = [], np.empty((rows, columns), np.float32), 0
    for row in range(rows):
        if data[at] == 10:
            at += 1
        end = data.index(b" ", at)
        words.append(data[at:end].decode("utf-8", "replace"))
        vectors[row] = np.frombuffer(data, np.float32, columns, end + 1)
        at = end + 1 + 4 * columns
    if "</s>" in words[:1]:
        words, vectors = words[1:], vectors[1:]
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return words, vectors / np.maximum(norms, 1e-12)


def analogies(words, unit, questions, top):
    """The share of questions whose answer is the nearest word, in per cent, and their number."""
    rows = {word: row for row, word in reversed(list(enumerate(words[:top])))}
    known = [[rows[w] for w in q] for q in questions if all(w in rows for w in q)]
    known = np.array(known, dtype=np.int64).reshape(-1, 4)
    unit, right = unit[:top], 0
    for start in range(0, len(known), 500):
        a, b, c, d = known[start : start + 500].T
        scores = (unit[b] - unit[a] + unit[c]) @ unit.T
        for word in (a, b, c):
            scores[np.arange(len(word)), word] = -np.inf
        right += int((scores.argmax(axis=1) == d).sum())
    return 100 * right / max(len(known), 1), len(known)


def ranks(values):
    """Ranks, with their mean for ties."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def similarity(words, unit, path):
    """Spearman's correlation x 100 with the human scores, and the pairs found."""
    rows = {word: row for row, word in reversed(list(enumerate(words)))}
    mine, human = [], []
    for line in open(path, encoding="utf-8"):
        a, b, score = line.lower().split()[:3]
        if a in rows and b in rows:
            mine.append(float(unit[rows[a]] @ unit[rows[b]]))
            human.append(float(score))
    return 100 * float(np.corrcoef(ranks(mine), ranks(human))[0, 1]), len(mine)


def main():
    vectors, folder = sys.argv[1:]
    words, unit = read(vectors)
    lines = open(f"{folder}/questions-words.txt", encoding="utf-8")
    questions = [line.lower().split() for line in lines if not line.startswith(":")]
    result = {"words": len(words)}
    for name, top in (("analogies_30k", 30_000), ("analogies_all", len(words))):
        result[name], result[f"{name}_questions"] = analogies(words, unit, questions, top)
    for name, file in (("ws353", "EN-WS-353-ALL.txt"), ("simlex", "EN-SIMLEX-999.txt")):
        result[name], result[f"{name}_pairs"] = similarity(words, unit, f"{folder}/{file}")
    print(json.dumps(result))


main()
