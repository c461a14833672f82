// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/file/network_file.h"
#include "plugin/uris.h"
#include "plugin/variant.h"
#include "tools/commands/commands.h"
#include "tools/export/bundle_folder.h"
#include "tools/options/message.h"
#include "tools/options/path.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COMMAND "bundle"
#define SUFFIX ".lv2"

/// All of a command line
typedef struct {
  const char* network;
  char* folder; ///< The bundle's
  char prefix[URI_MAX_PREFIX];
  bool install;
} BundleOptions;

/// Append what may be in any URI of `name`, and a colon
static void
default_prefix(BundleOptions* self)
{
  int length = 0;
  const char* const name = path_stem(self->network, &length);
  size_t end = (size_t)snprintf(self->prefix, sizeof(self->prefix), URI_PREFIX);
  for (int i = 0; i < length && end + 2 < sizeof(self->prefix); ++i) {
    const char c = name[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
    self->prefix[end++] = plain ? c : '_';
  }
  self->prefix[end] = ':';
  self->prefix[end + 1] = '\0';
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

/// Where the bundle goes, by options and network; NULL if there is no such
/// place
static char*
choose_folder(const BundleOptions* self, const char* output)
{
  int length = 0;
  const char* const name = path_stem(self->network, &length);
  const char* const home = getenv("HOME");
  if (output) {
    return path_format("%s", output);
  }
  if (!self->install) {
    return path_format("%.*s" SUFFIX, length, name);
  }
  return home && *home ? path_format("%s/.lv2/%.*s" SUFFIX, home, length, name)
                       : NULL;
}

static bool
parse(int argc,
      char** argv,
      const char** output,
      const char** prefix,
      BundleOptions* self,
      ExitStatus* status)
{
  const Option options[] = {
      {.name = "output", .letter = 'o', .text = output},
      {.name = "install", .letter = 'i', .flag = &self->install},
      {.name = "uri", .letter = 'u', .text = prefix},
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "NETWORK",
      .summary =
          "Make an LV2 bundle of a network file: plugins with its tags as "
          "ports,\n"
          "beside Earmark's own.\n",
      .help = "  -o, --output=DIR    the bundle's folder (default: the "
              "network's name and\n"
              "                      .lv2, here)\n"
              "  -i, --install       make it in ~/.lv2, where hosts look\n"
              "  -u, --uri=PREFIX    what the plugins' URIs begin with "
              "(default:\n"
              "                      urn:earmark:NAME: after the network's "
              "file)\n",
      .notes = "Exit status: 0 if all went well, 1 if it could not be written, "
               "2 for a\n"
               "usage error or an unusable network.\n",
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .min_arguments = 1,
      .max_arguments = 1,
  };
  Arguments files = {0};
  if (!command_line_parse(&command, argc, argv, &files, status)) {
    return false;
  }
  self->network = files.texts[0];
  return true;
}

/// Folder and prefix from their options; false with a message
static bool
resolve(BundleOptions* self, const char* output, const char* prefix)
{
  if (output && self->install) {
    command_line_refuse(COMMAND, "--output and --install exclude each other");
    return false;
  }
  if (prefix && !is_prefix(prefix)) {
    command_line_refuse(COMMAND, "--uri needs an absolute URI without '#', not "
                                 "Earmark's own");
    return false;
  }
  default_prefix(self);
  if (prefix) {
    snprintf(self->prefix, sizeof(self->prefix), "%s", prefix);
  }
  self->folder = choose_folder(self, output);
  if (!self->folder) {
    command_line_refuse(COMMAND, "no place for the bundle: try --output");
  }
  return self->folder;
}

/// Make ~/.lv2 if need be; what is wrong with it shows later
static void
make_parent(const char* folder)
{
  const char* const slash = strrchr(folder, '/');
  char* const parent =
      slash ? path_format("%.*s", (int)(slash - folder), folder) : NULL;
  if (parent) {
    mkdir(parent, 0777);
  }
  free(parent);
}

/// The URIs of all plugins that the bundle has
static void
print_plugins(const BundleOptions* self, const Network* network)
{
  const uint32_t n = variant_count(network->n_views);
  printf("%s: %" PRIu32 " plugins\n", self->folder, n);
  for (uint32_t i = 0; i < n; ++i) {
    char name[VARIANT_NAME_SIZE];
    variant_name(name, i, network->views[variant_get(i).view].name);
    printf("  %s%s\n", self->prefix, name);
  }
}

static ExitStatus
run(const BundleOptions* self)
{
  Error error = {""};
  Network* const network = network_load(self->network, &error);
  if (!network) {
    fprintf(stderr, "earmark: %s\n", error.text); // It begins with the path
    return STATUS_USAGE;
  }
  if (self->install) {
    make_parent(self->folder);
  }
  const bool made =
      bundle_folder_make(self->network, self->folder, self->prefix, &error);
  if (made) {
    print_plugins(self, network);
  } else {
    message_failure(self->network, error.text);
  }
  network_free(network);
  return made ? STATUS_OK : STATUS_FAILED;
}

ExitStatus
bundle_main(int argc, char** argv)
{
  BundleOptions options = {.install = false};
  const char* output = NULL;
  const char* prefix = NULL;
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &output, &prefix, &options, &status)) {
    return status;
  }
  status = resolve(&options, output, prefix) ? run(&options) : STATUS_USAGE;
  free(options.folder);
  return status;
}
