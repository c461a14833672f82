// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/commands.h"
#include "tools/learn/dataset.h"
#include "tools/learn/learnt_network.h"
#include "tools/learn/name.h"
#include "tools/learn/provenance.h"
#include "tools/learn/trained_head.h"
#include "tools/options/message.h"
#include "tools/options/path.h"
#include "tools/options/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND "learn"

static const char summary[] =
    "Teach a network tags of your own: analyse the files of a table, train a "
    "new\n"
    "head for their tags on the branches of a network, test it on files that "
    "it\n"
    "was not trained on, and write a network file for 'earmark tag' and "
    "'earmark\n"
    "bundle'.\n\n"
    "LABELS is CSV: a file and its tags in each line, with ';' or commas\n"
    "between the tags. A first line that starts with \"file\" names the "
    "columns;\n"
    "one called \"group\" says which files belong together (by artist, say), "
    "so\n"
    "that a tag is never tested on a group that it was trained on.\n";

/// All of a command line
typedef struct {
  const char* table;
  const char* output;
  char* name; ///< Of the network
  uint32_t track;
  NetworkOptions network;
} LearnOptions;

/// What is printed meanwhile
typedef struct {
  uint32_t n_files;
  bool left_out; ///< A file or a tag had to be
  Progress progress;
} Report;

static void
on_file(void* data, uint32_t n_done, const char* path, const Error* error)
{
  Report* const report = (Report*)data;
  if (error->text[0]) {
    report->left_out = true;
    progress_clear(&report->progress);
    message_failure(path, error->text);
  }
  progress_show(&report->progress, n_done, report->n_files);
}

static void
on_left_out(void* data, const char* tag, uint32_t n_with, uint32_t n_files)
{
  Report* const report = (Report*)data;
  report->left_out = true;
  progress_clear(&report->progress);
  fputs("earmark: tag \"", stderr);
  message_text(stderr, tag);
  fprintf(stderr, "\" left out: %u of %u files have it\n", n_with, n_files);
}

static void
print_report(const LabelTable* labels,
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
  printf("%u-fold cross-validation of %u examples; decay %g\n", TRAINING_FOLDS,
         training->n, (double)head->decay);
}

static bool
write_network(const LearnOptions* options,
              const LabelTable* labels,
              const TrainedHead* head,
              Error* error)
{
  const Network* const base = options->network.network;
  char* const provenance = provenance_text(labels, head, base);
  if (!provenance) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const LearntNetwork learnt = {options->name, base,         head->logistic,
                                head->tags,    head->spread, head->largest,
                                provenance};
  const bool written = learnt_network_write(&learnt, options->output, error);
  free(provenance);
  return written;
}

/// From examples to network file
static bool
train(const LearnOptions* options, const Dataset* dataset, Error* error)
{
  TrainedHead head = {.logistic = NULL};
  Training* const training = training_new(dataset->labels, dataset->examples,
                                          options->network.network->n_features);
  bool done = training && trained_head_fit(training, &head, error);
  if (!training) {
    error_set(error, ERROR_NO_MEMORY);
  }
  if (done) {
    print_report(dataset->labels, training, &head);
    done = write_network(options, dataset->labels, &head, error);
  }
  trained_head_clear(&head);
  training_free(training);
  return done;
}

/// From labels to network file
static ExitStatus
learn(const LearnOptions* options, Dataset* dataset)
{
  Report report = {.n_files = dataset->labels->n_files,
                   .progress = {options->table, -1}};
  const DatasetCallbacks callbacks = {
      .data = &report, .on_file = on_file, .on_left_out = on_left_out};
  const AnalysisSettings settings = {.network = options->network.network,
                                     .track = options->track};
  Error error = {""};
  const bool extracted =
      dataset_extract(dataset, &settings, &callbacks, &error);
  progress_clear(&report.progress);
  if (!extracted || !train(options, dataset, &error)) {
    message_failure(options->table, error.text);
    return STATUS_FAILED;
  }
  return report.left_out ? STATUS_FAILED : STATUS_OK;
}

/// What can go wrong without any audio goes wrong first, not after hours of it
static ExitStatus
run(const LearnOptions* options)
{
  Error error = {""};
  Dataset dataset = {.labels = label_table_read(options->table, &error)};
  ExitStatus status = STATUS_USAGE;
  if (!dataset.labels) {
    message_failure(options->table, error.text);
  } else if (!learnt_network_try(options->name, options->network.network,
                                 dataset.labels, options->output, &error)) {
    message_failure(options->output, error.text);
    status = STATUS_FAILED;
  } else {
    status = learn(options, &dataset);
  }
  dataset_clear(&dataset);
  return status;
}

/// The network's name, from its option or its file; NULL after a usage error
static char*
choose_name(const char* name, const char* output)
{
  int length = 0;
  const char* const stem = path_stem(output, &length);
  char* const text =
      name ? path_format("%s", name) : path_format("%.*s", length, stem);
  if (text && name_is_valid(text)) {
    return text;
  }
  command_line_refuse(COMMAND, "%s must be " NAME_RULE,
                      name ? "--name" : "the file's name, or --name,");
  free(text);
  return NULL;
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc, char** argv, LearnOptions* self, ExitStatus* status)
{
  const char* name = NULL;
  const Option options[] = {
      {.name = "output", .letter = 'o', .text = &self->output},
      {.name = "name", .letter = 'n', .text = &name},
  };
  const Command command = {
      .name = COMMAND,
      .required = "-o NETWORK ",
      .arguments = "LABELS",
      .summary = summary,
      .help = "  -o, --output=FILE   the network file to write\n"
              "  -n, --name=NAME     its name, for people (default: that of "
              "the file)\n",
      .notes = "Exit status: 0 if all went well, 1 if files or tags had to be "
               "left out or\n"
               "nothing could be written, 2 for a usage error, an unusable "
               "table or an\n"
               "unusable network.\n",
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_NETWORK,
      .network = &self->network,
      .track = &self->track,
      .min_arguments = 1,
      .max_arguments = 1,
  };
  Arguments files = {0};
  if (!command_line_parse(&command, argc, argv, &files, status)) {
    return false;
  }
  self->table = files.texts[0];
  *status = STATUS_USAGE;
  if (!self->output) {
    command_line_refuse(COMMAND, "--output is missing");
    return false;
  }
  self->name = choose_name(name, self->output);
  return self->name;
}

ExitStatus
learn_main(int argc, char** argv)
{
  LearnOptions options = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &status)) {
    return status;
  }
  status = STATUS_USAGE;
  if (network_options_load(&options.network, COMMAND)) {
    status = run(&options);
    network_options_release(&options.network);
  }
  free(options.name);
  return status;
}
