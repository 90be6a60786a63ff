"""Trains word2vec with gensim and writes a word2vec .bin file, for tools/bench."""

import sys

from gensim.models import Word2Vec

corpus, output, architecture, softmax = sys.argv[1:5]
dimensions, window, negative, sample, min_count, epochs, threads, rate, seed = sys.argv[5:]
model = Word2Vec(
    corpus_file=corpus, sg=int(architecture == "skipgram"), hs=int(softmax),
    vector_size=int(dimensions), window=int(window),
    negative=0 if softmax == "1" else int(negative), sample=float(sample),
    min_count=int(min_count), epochs=int(epochs), workers=int(threads), alpha=float(rate),
    seed=int(seed))
model.wv.save_word2vec_format(output, binary=True)
