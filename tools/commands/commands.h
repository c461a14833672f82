// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COMMANDS_H
#define EARMARK_COMMANDS_H

/// Exit statuses of the program
typedef enum {
  STATUS_OK = 0,     ///< All went well
  STATUS_FAILED = 1, ///< A file could not be done, or not wholly
  STATUS_USAGE = 2   ///< The command line makes no sense, or no network
} ExitStatus;

/// `earmark tag`; argv[0] is the command's name
ExitStatus tag_main(int argc, char** argv);

/// `earmark labels`
ExitStatus labels_main(int argc, char** argv);

/// `earmark midi`
ExitStatus midi_main(int argc, char** argv);

/// `earmark info`
ExitStatus info_main(int argc, char** argv);

/// `earmark learn`
ExitStatus learn_main(int argc, char** argv);

/// `earmark bundle`
ExitStatus bundle_main(int argc, char** argv);

/// `earmark frames`
ExitStatus frames_main(int argc, char** argv);

#endif
