// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "ttl/bundle.h"

#include "model/file/network_file.h"
#include "model/network.h"
#include "plugin/uris.h"
#include "tools/commands/commands.h"
#include "tools/export/copy.h"
#include "tools/options/locate.h"
#include "tools/options/message.h"
#include "tools/options/path.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FOLDER 4000
#define MAX_PATH 4096
#define SUFFIX ".lv2"
#define LIBRARY_FILE "earmark.so"
#define WINDOW_FILE "earmark_ui.so"

static const char usage[] =
    "Usage: earmark bundle [OPTION]... NETWORK\n"
    "Make an LV2 bundle of a network file: plugins with its tags as ports,\n"
    "beside Earmark's own.\n\n"
    "  -o, --output=DIR  the bundle's folder (default: the network's name and\n"
    "                    .lv2, here)\n"
    "  -i, --install     make it in ~/.lv2, where hosts look\n"
    "  -u, --uri=PREFIX  what the plugins' URIs begin with (default:\n"
    "                    urn:earmark:NAME: after the network's file)\n"
    "  -h, --help        show this\n\n"
    "Exit status: 0 if all went well, 1 if it could not be written, 2 if the\n"
    "command line makes no sense or the network cannot be used.\n";

/// All of a command line
typedef struct {
  const char* network;
  char folder[MAX_FOLDER];
  char prefix[URI_MAX_PREFIX];
  bool install;
} Job;

/// Append what may be in any URI of `name`, and a colon
static void
default_prefix(Job* job)
{
  int length = 0;
  const char* const name = path_stem(job->network, &length);
  size_t end = (size_t)snprintf(job->prefix, sizeof(job->prefix), URI_PREFIX);
  for (int i = 0; i < length && end + 2 < sizeof(job->prefix); ++i) {
    const char c = name[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
    job->prefix[end++] = plain ? c : '_';
  }
  job->prefix[end] = ':';
  job->prefix[end + 1] = '\0';
}

/// An absolute URI that Turtle takes as it is and a fragment can follow
static bool
is_prefix(const char* text)
{
  const char* const colon = strchr(text, ':');
  if (!colon || colon == text || strlen(text) >= URI_MAX_PREFIX) {
    return false;
  }
  for (const char* c = text; *c; ++c) {
    if (*c <= ' ' || *c > '~' || strchr("<>\"{}|\\^`#", *c)) {
      return false;
    }
  }
  return strcmp(text, URI_PREFIX); // Those are our own plugins
}

static bool
choose_folder(Job* job, const char* output)
{
  const char* const home = getenv("HOME");
  int length = 0;
  const char* const name = path_stem(job->network, &length);
  int n = 0;
  if (output) {
    n = snprintf(job->folder, MAX_FOLDER, "%s", output);
  } else if (!job->install) {
    n = snprintf(job->folder, MAX_FOLDER, "%.*s" SUFFIX, length, name);
  } else if (home && *home) {
    n = snprintf(job->folder, MAX_FOLDER, "%s/.lv2", home);
    mkdir(job->folder, 0777); // What is wrong with it shows below
    n = snprintf(job->folder, MAX_FOLDER, "%s/.lv2/%.*s" SUFFIX, home, length,
                 name);
  }
  return n > 0 && n < MAX_FOLDER;
}

static bool
write_text(const char* path, const char* text, Error* error)
{
  FILE* const file = fopen(path, "w");
  const bool good = file && fprintf(file, "%s\n", text) > 0;
  if ((file && fclose(file)) || !good) {
    error_set(error, "%s: %s", path, strerror(errno));
    return false;
  }
  return true;
}

/// The bundle's folder is new, or has been a bundle of ours before
static bool
open_folder(const char* folder, Error* error)
{
  char path[MAX_PATH];
  if (!mkdir(folder, 0777)) {
    return true;
  }
  const int problem = errno;
  snprintf(path, sizeof(path), "%s/" URI_PREFIX_FILE, folder);
  if (problem == EEXIST && !access(path, R_OK)) {
    return true;
  }
  error_set(error, "%s: %s", folder,
            problem == EEXIST ? "exists, and is no bundle made by this command"
                              : strerror(problem));
  return false;
}

static bool
make_bundle(const Job* job, Error* error)
{
  char buffer[MAX_PATH];
  char from[MAX_PATH + sizeof("/" WINDOW_FILE)];
  char to[MAX_PATH];
  const char* const own = locate_bundle(buffer, sizeof(buffer));
  if (!open_folder(job->folder, error)) {
    return false;
  }
  snprintf(to, sizeof(to), "%s/" URI_PREFIX_FILE, job->folder);
  if (!write_text(to, job->prefix, error)) {
    return false;
  }
  snprintf(from, sizeof(from), "%s/" LIBRARY_FILE, own);
  snprintf(to, sizeof(to), "%s/" LIBRARY_FILE, job->folder);
  if (!copy_file(from, to, error)) {
    return false;
  }
  snprintf(from, sizeof(from), "%s/" WINDOW_FILE, own);
  snprintf(to, sizeof(to), "%s/" WINDOW_FILE, job->folder);
  const bool has_window =
      !access(from, R_OK); // Built without it, there is none
  if (has_window && !copy_file(from, to, error)) {
    return false;
  }
  snprintf(to, sizeof(to), "%s/" NETWORK_FILE, job->folder);
  return copy_file(job->network, to, error) &&
         bundle_write(to, job->prefix, job->folder, has_window, error);
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc, char** argv, Job* job, ExitStatus* status)
{
  static const struct option options[] = {
      {"output", required_argument, NULL, 'o'},
      {"install", no_argument, NULL, 'i'},
      {"uri", required_argument, NULL, 'u'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  const char* output = NULL;
  const char* prefix = NULL;
  *status = STATUS_USAGE;
  for (int c = 0;
       (c = getopt_long(argc, argv, "o:iu:h", options, NULL)) >= 0;) {
    if (c == 'o') {
      output = optarg;
    } else if (c == 'i') {
      job->install = true;
    } else if (c == 'u') {
      prefix = optarg;
    } else {
      *status = c == 'h' ? STATUS_OK : STATUS_USAGE;
      fputs(usage, c == 'h' ? stdout : stderr);
      return false;
    }
  }
  if (argc - optind != 1 || (output && job->install)) {
    fputs(usage, stderr);
    return false;
  }
  job->network = argv[optind];
  if (prefix && !is_prefix(prefix)) {
    fputs(
        "earmark: --uri needs an absolute URI without '#', not Earmark's own\n",
        stderr);
    return false;
  }
  default_prefix(job);
  if (prefix) {
    snprintf(job->prefix, sizeof(job->prefix), "%s", prefix);
  }
  if (!choose_folder(job, output)) {
    fputs("earmark: no place for the bundle: try --output\n", stderr);
    return false;
  }
  return true;
}

ExitStatus
bundle_main(int argc, char** argv)
{
  Job job = {.install = false};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &job, &status)) {
    return status;
  }

  Error error = {""};
  Network* const network = network_load(job.network, &error);
  if (!network) {
    message_failure(job.network, error.text);
    return STATUS_USAGE;
  }
  network_free(network);
  if (!make_bundle(&job, &error)) {
    message_failure(job.network, error.text);
    return STATUS_FAILED;
  }
  printf("%s: plugins %sstereo and %smono\n", job.folder, job.prefix,
         job.prefix);
  return STATUS_OK;
}
