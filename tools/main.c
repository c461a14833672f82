// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/audio/decode.h"
#include "tools/commands/commands.h"
#include "tools/options/message.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "Usage: earmark COMMAND [OPTION]... [FILE]...\n"
    "Tag music: genre, mood, instruments, voice.\n\n"
    "Commands:\n"
    "  tag FILE...     print the tags of audio or video files\n"
    "  labels FILE     write when each tag is present, for audio editors\n"
    "  midi FILE       write MIDI controllers and notes that follow tags\n"
    "  watch SOURCE... say what plays on streams, and how loud it is\n"
    "  mute            let watch tell nobody of a rule for some time\n"
    "  report HISTORY  say what was on air on a day that was watched\n"
    "  info [NETWORK]  describe a network file\n"
    "  learn LABELS    teach a network tags of your own\n"
    "  bundle NETWORK  make LV2 plugins of a network file\n"
    "  features FILE.. write what the network hears, for other programs\n"
    "  frames FILE...  write log-mel frames, for training\n\n"
    "'earmark COMMAND --help' says more. See also: man earmark\n";

static const struct {
  const char* name;
  ExitStatus (*main)(int argc, char** argv);
} commands[] = {
    {"tag", tag_main},           {"labels", labels_main},
    {"midi", midi_main},         {"watch", watch_main},
    {"info", info_main},         {"learn", learn_main},
    {"bundle", bundle_main},     {"frames", frames_main},
    {"features", features_main}, {"mute", mute_main},
    {"report", report_main},
};

/// A command that failed has said why; one that did not may still have lost
/// what it printed
static ExitStatus
check_output(ExitStatus status)
{
  errno = 0;
  const bool lost = fflush(stdout) || ferror(stdout);
  if (!lost || status == STATUS_FAILED) {
    return status;
  }
  message_failure("cannot write the output",
                  errno ? strerror(errno) : "it is not all written");
  return STATUS_FAILED;
}

static ExitStatus
run(int argc, char** argv)
{
  const char* const name = argc > 1 ? argv[1] : "";
  if (!strcmp(name, "--help") || !strcmp(name, "-h")) {
    fputs(usage, stdout);
    return STATUS_OK;
  }
  if (!strcmp(name, "--version")) {
    puts("earmark " EARMARK_VERSION);
    return STATUS_OK;
  }
  for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); ++i) {
    if (!strcmp(name, commands[i].name)) {
      return commands[i].main(argc - 1, argv + 1);
    }
  }
  return *name ? command_line_refuse(NULL, "there is no command '%s'", name)
               : command_line_refuse(NULL, "no command is named");
}

int
main(int argc, char** argv)
{
  decoder_set_verbose(false); // our own messages say what matters
  signal(SIGXFSZ, SIG_IGN);   // Files that may not grow are as a full disk
  return (int)check_output(run(argc, argv));
}
