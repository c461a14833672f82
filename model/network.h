// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_H
#define EARMARK_NETWORK_H

#include "dsp/logmel.h"
#include "model/kernels/kernels.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Largest value of the quantised inputs of the head's dense layers; columns
/// have KERNELS_U7_MAX
#define NETWORK_U12_MAX 4095

/// Seconds that rolling means may look back
#define NETWORK_MIN_MEMORY 0.5f
#define NETWORK_MAX_MEMORY 30.0f

/// Versions of the file's format, one digit each: what the later one adds may
/// not be in a file of the first
#define NETWORK_FORMAT_1 "1"
#define NETWORK_FORMAT_2 "2"

/// Most views of a network, tags of a view, bytes of a name or another text
#define NETWORK_MAX_VIEWS 16u
#define NETWORK_MAX_TAGS 512u
#define NETWORK_MAX_TEXT 128 /* without suffix, as messages quote it */

/// Most groups that a view's tags are told apart by, scales of a view, numbers
/// that spread a scale
#define NETWORK_MAX_GROUPS 24u
#define NETWORK_MAX_SCALES 16u
#define NETWORK_MAX_KNOTS 1001u

/// Most branches of a network, levels of a branch, dense layers of the head,
/// banks of 2-D filters
#define NETWORK_MAX_BRANCHES 16u
#define NETWORK_MAX_LEVELS 8u
#define NETWORK_MAX_DENSE 4u
#define NETWORK_MAX_BANKS 8u

/// Most inputs of a dense layer, features too: the sum of more products of 12
/// bits and 8 could exceed int32
#define NETWORK_MAX_INPUTS 4096u

/// How weights and activations are stored and computed
typedef enum {
  PRECISION_INT8, ///< 8-bit weights, 7-bit columns, 12-bit dense inputs
  PRECISION_FLOAT ///< The reference: the same graph in single precision
} Precision;

/**
   Filters of `bands` x `frames` over the newest columns of bands, laid on the
   bands 0, stride, 2 * stride, ...: the maximum over these positions makes them
   independent of pitch.

   int8: y = clamp(rint(acc * scale[o] + bias[o]), 0, 127), where acc is the
   largest sum of weight * x in int32, scale[o] >= 0; weight is
   I8 [n_out/16][n_in/4][16][4].
   float: y = max(0, acc + bias[o]); weight is F32 [n_in][n_out] and scale is
   NULL.
   In both, input b*frames+t is band b above the position, of the t-th oldest
   column; the weights of padded inputs are 0.
*/
typedef struct {
  uint32_t bands;     ///< Height of a filter
  uint32_t frames;    ///< Its length
  uint32_t stride;    ///< Bands from one position to the next
  uint32_t positions; ///< How many there are: nothing is padded
  uint32_t n_in;      ///< bands * frames, padded
  uint32_t n_out;     ///< Filters, padded; the padding computes to 0
  uint32_t filters;
  const void* weight;
  bool light; ///< int8: kernels_are_light()
  const float* scale;
  const float* bias;
} Bank;

/// Banks whose filters stand beside the bands in the branches' columns, and are
/// themselves a level for the head.  The first column comes with the frame
/// `frames`; without banks, with the first.
typedef struct {
  uint32_t n_banks;
  uint32_t frames;  ///< Of the longest bank
  uint32_t filters; ///< Of all banks
  uint32_t window;  ///< Columns that the level's maximum spans
  const Bank* banks;
} TimbreSpec;

/**
   One conv layer: conv along time (no padding), ReLU, max-pool.

   int8: y = clamp(rint(acc * scale[o] + bias[o]), 0, 127), where acc sums
   weight * x in int32; weight is I8 [n_out/16][length*n_in/4][16][4].
   float: y = max(0, acc + bias[o]); weight is F32 [length*n_in][n_out] and
   scale is NULL.
   In both, input t*n_in+c is channel c of the t-th oldest of `length` columns.
*/
typedef struct {
  uint32_t n_in;    ///< Input channels, padded
  uint32_t n_out;   ///< Filters, padded; the padding computes to 0
  uint32_t filters; ///< Filters that are features
  uint32_t length;  ///< Columns that the conv spans
  uint32_t pool;    ///< Columns that the max-pool spans and steps
  uint32_t stride;  ///< Frames from one output column to the next
  uint32_t window;  ///< Output columns in the branch's window
  const void* weight;
  bool light; ///< int8: kernels_are_light()
  const float* scale;
  const float* bias;
} Level;

/// One CNN; its scale is `frames`
typedef struct {
  const char* name;
  uint32_t frames;
  uint32_t n_levels;
  const Level* levels;
} BranchSpec;

/**
   One dense layer of the head; ReLU follows all but the last.

   int8: x_i = clamp(rint(in_i * input_scale[i]), 0, 4095),
   y = acc * scale[o] + bias[o]; weight is I8 [n_out/16][n_in/4][16][4].
   float: y = acc + bias[o]; weight is F32 [n_in][n_out]; input_scale and scale
   are NULL.
   Inputs of the first layer are the features: the timbre's, bank by bank, then
   branch by branch, level by level, `filters` values each, padded once at the
   end.
*/
typedef struct {
  uint32_t n_in;    ///< Inputs, padded
  uint32_t n_out;   ///< Outputs, padded
  uint32_t outputs; ///< Outputs that mean something
  const float* input_scale;
  const void* weight;
  const float* scale;
  const float* bias;
} Dense;

/// A tag of a view: a weighted mean of the probabilities of some outputs, put
/// on a scale that means the same for all tags:
/// sigmoid(slope * logit(mean) + offset) if slope > 0, else the mean itself
typedef struct {
  const char* name;   ///< As published, for people (UTF-8)
  const char* symbol; ///< LV2 symbol, unique in the view
  const char* group;  ///< "genre", "mood", ... or ""
  uint32_t place;     ///< Of its group in View.groups
  uint32_t n_members;
  const uint32_t* members; ///< Indices of outputs
  const float* weights;    ///< Sum to 1
  float slope;             ///< 0 if the tag is not calibrated
  float offset;
  float threshold; ///< From here on the tag may be said to be there: 0..1
  bool ranked;     ///< May it be named as the strongest?  Not what is mostly so
} Tag;

/// An output that means how loud a stream is, which levelled frames do not say:
/// slope * level is added to its logit, level being the dB by which the stream
/// is louder than the network's level
typedef struct {
  uint32_t output;
  float slope;
} LevelOutput;

/// What some tags of a view have in common
typedef struct {
  const char* name;        ///< As Tag.group; "" where the tags have none
  const char* symbol;      ///< LV2 symbol of its strongest tag's port
  const char* probability; ///< And of the port of that tag's probability
  uint32_t number;         ///< In the order in which the tags name the groups
  uint32_t colour;         ///< 0xRRGGBB
  bool is_choice;          ///< Does usually one of its tags lead?  Else a set
} Group;

/// A continuous value that moves with some outputs: the weighted sum of their
/// logits, as the share of music in which that is less
typedef struct {
  const char* name;   ///< For people
  const char* symbol; ///< LV2 symbol, unlike those of the view's tags
  uint32_t n_members;
  const uint32_t* members; ///< Indices of outputs
  const float* weights;    ///< Of any sign
  uint32_t n_knots;        ///< At least 2
  const float* knots;      ///< Rising: the sums at 0, ..., 1 in even steps
  float rest;              ///< What it is where there is no sound: 0..1
} Scale;

/// A list of tags for users
typedef struct {
  const char* name;  ///< Its LV2 name, such as "default"
  const char* title; ///< For people
  uint32_t n_tags;
  const Tag* tags;
  uint32_t n_groups;   ///< 1..NETWORK_MAX_GROUPS
  const Group* groups; ///< In the order in which people are shown them
  uint32_t n_scales;
  const Scale* scales;
  bool has_thresholds; ///< Does any of the tags state one?
  int silence; ///< Output that quiets all tags but its own: times 1 - p; or -1
} View;

/// A network file, checked and mapped; read-only, so any thread may read it
typedef struct {
  const char* format; ///< Version of the file's format
  const char* name;
  FrontEnd front_end;
  Precision precision;
  int silence;         ///< Output that says "silence", or -1
  float silence_level; ///< A frame whose peak is up to here is silence
  float input_scale;   ///< int8: column = clamp(rint(frame * this), 0, 127)
  TimbreSpec timbre;
  uint32_t channels; ///< Of the branches' columns: bands, then timbre's filters
  uint32_t n_branches;
  const BranchSpec* branches;
  uint32_t n_features; ///< Of the timbre and all levels of all branches
  uint32_t n_dense;
  const Dense* dense;
  uint32_t n_outputs;         ///< Probabilities from the head
  const char* const* outputs; ///< "set:tag"
  uint32_t n_level_outputs;
  const LevelOutput* level_outputs;
  uint32_t n_views;
  const View* views;      ///< The first is the default
  uint32_t update_frames; ///< Frames between updates of the tags
  float memory;           ///< Default memory in seconds
  const char* provenance; ///< JSON text
  size_t file_size;       ///< Bytes
  uint64_t n_parameters;  ///< Weights and biases, padding excluded
} Network;

#endif
