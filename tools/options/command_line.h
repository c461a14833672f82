// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COMMAND_LINE_H
#define EARMARK_COMMAND_LINE_H

#include "tools/options/network_options.h"

#include <stdbool.h>
#include <stdint.h>

/// Exit statuses of the program
typedef enum {
  STATUS_OK = 0,     ///< All went well
  STATUS_FAILED = 1, ///< A file could not be done, or not wholly
  STATUS_USAGE = 2   ///< The command line makes no sense, or no network
} ExitStatus;

#define TEXT_LIST_MAX 128u

/// The values of an option that may be given many times
typedef struct {
  uint32_t n;
  const char* texts[TEXT_LIST_MAX]; ///< [n], in argv
} TextList;

/// An option and where its value goes; one of the pointers is not NULL
typedef struct {
  const char* name;  ///< The long one, without its dashes
  char letter;       ///< 0 if it has none
  bool* flag;        ///< Takes no value: becomes true
  const char** text; ///< Any text; stays in argv
  TextList* list;    ///< Any text, again and again
  double* real;      ///< A number from `low` to `high`
  uint32_t* whole;   ///< A whole number from `low` to `high`
  double low;
  double high;
} Option;

/// Options that several commands have; --help they all have, and --stream those
/// with Command.track
enum {
  COMMON_MEMORY = 1u,  ///< Into network->memory
  COMMON_VIEW = 2u,    ///< Into network->view_name
  COMMON_NETWORK = 4u, ///< Into network->network_path
  COMMON_VERBOSE = 8u  ///< Tells the decoder
};

/// A command of the program, for its command line and its usage text
typedef struct {
  const char* name;        ///< "tag"
  const char* required;    ///< Options that must be there: "-o OUT", or ""
  const char* arguments;   ///< After options: "FILE..."
  const char* summary;     ///< What it does, a few lines
  const char* help;        ///< A line or more for each of `options`
  const char* notes;       ///< After the options: exit status and more
  const Option* options;   ///< [n_options]
  uint32_t n_options;      ///< At most COMMAND_MAX_OPTIONS
  uint32_t common;         ///< COMMON_... or'ed
  NetworkOptions* network; ///< What common options write to
  uint32_t* track;         ///< What --stream writes to; NULL: no such option
  uint32_t min_arguments;
  uint32_t max_arguments;
} Command;

#define COMMAND_MAX_OPTIONS 32u

/// For the notes of a command that reads audio files
#define COMMAND_EXIT_STATUS                                                    \
  "Exit status: 0 if all went well, 1 if a file could not be read or not\n"    \
  "to its end, 2 for a usage error or an unusable network.\n"

/// What is left of a command line behind its options
typedef struct {
  uint32_t n;
  char** texts; ///< [n], in argv
} Arguments;

/**
   Read a command line; argv[0] is the command's name.

   Returns false if the program should end with `*status`: after --help, or
   after a usage error, which is a line on standard error that says what is
   wrong, and one that points to --help.  Not for several threads at once.
*/
bool command_line_parse(const Command* command,
                        int argc,
                        char** argv,
                        Arguments* arguments,
                        ExitStatus* status);

/// A usage error in the same form, of `command` (NULL for the program itself):
/// what is wrong is put together as by printf.  Returns STATUS_USAGE.
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
ExitStatus
command_line_refuse(const char* command, const char* format, ...);

#endif
