// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COMMANDS_H
#define EARMARK_COMMANDS_H

#include "tools/options/command_line.h"

/*
  Each command takes what follows the program's name, so that argv[0] is its
  own; it prints what it has to say, reads and writes files, and returns the
  program's exit status.
*/

/// `earmark tag`
ExitStatus tag_main(int argc, char** argv);

/// `earmark labels`
ExitStatus labels_main(int argc, char** argv);

/// `earmark midi`
ExitStatus midi_main(int argc, char** argv);

/// `earmark watch`: its command line; the rest is in tools/watch/
ExitStatus watch_main(int argc, char** argv);

/// `earmark mute`
ExitStatus mute_main(int argc, char** argv);

/// `earmark report`
ExitStatus report_main(int argc, char** argv);

/// `earmark info`
ExitStatus info_main(int argc, char** argv);

/// `earmark learn`: its command line and its report; the learning itself is in
/// tools/learn/
ExitStatus learn_main(int argc, char** argv);

/// `earmark bundle`
ExitStatus bundle_main(int argc, char** argv);

/// `earmark frames`
ExitStatus frames_main(int argc, char** argv);

/// `earmark features`
ExitStatus features_main(int argc, char** argv);

#endif
