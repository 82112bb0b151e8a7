#!/bin/sh
# Builds the program that asks the C++ peers, with those whose Debian packages are installed
# (libhnswlib-dev, libfaiss-dev), for this very processor, and says in PROGRAM.versions with which.
#   build-peers.sh SOURCE PROGRAM
set -eu
compiler=${CXX:-g++}
command -v "$compiler" > /dev/null || { echo "no C++ compiler" >&2; exit 1; }
with=
libraries=
if [ -f /usr/include/hnswlib/hnswlib.h ]; then
  with="$with -DWITH_HNSWLIB"
fi
if [ -f /usr/include/faiss/IndexHNSW.h ]; then
  with="$with -DWITH_FAISS"
  libraries="-lfaiss -lblas -llapack"
fi
[ -n "$with" ] || { echo "install libhnswlib-dev or libfaiss-dev" >&2; exit 1; }
# shellcheck disable=SC2086 # lists of options
"$compiler" -std=c++17 -O3 -march=native -fopenmp $with "$1" -o "$2.new" $libraries -pthread
{
  for package in libhnswlib-dev libfaiss-dev; do
    dpkg-query -W -f '${Package} ${Version}\n' $package 2> /dev/null || true
  done
  echo "$("$compiler" --version | head -n 1) -O3 -march=native"
} > "$2.versions"
mv "$2.new" "$2"
