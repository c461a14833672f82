// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // memfd_create(), pipe2(), ..._addclosefrom_np()

#include "tools/watch/notice/child.h"

#include "base/clock.h"
#include "tools/watch/notice/child_environment.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE 2.0      /* Seconds from SIGTERM to SIGKILL */
#define MOST_LINES 20u /* Of one run; who says more, says it to nobody */

/// A file that holds the notice, to be read from its beginning; -1 if there is
/// none
static int
make_input(const json_t* notice)
{
  char* const text = json_dumps(notice, JSON_COMPACT | JSON_REAL_PRECISION(6));
  const int file = text ? memfd_create("notice", MFD_CLOEXEC) : -1;
  const size_t length = text ? strlen(text) : 0;
  bool ok = file >= 0;
  for (size_t n = 0; ok && n < length;) {
    const ssize_t written = write(file, text + n, length - n);
    ok = written > 0;
    n += ok ? (size_t)written : 0;
  }
  free(text);
  if (file >= 0 &&
      (!ok || write(file, "\n", 1) != 1 || lseek(file, 0, SEEK_SET))) {
    close(file);
    return -1;
  }
  return file;
}

/// In a process group of its own, with the signals of a fresh process
static int
spawn(Child* child,
      const char* const* arguments,
      char** environment,
      const int files[2])
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, files[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, files[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, files[1], STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
                                            POSIX_SPAWN_SETSIGMASK |
                                            POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  const int code =
      posix_spawnp(&child->pid, arguments[0], &actions, &attributes,
                   (char* const*)(uintptr_t)arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

bool
child_start(Child* child,
            const char* const* arguments,
            const json_t* notice,
            double seconds,
            Error* error)
{
  int pipe[2] = {-1, -1};
  char** const environment = child_environment_new(notice);
  const int input = make_input(notice);
  child->end = wall_seconds() + seconds;
  child->is_late = false;
  child->n_lines = 0;
  child->n = 0;
  int code = ENOMEM;
  if (environment && input >= 0) {
    code = pipe2(pipe, O_CLOEXEC | O_NONBLOCK) ? errno : 0;
  }
  if (!code) {
    // The other end is the program's, which may not expect it
    fcntl(pipe[1], F_SETFL, 0);
    code = spawn(child, arguments, environment, (const int[2]){input, pipe[1]});
  }
  child_environment_free(environment);
  if (input >= 0) {
    close(input);
  }
  if (pipe[1] >= 0) {
    close(pipe[1]);
  }
  if (code) {
    error_set(error, "%.100s: %s", arguments[0], strerror(code));
    if (pipe[0] >= 0) {
      close(pipe[0]);
    }
    return false;
  }
  child->output = pipe[0];
  return true;
}

/// The line so far is whole
static void
end_line(Child* child)
{
  child->line[child->n] = '\0';
  if (child->n && child->n_lines < MOST_LINES) {
    child->on_line(child->data, child->line);
    ++child->n_lines;
  }
  child->n = 0;
}

/// All that is there now
static void
read_output(Child* child)
{
  char part[4096];
  ssize_t n = 0;
  while (child->output >= 0 &&
         (n = read(child->output, part, sizeof(part))) > 0) {
    for (ssize_t i = 0; i < n; ++i) {
      if (part[i] == '\n') {
        end_line(child);
      } else if (child->n + 1 < CHILD_MAX_LINE) {
        child->line[child->n++] = part[i];
      }
    }
    if (child->n_lines == MOST_LINES) { // It may go on for ever
      break;
    }
  }
  if (!n && child->output >= 0) {
    close(child->output);
    child->output = -1;
  }
}

static void
describe(const Child* child, int status, Error* error)
{
  if (child->is_late) {
    error_set(error, "it took too long, and was ended");
  } else if (WIFSIGNALED(status)) {
    error_set(error, "it was ended by signal %d", WTERMSIG(status));
  } else if (WEXITSTATUS(status)) {
    error_set(error, "it ended with status %d", WEXITSTATUS(status));
  }
}

bool
child_look(Child* child, double now, Error* error)
{
  int status = 0;
  const pid_t ended = waitpid(child->pid, &status, WNOHANG);
  read_output(child); // After it has ended, this is all
  if (!ended) {
    if (now > child->end) {
      kill(-child->pid, child->is_late ? SIGKILL : SIGTERM);
      child->is_late = true;
      child->end = now + GRACE;
    }
    return false;
  }
  end_line(child);
  if (child->is_late) { // What it has started shall end, too
    kill(-child->pid, SIGKILL);
  }
  if (child->output >= 0) {
    close(child->output);
    child->output = -1;
  }
  describe(child, status, error);
  child->pid = 0;
  return true;
}

void
child_kill(Child* child)
{
  kill(-child->pid, SIGKILL);
  waitpid(child->pid, NULL, 0);
  if (child->output >= 0) {
    close(child->output);
  }
  child->output = -1;
  child->pid = 0;
}
