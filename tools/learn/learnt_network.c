// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _XOPEN_SOURCE 700 // realpath

#include "tools/learn/learnt_network.h"

#include "model/file/fields.h"
#include "model/file/network_file.h"
#include "tools/learn/layer_writer.h"
#include "tools/learn/learnt_view.h"
#include "tools/learn/quantise.h"
#include "tools/learn/tensor_writer.h"
#include "tools/options/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
write_head(TensorWriter* writer, const LearntNetwork* learnt)
{
  static const char* const layer = "head.0";
  const Precision precision = learnt->base->precision;
  QuantisedDense dense;
  const bool good = quantise_head(learnt, &dense);
  if (good) {
    layer_writer_weights(writer, layer, precision, dense.n_in, dense.n_out,
                         precision == PRECISION_INT8
                             ? (const void*)dense.whole
                             : (const void*)dense.plain);
    layer_writer_floats(writer, layer, "bias", dense.n_out, dense.bias);
    if (precision == PRECISION_INT8) {
      layer_writer_floats(writer, layer, "scale", dense.n_out, dense.scale);
      layer_writer_floats(writer, layer, "input_scale", dense.n_in,
                          dense.input_scale);
    }
    tensor_writer_json(writer, "head",
                       json_pack("{s:[{s:i}]}", "layers", "outputs",
                                 (int)learnt->head->n_tags));
  }
  quantised_clear(&dense);
  return good;
}

/// As the base has it
static json_t*
make_front_end(const FrontEnd* f)
{
  json_t* const json = json_pack(
      "{s:i, s:i, s:i, s:i, s:f, s:f, s:f}", "rate", (int)f->rate, "window",
      (int)f->window, "hop", (int)f->hop, "bands", (int)f->bands, "f_min",
      (double)f->f_min, "f_max", (double)f->f_max, "gain", (double)f->gain);
  const LevelSettings* const l = &f->level;
  if (f->is_levelled) {
    json_object_set_new(
        json, "level",
        json_pack("{s:f, s:f, s:f, s:f, s:f, s:f, s:f}", "target",
                  (double)l->target, "seconds", (double)l->seconds, "gate",
                  (double)l->gate, "range", (double)l->range, "fall",
                  (double)l->fall, "max_gain", (double)l->max_gain, "min_gain",
                  (double)l->min_gain));
  }
  return json;
}

static void
write_settings(TensorWriter* writer, const LearntNetwork* learnt)
{
  const Network* const base = learnt->base;
  tensor_writer_text(writer, "earmark", base->format);
  tensor_writer_text(writer, "name", learnt->name);
  tensor_writer_json(writer, "front_end", make_front_end(&base->front_end));
  tensor_writer_json(writer, "quantisation",
                     base->precision == PRECISION_INT8
                         ? json_pack("{s:s, s:f}", "scheme", "int8",
                                     "input_scale", (double)base->input_scale)
                         : json_pack("{s:s}", "scheme", "float"));
  tensor_writer_json(writer, "update",
                     json_pack("{s:i, s:f}", "frames", (int)base->update_frames,
                               "memory", (double)base->memory));
  tensor_writer_text(writer, "provenance", learnt->provenance);
}

static bool
is_network(const char* path, Error* error)
{
  Network* const network = network_load(path, error);
  network_free(network);
  return network;
}

/// Write all of it to a draft, and put that in place if it is a network
static bool
save_at(const TensorWriter* writer,
        const char* path,
        bool is_trial,
        Error* error)
{
  char* const draft = path_format("%s.%ld.new", path, (long)getpid());
  if (!draft) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const bool written = tensor_writer_save(writer, draft, error);
  bool good = written && is_network(draft, error);
  if (good && !is_trial && rename(draft, path)) {
    error_set(error, "%s: %s", path, strerror(errno));
    good = false;
  }
  if (written && (!good || is_trial)) {
    remove(draft);
  }
  free(draft);
  return good;
}

/// Where a symbolic link points to, rather than in its place
static bool
save(const TensorWriter* writer, const char* path, bool is_trial, Error* error)
{
  char* const target = realpath(path, NULL); // NULL if there is nothing yet
  const bool good = save_at(writer, target ? target : path, is_trial, error);
  free(target);
  return good;
}

static bool
write_file(const LearntNetwork* learnt,
           const char* path,
           bool is_trial,
           Error* error)
{
  TensorWriter* const writer = tensor_writer_new();
  bool good = writer;
  if (good) {
    write_settings(writer, learnt);
    layer_writer_convs(writer, learnt->base);
    learnt_view_write(writer, learnt);
    good = write_head(writer, learnt);
  }
  if (good) {
    good = save(writer, path, is_trial, error);
  } else {
    error_set(error, ERROR_NO_MEMORY);
  }
  tensor_writer_free(writer);
  return good;
}

bool
learnt_network_write(const LearntNetwork* learnt,
                     const char* path,
                     Error* error)
{
  return write_file(learnt, path, false, error);
}

/// As they would be, with nothing learnt
static void
prepare(const LabelTable* labels,
        LearntTag* tags,
        LearntScale scales[NETWORK_MAX_SCALES])
{
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    tags[t] = (LearntTag){.name = labels->tags[t],
                          .slope = 1.0f,
                          .threshold = 0.5f,
                          .step = labels->steps[t]};
  }
  for (uint32_t i = 0; i < labels->n_scales; ++i) {
    scales[i].name = labels->scales[i];
    for (uint32_t k = 0; k < LEARNT_KNOTS; ++k) {
      scales[i].knots[k] = (float)k;
    }
  }
}

bool
learnt_network_try(const char* name,
                   const Network* base,
                   const LabelTable* labels,
                   const char* path,
                   Error* error)
{
  struct stat status;
  if (!stat(path, &status) && !S_ISREG(status.st_mode)) {
    error_set(error, S_ISDIR(status.st_mode) ? "it is a directory"
                                             : "it is no regular file");
    return false;
  }
  LearntScale scales[NETWORK_MAX_SCALES];
  Logistic* const head = logistic_new(base->n_features, labels->n_tags);
  LearntTag* const tags = (LearntTag*)calloc(labels->n_tags + 1, sizeof(*tags));
  float* const zeros = (float*)calloc(base->n_features, sizeof(float));
  bool good = head && tags && zeros;
  if (good) {
    prepare(labels, tags, scales);
    const LearntNetwork untrained = {.name = name,
                                     .base = base,
                                     .head = head,
                                     .tags = tags,
                                     .n_scales = labels->n_scales,
                                     .scales = scales,
                                     .spread = zeros,
                                     .largest = zeros,
                                     .provenance = "{}"};
    good = write_file(&untrained, path, true, error);
  } else {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(zeros);
  free(tags);
  logistic_free(head);
  return good;
}
