// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/resampler.h"
#include "model/file/fields.h"
#include "model/file/loader.h"

#include <float.h>
#include <string.h>

// Bounds the memory that the rolling means take
#define MAX_FRAMES_PER_SECOND 1000u

static bool
load_format(Loader* loader, const char* format)
{
  static const char* const known[] = {NETWORK_FORMAT_1, NETWORK_FORMAT_2};
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    if (!strcmp(format, known[i])) {
      loader->network->format = known[i];
    }
  }
  return loader->network->format;
}

static bool
load_name(Loader* loader)
{
  const char* const format = safetensors_metadata(loader->file, "earmark");
  if (!format) {
    error_set(loader->error, "is no Earmark network: no metadata \"earmark\"");
    return false;
  }
  if (!load_format(loader, format)) {
    error_set(loader->error,
              "has the format version \"%.20s\"; this Earmark "
              "reads " NETWORK_FORMAT_1 " and " NETWORK_FORMAT_2,
              format);
    return false;
  }
  const char* const name = safetensors_metadata(loader->file, "name");
  if (!name || !is_printable(name)) {
    error_set(loader->error, "metadata name is missing or no text");
    return false;
  }
  loader->network->name = loader_string(loader, name);
  return loader->network->name;
}

static bool
read_front_end(const json_t* json, FrontEnd* f, Error* error)
{
  static const char* const where = "front_end";
  if (!field_uint(json, where, "rate", (uint32_t)RESAMPLER_MIN_RATE,
                  (uint32_t)RESAMPLER_MAX_RATE, &f->rate, error) ||
      !field_uint(json, where, "window", 16, 16384, &f->window, error) ||
      !field_uint(json, where, "hop", 1, f->window, &f->hop, error) ||
      !field_uint(json, where, "bands", 1, 512, &f->bands, error) ||
      !field_float(json, where, "f_min", 0, (float)f->rate / 2, &f->f_min,
                   error) ||
      !field_float(json, where, "f_max", 0, (float)f->rate / 2, &f->f_max,
                   error) ||
      !field_float(json, where, "gain", FLT_MIN, 1e9f, &f->gain, error)) {
    return false;
  }
  if (f->window & (f->window - 1)) {
    error_set(error, "front_end: window is not a power of two");
    return false;
  }
  if (f->rate / f->hop >= MAX_FRAMES_PER_SECOND) {
    error_set(error, "front_end: hop makes over %u frames a second",
              MAX_FRAMES_PER_SECOND);
    return false;
  }
  if (f->bands > f->window / 2) {
    error_set(error, "front_end: more bands than half the window");
    return false;
  }
  if (f->f_min >= f->f_max) {
    error_set(error, "front_end: f_min is not below f_max");
    return false;
  }
  return true;
}

/// How frames are brought to one level; optional
static bool
load_level(Loader* loader, const json_t* front_end)
{
  static const char* const where = "front_end.level";
  Error* const error = loader->error;
  FrontEnd* const f = &loader->network->front_end;
  LevelSettings* const level = &f->level;
  const json_t* const json = json_object_get(front_end, "level");
  f->is_levelled = json;
  return !json ||
         (loader_may_add(loader, where) &&
          field_float(json, where, "target", -70, 0, &level->target, error) &&
          field_float(json, where, "seconds", 0.1f, NETWORK_MAX_MEMORY,
                      &level->seconds, error) &&
          field_float(json, where, "gate", -120, 0, &level->gate, error) &&
          field_float(json, where, "range", 1, 120, &level->range, error) &&
          field_float(json, where, "fall", 0, 120, &level->fall, error) &&
          field_float(json, where, "max_gain", 0, 80, &level->max_gain,
                      error) &&
          field_float(json, where, "min_gain", -80, 0, &level->min_gain,
                      error));
}

static bool
read_quantisation(const json_t* json, Network* network, Error* error)
{
  const char* const scheme =
      field_text(json, "quantisation", "scheme", false, error);
  if (!scheme) {
    return false;
  }
  if (!strcmp(scheme, "float")) {
    network->precision = PRECISION_FLOAT;
    return true;
  }
  if (strcmp(scheme, "int8")) {
    error_set(error, "quantisation: scheme is neither int8 nor float");
    return false;
  }
  network->precision = PRECISION_INT8;
  return field_float(json, "quantisation", "input_scale", 1e-6f, 1e6f,
                     &network->input_scale, error);
}

static bool
read_update(const json_t* json, Network* network, Error* error)
{
  const FrontEnd* const f = &network->front_end;
  if (!field_uint(json, "update", "frames", 1, MAX_FRAMES_PER_SECOND,
                  &network->update_frames, error) ||
      !field_float(json, "update", "memory", NETWORK_MIN_MEMORY,
                   NETWORK_MAX_MEMORY, &network->memory, error)) {
    return false;
  }
  // The engine buffers little more than an update
  if ((uint64_t)network->update_frames * f->hop > f->rate) {
    error_set(error, "update: frames are more than a second");
    return false;
  }
  return true;
}

/// Kept as text: it is for people
static bool
load_provenance(Loader* loader)
{
  json_t* const json = loader_metadata(loader, "provenance");
  if (!json) {
    return false;
  }
  const bool is_object = json_is_object(json);
  json_decref(json);
  if (!is_object) {
    error_set(loader->error, "metadata provenance is not an object");
    return false;
  }
  loader->network->provenance =
      loader_string(loader, safetensors_metadata(loader->file, "provenance"));
  return loader->network->provenance;
}

bool
load_settings(Loader* loader)
{
  if (!load_name(loader)) {
    return false;
  }
  json_t* const front_end = loader_metadata(loader, "front_end");
  json_t* const quantisation =
      front_end ? loader_metadata(loader, "quantisation") : NULL;
  json_t* const update =
      quantisation ? loader_metadata(loader, "update") : NULL;
  Network* const network = loader->network;
  const bool good =
      update && read_front_end(front_end, &network->front_end, loader->error) &&
      load_level(loader, front_end) &&
      read_quantisation(quantisation, network, loader->error) &&
      read_update(update, network, loader->error);
  json_decref(update);
  json_decref(quantisation);
  json_decref(front_end);
  return good && load_provenance(loader);
}
