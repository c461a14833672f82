// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LAYER_WRITER_H
#define EARMARK_LAYER_WRITER_H

#include "model/network.h"
#include "tools/learn/tensor_writer.h"

#include <stdint.h>

/*
  Layers of a network into a file, as doc/NETWORK-FORMAT.md has them.  If memory
  is short, the writer knows.  [setup]
*/

/// The tensor `layer`.`part` of n numbers
void layer_writer_floats(TensorWriter* writer,
                         const char* layer,
                         const char* part,
                         uint32_t n,
                         const float* values);

/// The tensor `layer`.weight: packed bytes or plain floats, as Level and Dense
/// have them
void layer_writer_weights(TensorWriter* writer,
                          const char* layer,
                          Precision precision,
                          uint32_t n_in,
                          uint32_t n_out,
                          const void* weights);

/// The timbre and the branches of a network as they are, tensors and metadata
void layer_writer_convs(TensorWriter* writer, const Network* base);

#endif
