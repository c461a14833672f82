// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE

#include "tests/support/traps.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

static _Thread_local bool armed;
static _Thread_local Traps traps;

void
traps_tell_allocation(void)
{
  traps.allocations += armed;
}

void
traps_tell_lock(void)
{
  traps.locks += armed;
}

void
traps_arm(void)
{
  traps = (Traps){0, 0, 0, 0};
  armed = true;
}

Traps
traps_disarm(void)
{
  armed = false;
  return traps;
}

/// The kernel calls this instead of doing what was asked
static void
on_system_call(int signal, siginfo_t* info, void* context)
{
  ucontext_t* const state = (ucontext_t*)context;
  (void)signal;
  if (armed) {
    ++traps.system_calls;
    traps.last_system_call = info->si_syscall;
  }
#if defined(__x86_64__)
  state->uc_mcontext.gregs[REG_RAX] = -ENOSYS;
#elif defined(__aarch64__)
  state->uc_mcontext.regs[0] = (unsigned long long)-ENOSYS;
#else
  (void)state;
#endif
}

bool
traps_on_system_calls(void)
{
  struct sigaction action;
  memset(&action, 0, sizeof(action));
  action.sa_sigaction = on_system_call;
  action.sa_flags = SA_SIGINFO;

  // All but the return from the handler and the thread's end
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]),
                                     filter};
  return !sigaction(SIGSYS, &action, NULL) &&
         !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
         !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
