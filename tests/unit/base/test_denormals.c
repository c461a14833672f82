// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG

#include "base/denormals.h"

#include <assert.h>

static volatile float tiny = 1e-30f;

int
main(void)
{
  assert(tiny * 1e-10f > 0.0f); // A denormal, which leaves its flag in the mode
  const Denormals before = denormals_mode();

  const Denormals mode = denormals_flush();
  assert(mode == before);
#ifdef DENORMALS_FLUSH
  assert(denormals_mode() != before);
  assert(tiny * 1e-10f == 0.0f);
#endif

  const Denormals nested = denormals_flush();
  denormals_restore(nested);
#ifdef DENORMALS_FLUSH
  assert(tiny * 1e-10f == 0.0f);
#endif

  denormals_restore(mode);
  assert(denormals_mode() == before);
  assert(tiny * 1e-10f > 0.0f);
  return 0;
}
