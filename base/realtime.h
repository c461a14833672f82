// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REALTIME_H
#define EARMARK_REALTIME_H

/**
   Headers say in brackets which thread may call a function, or all of them:

   [setup] any thread but the audio thread, while no other uses the object
   [audio] the thread that calls run(), one for each plugin
   [work]  whoever does the engine's work, one at a time: the host's worker, our
           own thread, or the audio thread itself
   [GUI]   the host's GUI thread
   [any]   any of them, also several at once

   The program (tools/) has one thread, but where a header says otherwise.
*/

/**
   Marks a function that the audio thread may call: it neither allocates, locks,
   waits, logs nor calls the system, and calls only functions that are marked,
   too.  Comes before the declaration, or before that of a pointer to one.

   Clang 20 and later check it (-Wfunction-effects).  Elsewhere it says nothing
   to the compiler; tests/build/test_realtime_calls.py checks it with GCC.
*/
#ifdef __has_attribute
#if __has_attribute(nonblocking)
#define EARMARK_REALTIME __attribute__((nonblocking))
#endif
#endif
#ifndef EARMARK_REALTIME
#define EARMARK_REALTIME
#endif

/**
   Around a call of what cannot be marked: a library's function, or one that the
   host gives.  A comment there says why the audio thread may call it.
*/
#if defined(__clang__) && __clang_major__ >= 20
#define EARMARK_DISABLE_EFFECT_WARNINGS                                        \
  _Pragma("clang diagnostic push")                                             \
      _Pragma("clang diagnostic ignored \"-Wfunction-effects\"")
#define EARMARK_RESTORE_EFFECT_WARNINGS _Pragma("clang diagnostic pop")
#else
#define EARMARK_DISABLE_EFFECT_WARNINGS
#define EARMARK_RESTORE_EFFECT_WARNINGS
#endif

#endif
