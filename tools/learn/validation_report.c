// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/validation_report.h"

#include "tools/learn/metrics.h"
#include "tools/options/message.h"

#include <stdio.h>
#include <string.h>

bool
validation_report_print(const LabelTable* labels,
                        const Training* training,
                        const TrainedHead* head)
{
  double sum = 0.0;
  printf("%-24s %6s %8s %10s\n", "tag", "files", "ROC-AUC", "threshold");
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    message_text(stdout, labels->tags[t]);
    const int room = 24 - (int)strlen(labels->tags[t]);
    printf("%*s %6u %8.3f %10.2f\n", room > 0 ? room : 0, "",
           label_table_count(labels, t), head->roc_auc[t],
           (double)head->tags[t].threshold);
    sum += head->roc_auc[t];
  }
  printf("%-24s %6u %8.3f\n", "mean", labels->n_files, sum / labels->n_tags);
  for (uint32_t s = 0; s < labels->n_scales; ++s) {
    fputs("scale ", stdout);
    message_text(stdout, labels->scales[s]);
    printf(": rank correlation with the ratings %.3f\n", head->spearman[s]);
  }
  printf("%u-fold cross-validation of %u examples; decay %g\n", TRAINING_FOLDS,
         training->n, (double)head->decay);
  return !fflush(stdout) && !ferror(stdout);
}

void
validation_report_warn(const LabelTable* labels, const TrainedHead* head)
{
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    const uint32_t n_with = label_table_count(labels, t);
    const double chance =
        metrics_chance_roc_auc(n_with, labels->n_files - n_with);
    if (head->roc_auc[t] < chance) {
      fputs("earmark: tag \"", stderr);
      message_text(stderr, labels->tags[t]);
      fprintf(stderr,
              "\" is not recognised: its ROC-AUC of %.3f is near chance (0.5, "
              "by luck up to %.3f)\n",
              head->roc_auc[t], chance);
    }
  }
}
