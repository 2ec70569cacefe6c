#!/bin/sh
# All pairs of some files in parts, by GNU parallel: on the processors of this machine, or of those in HOSTS.
#
#   ./parallel.sh nets/*.npy
#   HOSTS=4/node1,4/node2 METRIC=cka OUT=cka.npy ./parallel.sh /shared/nets/*.npy
#
# Run it again after an interrupt: it goes on.
set -eu
if [ $# -lt 2 ]; then
  echo "$0: expected the files to compare, such as $0 nets/*.npy" >&2
  exit 2
fi
SHARDS=${SHARDS:-8}
CKPT=${CKPT:-ckpt}
mkdir -p "$CKPT"

# Hosts must see the files and the folder under the same paths. A part that fails is tried again, then the run ends.
# shellcheck disable=SC2086 # REPGEOM may be several words
seq "$SHARDS" | parallel --sshlogin "${HOSTS:-:}" --workdir . --retries 3 --halt soon,fail=1 \
  --quote ${REPGEOM:-repgeom} pairwise "$@" --metric "${METRIC:-procrustes}" --deterministic --threads 1 \
  --shard "{}/$SHARDS" --checkpoint "$CKPT/{}"
# shellcheck disable=SC2086
${REPGEOM:-repgeom} merge "$CKPT"/* --out "${OUT:-D.npy}"
