// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/options/command_line.h"

#include "tools/audio/decode.h"
#include "tools/options/message.h"
#include "tools/options/number.h"

#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define N_COMMON 6u /* options, with --help and --stream */
#define MAX_TRACK 1000.0
#define MAX_OPTIONS (COMMAND_MAX_OPTIONS + N_COMMON)
#define MAX_LINE 512

/// Common options while a command line is read
typedef struct {
  double memory;
  bool verbose;
  bool help;
} Common;

/// All options of a command
typedef struct {
  uint32_t n;
  Option list[MAX_OPTIONS];
} Options;

ExitStatus
command_line_refuse(const char* command, const char* format, ...)
{
  char text[MAX_LINE];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof(text), format, args);
  va_end(args);
  fputs("earmark: ", stderr);
  message_text(stderr, text);
  fprintf(stderr, "\nTry 'earmark %s%s--help'.\n", command ? command : "",
          command ? " " : "");
  return STATUS_USAGE;
}

static void
print_usage(const Command* command)
{
  printf("Usage: earmark %s [OPTION]... %s%s\n%s\n%s", command->name,
         command->required, command->arguments, command->summary,
         command->help);
  if (command->common & COMMON_MEMORY) {
    printf("  -m, --memory=S      seconds that each update looks back, "
           "%g to %g\n",
           (double)NETWORK_MIN_MEMORY, (double)NETWORK_MAX_MEMORY);
  }
  if (command->common & COMMON_VIEW) {
    fputs("  -v, --view=VIEW     a list of tags of the network; 'earmark info' "
          "names\n"
          "                      them (default: its first)\n",
          stdout);
  }
  if (command->common & COMMON_NETWORK) {
    fputs("  -N, --network=FILE  use another network\n", stdout);
  }
  if (command->track) {
    fputs(
        "  -S, --stream=N      listen to the Nth audio track, from 1 (default: "
        "the best)\n",
        stdout);
  }
  if (command->common & COMMON_VERBOSE) {
    fputs("  -V, --verbose       print the decoder's own messages, too\n",
          stdout);
  }
  printf("  -h, --help          show this\n\n%s", command->notes);
}

static void
add_option(Options* options, Option option)
{
  options->list[options->n++] = option;
}

static void
collect_options(const Command* command, Common* common, Options* options)
{
  NetworkOptions* const network = command->network;
  options->n = 0;
  for (uint32_t i = 0; i < command->n_options && i < COMMAND_MAX_OPTIONS; ++i) {
    add_option(options, command->options[i]);
  }
  if (command->common & COMMON_MEMORY) {
    add_option(options, (Option){.name = "memory",
                                 .letter = 'm',
                                 .real = &common->memory,
                                 .low = (double)NETWORK_MIN_MEMORY,
                                 .high = (double)NETWORK_MAX_MEMORY});
  }
  if (command->common & COMMON_VIEW) {
    add_option(
        options,
        (Option){.name = "view", .letter = 'v', .text = &network->view_name});
  }
  if (command->common & COMMON_NETWORK) {
    add_option(options, (Option){.name = "network",
                                 .letter = 'N',
                                 .text = &network->network_path});
  }
  if (command->track) {
    add_option(options, (Option){.name = "stream",
                                 .letter = 'S',
                                 .whole = command->track,
                                 .low = 1.0,
                                 .high = MAX_TRACK});
  }
  if (command->common & COMMON_VERBOSE) {
    add_option(
        options,
        (Option){.name = "verbose", .letter = 'V', .flag = &common->verbose});
  }
  add_option(options,
             (Option){.name = "help", .letter = 'h', .flag = &common->help});
}

/// What getopt_long() calls an option
static int
option_code(const Options* options, uint32_t i)
{
  return options->list[i].letter ? options->list[i].letter
                                 : UCHAR_MAX + 1 + (int)i;
}

/// The options as getopt_long() wants them
static void
describe_options(const Options* options,
                 struct option longs[MAX_OPTIONS + 1],
                 char letters[2 * MAX_OPTIONS + 1])
{
  for (uint32_t i = 0; i < options->n; ++i) {
    const Option* const option = &options->list[i];
    longs[i] = (struct option){.name = option->name,
                               .has_arg = option->flag ? no_argument
                                                       : required_argument,
                               .val = option_code(options, i)};
    if (option->letter) {
      *letters++ = option->letter;
    }
    if (option->letter && !option->flag) {
      *letters++ = ':';
    }
  }
  longs[options->n] = (struct option){.name = NULL};
  *letters = '\0';
}

static bool
set_number(const Option* option, const char* text, Error* error)
{
  char name[64];
  double number = 0.0;
  snprintf(name, sizeof(name), "--%s", option->name);
  if (!number_parse(
          name, text,
          (NumberRange){option->low, option->high, option->whole != NULL},
          &number, error)) {
    return false;
  }
  if (option->whole) {
    *option->whole = (uint32_t)number;
  } else {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): no text and no flag
    *option->real = number;
  }
  return true;
}

static bool
set_option(const Option* option, const char* text, Error* error)
{
  if (option->flag) {
    *option->flag = true;
  } else if (option->text) {
    *option->text = text;
  } else if (!option->list) {
    return set_number(option, text, error);
  } else if (option->list->n < TEXT_LIST_MAX) {
    option->list->texts[option->list->n++] = text;
  } else {
    error_set(error, "more than %u of --%s", TEXT_LIST_MAX, option->name);
    return false;
  }
  return true;
}

/// All options, as long as they make sense and --help is none of them
static bool
read_options(const Command* command,
             const Options* options,
             const Common* common,
             int argc,
             char** argv)
{
  struct option longs[MAX_OPTIONS + 1];
  char letters[2 * MAX_OPTIONS + 1];
  describe_options(options, longs, letters);
  optind = 0; // From the beginning, also when it is not the first time
  for (int c = 0; !common->help &&
                  (c = getopt_long(argc, argv, letters, longs, NULL)) >= 0;) {
    uint32_t i = 0;
    while (i < options->n && option_code(options, i) != c) {
      ++i;
    }
    if (i == options->n) { // getopt_long() has printed why
      fprintf(stderr, "Try 'earmark %s --help'.\n", command->name);
      return false;
    }
    Error error = {""};
    if (!set_option(&options->list[i], optarg, &error)) {
      command_line_refuse(command->name, "%s", error.text);
      return false;
    }
  }
  return true;
}

static bool
check_number(const Command* command, uint32_t n)
{
  if (n >= command->min_arguments && n <= command->max_arguments) {
    return true;
  }
  command_line_refuse(command->name, "too %s arguments: %s %s wanted",
                      n < command->min_arguments ? "few" : "many",
                      command->arguments,
                      command->max_arguments > 1 ? "are" : "is");
  return false;
}

bool
command_line_parse(const Command* command,
                   int argc,
                   char** argv,
                   Arguments* arguments,
                   ExitStatus* status)
{
  static char program[] = "earmark"; // Begins what getopt_long() says
  Common common = {.memory = 0.0};
  Options options;
  collect_options(command, &common, &options);
  argv[0] = program;
  *status = STATUS_USAGE;
  if (!read_options(command, &options, &common, argc, argv)) {
    return false;
  }
  if (common.help) {
    print_usage(command);
    *status = STATUS_OK;
    return false;
  }
  arguments->n = (uint32_t)(argc - optind);
  arguments->texts = argv + optind;
  if (!check_number(command, arguments->n)) {
    return false;
  }
  if (command->common & COMMON_MEMORY) {
    command->network->memory = (float)common.memory;
  }
  if (common.verbose) {
    decoder_set_verbose(true);
  }
  *status = STATUS_OK;
  return true;
}
