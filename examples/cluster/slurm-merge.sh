#!/bin/sh
# The result of all parts, when the tasks of slurm-array.sh are done.
#SBATCH --job-name=repgeom-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=00:30:00
# shellcheck disable=SC2086 # REPGEOM may be several words
exec ${REPGEOM:-repgeom} merge "${CKPT:-ckpt}"/* --out "${OUT:-D.npy}"
