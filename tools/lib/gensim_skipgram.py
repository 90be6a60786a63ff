"""Trains skip-gram with gensim and writes a word2vec .bin file, for tools/bench."""

import sys

from gensim.models import Word2Vec

corpus, output = sys.argv[1:3]
dimensions, window, negative, sample, min_count, epochs, threads, rate, seed = sys.argv[3:]
model = Word2Vec(
    corpus_file=corpus, sg=1, hs=0, vector_size=int(dimensions), window=int(window),
    negative=int(negative), sample=float(sample), min_count=int(min_count), epochs=int(epochs),
    workers=int(threads), alpha=float(rate), seed=int(seed))
model.wv.save_word2vec_format(output, binary=True)
