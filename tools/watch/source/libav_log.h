// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LIBAV_LOG_H
#define EARMARK_LIBAV_LOG_H

/// From now on, what libav prints has no secrets in it; for the whole process
void libav_log_mask(void);

#endif
