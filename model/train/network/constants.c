// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Numbers of the C code that the trainer keeps to (constants.py reads them)

#include "model/kernels/kernels.h"
#include "model/network.h"
#include "model/symbol.h"
#include "model/view.h"

extern const char* const trainer_format_1;
extern const char* const trainer_format_2;
extern const int trainer_pad;
extern const int trainer_group;
extern const int trainer_u7_max;
extern const int trainer_u12_max;
extern const int trainer_light;
extern const int trainer_symbol_size;
extern const float trainer_edge;

const char* const trainer_format_1 = NETWORK_FORMAT_1;
const char* const trainer_format_2 = NETWORK_FORMAT_2;
const int trainer_pad = (int)KERNELS_PAD;
const int trainer_group = (int)KERNELS_GROUP;
const int trainer_u7_max = KERNELS_U7_MAX;
const int trainer_u12_max = NETWORK_U12_MAX;
const int trainer_light = KERNELS_LIGHT_WEIGHTS;
const int trainer_symbol_size = SYMBOL_SIZE;
const float trainer_edge = VIEW_EDGE;
