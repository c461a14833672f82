// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PROVENANCE_H
#define EARMARK_PROVENANCE_H

#include "model/network.h"
#include "tools/learn/label_table.h"
#include "tools/learn/trained_head.h"

/// Where a learnt network comes from: command, date, number of files, ROC-AUC
/// of each tag, and all of the base's own provenance.  JSON text, which the
/// caller frees; NULL if memory is short.
char* provenance_text(const LabelTable* labels,
                      const TrainedHead* head,
                      const Network* base);

#endif
