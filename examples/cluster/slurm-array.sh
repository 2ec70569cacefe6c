#!/bin/sh
# One part of the pairs in each task of a Slurm array.
#
#   ARRAY=$(sbatch --parsable slurm-array.sh)
#   sbatch --dependency=afterok:"$ARRAY" slurm-merge.sh
#
#SBATCH --job-name=repgeom
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -u
# All tasks of a job say the same number of parts. To run one again alone: SHARDS=8 sbatch --array=3 slurm-array.sh
SHARDS=${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
CKPT=${CKPT:-ckpt}
mkdir -p "$CKPT"

# shellcheck disable=SC2086 # REPGEOM and NETS are words and a pattern
${REPGEOM:-repgeom} pairwise ${NETS:-nets/*.npy} --metric "${METRIC:-procrustes}" \
  --threads "$SLURM_CPUS_PER_TASK" --deterministic \
  --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --checkpoint "$CKPT/$SLURM_ARRAY_TASK_ID"
code=$?

# Above 128 a signal ended it: a node that is shut down, or too little memory. What was finished is in the checkpoint,
# and the same task goes on from there. An error of the data (1) or of the command line (2) would only come again.
if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  sleep 60 # until Slurm ends this run
fi
exit "$code"
