// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/file/registry.h"
#include "model/network.h"
#include "tools/commands/commands.h"
#include "tools/learn/label_table.h"
#include "tools/learn/learnt_network.h"
#include "tools/learn/parallel.h"
#include "tools/learn/trained_head.h"
#include "tools/options/locate.h"
#include "tools/options/message.h"
#include "tools/options/path.h"
#include "tools/options/progress.h"

#include <getopt.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_PATH 4096
#define LEAST_FILES 2u /* with a tag, and without */

static const char usage[] =
    "Usage: earmark learn [OPTION]... LABELS -o NETWORK\n"
    "Teach a network tags of your own: listen to the files of a table, learn "
    "a\n"
    "new head for their tags, tell how well it does on files it did not learn\n"
    "from, and write a network file for 'earmark tag' and 'earmark bundle'.\n\n"
    "LABELS is CSV: a file and its tags in each line, with ';' or commas\n"
    "between the tags. A first line that starts with \"file\" names the "
    "columns;\n"
    "one called \"group\" says which files belong together (by artist, say), "
    "so\n"
    "that a tag is never tested on a group that it was learnt from.\n\n"
    "  -o, --output=FILE   the network file to write\n"
    "  -n, --name=NAME     its name, for people (default: that of the file)\n"
    "  -N, --network=FILE  use the branches of another network\n"
    "  -h, --help          show this\n\n"
    "Exit status: 0 if all went well, 1 if some files or tags had to be left\n"
    "out or nothing could be written, 2 if the command line makes no sense.\n";

/// All of a command line, and what comes of it
typedef struct {
  const char* table;
  const char* output;
  const char* network_path;
  char name[129];
  const Network* network;
  LabelTable* labels;
  Examples* examples; ///< [n_files]
  uint32_t n_heard;
  pthread_mutex_t lock; ///< Of n_heard and the terminal
  Progress progress;
  bool left_out; ///< A file or a tag had to be
} Job;

/// Listen to one file; in any thread
static void
hear_file(void* data, uint32_t i)
{
  Job* const job = (Job*)data;
  examples_extract(&job->examples[i], job->labels->paths[i], job->network);

  pthread_mutex_lock(&job->lock);
  if (job->examples[i].error.text[0]) {
    job->left_out = true;
    progress_clear(&job->progress);
    message_failure(job->labels->paths[i], job->examples[i].error.text);
  }
  progress_show(&job->progress, ++job->n_heard, job->labels->n_files);
  pthread_mutex_unlock(&job->lock);
}

/// Drop the files that could not be heard, then the tags that too few or too
/// many files have
static bool
sift(Job* job, Error* error)
{
  LabelTable* const labels = job->labels;
  bool* const files = (bool*)calloc(labels->n_files, sizeof(bool));
  bool tags[LABEL_TABLE_MAX_TAGS];
  memset(tags, true, sizeof(tags));
  if (!files) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    files[i] = job->examples[i].n;
    if (files[i]) {
      job->examples[n++] = job->examples[i];
    } else {
      examples_clear(&job->examples[i]);
    }
  }
  label_table_keep(labels, files, tags);
  memset(files, true, labels->n_files * sizeof(bool));
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    const uint32_t count = label_table_count(labels, t);
    tags[t] = count >= LEAST_FILES && labels->n_files - count >= LEAST_FILES;
    if (!tags[t]) {
      job->left_out = true;
      fputs("earmark: tag \"", stderr);
      message_text(stderr, labels->tags[t]);
      fprintf(stderr, "\" left out: %u of %u files have it\n", count,
              labels->n_files);
    }
  }
  label_table_keep(labels, files, tags);
  free(files);
  if (!labels->n_tags) {
    error_set(error,
              "no tag is left to learn: each needs %u files with it and"
              " %u without",
              LEAST_FILES, LEAST_FILES);
  }
  return labels->n_tags;
}

static void
print_report(const Job* job, const Training* training, const TrainedHead* head)
{
  const LabelTable* const labels = job->labels;
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

/// Where the network comes from; the caller frees the text
static char*
provenance(const Job* job, const TrainedHead* head)
{
  char date[32] = "";
  const time_t now = time(NULL);
  struct tm day;
  if (gmtime_r(&now, &day)) {
    strftime(date, sizeof(date), "%Y-%m-%d", &day);
  }
  json_t* const figures = json_object();
  for (uint32_t t = 0; t < job->labels->n_tags; ++t) {
    json_object_set_new(figures, job->labels->tags[t],
                        json_real(head->roc_auc[t]));
  }
  json_t* const all =
      json_pack("{s:s, s:s, s:i, s:o, s:s, s:o*}", "command", "earmark learn",
                "date", date, "files", (int)job->labels->n_files, "roc_auc",
                figures, "base", job->network->name, "base_provenance",
                json_loads(job->network->provenance, 0, NULL));
  char* const text = json_dumps(all, JSON_COMPACT);
  json_decref(all);
  return text;
}

static bool
write_network(const Job* job, const TrainedHead* head, Error* error)
{
  char* const origin = provenance(job, head);
  if (!origin) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const LearntNetwork learnt = {job->name,  job->network, head->logistic,
                                head->tags, head->spread, head->largest,
                                origin};
  const bool written = learnt_network_write(&learnt, job->output, error);
  free(origin);
  return written;
}

/// From labels to network file
static bool
learn(Job* job, Error* error)
{
  job->examples = (Examples*)calloc(job->labels->n_files, sizeof(Examples));
  if (!job->examples) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  parallel_for(job->labels->n_files, hear_file, job);
  progress_clear(&job->progress);
  if (!sift(job, error)) {
    return false;
  }

  TrainedHead head = {.logistic = NULL};
  Training* const training =
      training_new(job->labels, job->examples, job->network->n_features);
  bool done = training && trained_head_fit(training, &head, error);
  if (!training) {
    error_set(error, ERROR_NO_MEMORY);
  }
  if (done) {
    print_report(job, training, &head);
    done = write_network(job, &head, error);
  }
  trained_head_clear(&head);
  training_free(training);
  return done;
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc, char** argv, Job* job, ExitStatus* status)
{
  static const struct option options[] = {
      {"output", required_argument, NULL, 'o'},
      {"name", required_argument, NULL, 'n'},
      {"network", required_argument, NULL, 'N'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  const char* name = NULL;
  *status = STATUS_USAGE;
  for (int c = 0;
       (c = getopt_long(argc, argv, "o:n:N:h", options, NULL)) >= 0;) {
    if (c == 'o') {
      job->output = optarg;
    } else if (c == 'n') {
      name = optarg;
    } else if (c == 'N') {
      job->network_path = optarg;
    } else {
      *status = c == 'h' ? STATUS_OK : STATUS_USAGE;
      fputs(usage, c == 'h' ? stdout : stderr);
      return false;
    }
  }
  if (argc - optind != 1 || !job->output) {
    fputs(usage, stderr);
    return false;
  }
  job->table = argv[optind];
  int length = 0;
  const char* const stem = path_stem(job->output, &length);
  snprintf(job->name, sizeof(job->name), "%.*s",
           name ? (int)strlen(name) : length, name ? name : stem);
  return true;
}

ExitStatus
learn_main(int argc, char** argv)
{
  Job job = {.lock = PTHREAD_MUTEX_INITIALIZER};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &job, &status)) {
    return status;
  }

  Error error = {""};
  char buffer[MAX_PATH];
  job.progress = (Progress){job.table, -1};
  job.network = network_acquire(
      locate_network(job.network_path, buffer, sizeof(buffer)), &error);
  if (!job.network) {
    fprintf(stderr, "earmark: %s\n", error.text);
    return STATUS_USAGE;
  }
  job.labels = label_table_read(job.table, &error);
  bool done = false;
  if (job.labels) {
    done = learn(&job, &error);
  }
  if (!done) {
    message_failure(job.table, error.text);
  }
  for (uint32_t i = 0; job.examples && i < job.labels->n_files; ++i) {
    examples_clear(&job.examples[i]);
  }
  free(job.examples);
  label_table_free(job.labels);
  network_release(job.network);
  return done && !job.left_out ? STATUS_OK : STATUS_FAILED;
}
