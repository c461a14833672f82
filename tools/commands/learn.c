// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/commands.h"
#include "tools/learn/dataset.h"
#include "tools/learn/inputs.h"
#include "tools/learn/learnt_network.h"
#include "tools/learn/name.h"
#include "tools/learn/provenance.h"
#include "tools/learn/trained_head.h"
#include "tools/learn/validation_report.h"
#include "tools/options/locate.h"
#include "tools/options/message.h"
#include "tools/options/path.h"
#include "tools/options/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND "learn"

static const char summary[] =
    "Train a network on tags of your own: analyse the files of a table, train "
    "a "
    "new\n"
    "head for their tags on the branches of a network, test it on files that "
    "it\n"
    "was not trained on, and write a network file for 'earmark tag' and "
    "'earmark\n"
    "bundle'.\n\n"
    "LABELS is a table as spreadsheets save it (CSV: commas, semicolons or "
    "tabs):\n"
    "a file and its tags in each line, in one column with ';' or '|' between\n"
    "the tags, or in a column each. A first line may name the columns; that "
    "of\n"
    "the files is called file, filename or path, and one called \"group\" "
    "says\n"
    "which files belong together (by artist, say), so that a tag is never "
    "tested\n"
    "on a group that it was trained on. Tags that are not recognised better "
    "than\n"
    "by chance are named.\n";

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
  const LearntNetwork learnt = {.name = options->name,
                                .base = base,
                                .head = head->logistic,
                                .tags = head->tags,
                                .n_scales = labels->n_scales,
                                .scales = head->scales,
                                .spread = head->spread,
                                .largest = head->largest,
                                .provenance = provenance};
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
    const bool printed =
        validation_report_print(dataset->labels, training, &head);
    validation_report_warn(dataset->labels, &head);
    done = write_network(options, dataset->labels, &head, error);
    if (done && !printed) {
      error_set(error, "the network is written, but not the report of it");
      done = false;
    }
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

/// The output must be none of the files that it is made from
static bool
is_input(const LearnOptions* options, const LabelTable* labels)
{
  char* const network = locate_network(options->network.network_path);
  const char* const input =
      inputs_find(options->output, options->table, network, labels);
  if (input) {
    command_line_refuse(COMMAND, "the output %s would replace the input %s",
                        options->output, input);
  }
  free(network);
  return input;
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
  } else if (is_input(options, dataset.labels)) {
    status = STATUS_USAGE;
  } else if (!learnt_network_try(options->name, options->network.network,
                                 dataset.labels, options->output, &error)) {
    message_failure(options->output, error.text);
    status = STATUS_FAILED;
  } else {
    if (dataset.labels->note.text[0]) {
      message_failure(options->table, dataset.labels->note.text);
    }
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

/// False after a usage error
static bool
is_output(const char* output)
{
  if (!output) {
    command_line_refuse(COMMAND, "--output is missing");
  } else if (!strcmp(output, "-")) {
    command_line_refuse(COMMAND, "--output must be a file: the report goes to "
                                 "standard output");
  }
  return output && strcmp(output, "-");
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
  self->name = is_output(self->output) ? choose_name(name, self->output) : NULL;
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
