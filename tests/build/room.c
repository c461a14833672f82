// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Linked with one whole room and with what the wscript lets it use: where
// anything else is called, the linker says so

int
main(void)
{
  return 0;
}
