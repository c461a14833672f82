// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CSV_TEXT_H
#define EARMARK_CSV_TEXT_H

/// Print a comma and a field to standard output, quoted if need be (RFC 4180);
/// what a spreadsheet would take for a formula is none
void csv_text_print(const char* text);

#endif
