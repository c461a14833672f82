#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
#SBATCH --job-name=earmark --cpus-per-task=4 --mem=1G --requeue
#SBATCH --signal=TERM@30 --open-mode=append --output=earmark-%A_%a.log

# One task: tag the files of a part, and go on where a task before was killed. By Slurm
# as an array, whose number is the part's:
#   sbatch --array=0-99 examples/archive/tag-part.sh DIR
# By anything else: examples/archive/tag-part.sh DIR PART
set -eu
folder=$1
part=$folder/part.${2:-$SLURM_ARRAY_TASK_ID}
status=0
${EARMARK:-earmark} tag --files-from "$part" --resume "$part.jsonl" || status=$?
# 1: some files could not be heard, whose lines say why; the task is done even so
[ "$status" -le 1 ] || exit "$status"
[ "$(wc -l <"$part.jsonl")" -ge "$(wc -l <"$part")" ] || exit 1
