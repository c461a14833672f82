// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_VALIDATION_REPORT_H
#define EARMARK_VALIDATION_REPORT_H

#include "tools/learn/label_table.h"
#include "tools/learn/trained_head.h"
#include "tools/learn/training.h"

#include <stdbool.h>

/// Print how well each tag is recognised, on standard output; false if it
/// cannot be printed
bool validation_report_print(const LabelTable* labels,
                             const Training* training,
                             const TrainedHead* head);

/// Name, on standard error, the tags whose ROC-AUC is below
/// metrics_chance_roc_auc()
void validation_report_warn(const LabelTable* labels, const TrainedHead* head);

#endif
