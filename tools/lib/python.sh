# Sourced by the tools: a Python with the packages whose files and answers ours are compared with.
# shellcheck shell=bash

# The one CPU build of torch; the default one would download gigabytes of CUDA.
torch_version='2.13.0+cpu'

# Makes .build/python and exports its interpreter as FIRTH_PYTHON; where that cannot be, says so,
# and the tests that need Python are skipped.
make_python() {
  local folder=$PWD/.build/python
  if [ -n "${FIRTH_PYTHON:-}" ]; then
    echo "Python for the tests: $FIRTH_PYTHON" >&2
    return 0
  fi
  if [ ! -x "$folder/bin/python" ] || ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$folder"
    mkdir -p .build
    python3 -m venv "$folder" >/dev/null 2>&1 || {
      rm -rf "$folder"
      echo "SKIPPED: no Python environment could be made (python3-venv): tests with Python are skipped" >&2
      return 0
    }
  fi
  local pip=("$folder/bin/python" -m pip --disable-pip-version-check --quiet)
  local have=("$folder/bin/python" -c)
  "${have[@]}" 'import numpy, gensim, safetensors' 2>/dev/null ||
    "${pip[@]}" install numpy gensim safetensors </dev/null >&2 || {
    echo "SKIPPED: pip could not install numpy, gensim, safetensors: tests with Python are skipped" >&2
    return 0
  }
  # Each for its own tests, which are skipped where it can't be had.
  local package
  for package in fasttext-wheel:fasttext finalfusion:finalfusion model2vec:model2vec; do
    "${have[@]}" "import ${package#*:}" 2>/dev/null ||
      "${pip[@]}" install "${package%:*}" </dev/null >&2 ||
      echo "SKIPPED: pip could not install ${package%:*}: tests with it are skipped" >&2
  done
  "${have[@]}" 'import torch' 2>/dev/null ||
    "${pip[@]}" install "torch==$torch_version" </dev/null >&2 ||
    echo "SKIPPED: pip found no CPU build of torch: tests with torch are skipped" >&2
  # Its own dependencies are not needed for what the tests call, and one of them brings torch anew.
  "${have[@]}" 'import concept_erasure' 2>/dev/null ||
    "${pip[@]}" install --no-deps concept-erasure </dev/null >&2 ||
    echo "SKIPPED: pip could not install concept-erasure: the test with it is skipped" >&2
  export FIRTH_PYTHON=$folder/bin/python
}
