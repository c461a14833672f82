// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/network_file.h"
#include "model/network.h"
#include "tools/commands/commands.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define COMMAND "info"

static double
frames_per_second(const Network* network)
{
  return (double)network->front_end.rate / network->front_end.hop;
}

/// Multiply-accumulates per second of audio, padding excluded
static double
branch_cost(const Network* network, const BranchSpec* branch)
{
  double cost = 0.0;
  double columns = frames_per_second(network);
  double inputs = network->channels;
  for (uint32_t i = 0; i < branch->n_levels; ++i) {
    const Level* const level = &branch->levels[i];
    cost += columns * level->length * inputs * level->filters;
    columns /= level->pool;
    inputs = level->filters;
  }
  return cost;
}

static double
timbre_cost(const Network* network)
{
  double cost = 0.0;
  for (uint32_t i = 0; i < network->timbre.n_banks; ++i) {
    const Bank* const bank = &network->timbre.banks[i];
    cost += frames_per_second(network) * bank->positions * bank->bands *
            bank->frames * bank->filters;
  }
  return cost;
}

static double
head_cost(const Network* network)
{
  const double updates = frames_per_second(network) / network->update_frames;
  double cost = 0.0;
  double inputs = network->n_features;
  for (uint32_t i = 0; i < network->n_dense; ++i) {
    cost += updates * inputs * network->dense[i].outputs;
    inputs = network->dense[i].outputs;
  }
  return cost;
}

#define MOST_LEVEL_OUTPUTS 4u

static void
print_front_end(const FrontEnd* f)
{
  printf("front end   %u Hz, window %u, hop %u, %u bands %g..%g Hz, "
         "log10(1 + %g x)\n",
         f->rate, f->window, f->hop, f->bands, (double)f->f_min,
         (double)f->f_max, (double)f->gain);
}

static void
print_level(const Network* network)
{
  const LevelSettings* const level = &network->front_end.level;
  if (network->front_end.is_levelled) {
    printf(
        "level       %g LUFS, of the last %g s above %g LUFS and %g LU below "
        "the\n            peak (falls %g LU/s); gain %g..%g dB\n",
        (double)level->target, (double)level->seconds, (double)level->gate,
        (double)level->range, (double)level->fall, (double)level->min_gain,
        (double)level->max_gain);
  }
  const uint32_t n = network->n_level_outputs;
  for (uint32_t i = 0; i < n && i < MOST_LEVEL_OUTPUTS; ++i) {
    const LevelOutput* const output = &network->level_outputs[i];
    printf("  output    %s: %+g a dB of the true level\n",
           network->outputs[output->output], (double)output->slope);
  }
  if (n > MOST_LEVEL_OUTPUTS) {
    printf("            and %u more\n", n - MOST_LEVEL_OUTPUTS);
  }
}

static void
print_timbre(const Network* network)
{
  const TimbreSpec* const timbre = &network->timbre;
  if (timbre->n_banks) {
    printf("timbre      2-D filters; window %u frames (%.2f s)\n",
           timbre->window, timbre->window / frames_per_second(network));
  }
  for (uint32_t i = 0; i < timbre->n_banks; ++i) {
    const Bank* const bank = &timbre->banks[i];
    printf("  bank      %u filters of %u bands x %u frames, stride %u: maximum "
           "over %u positions\n",
           bank->filters, bank->bands, bank->frames, bank->stride,
           bank->positions);
  }
}

static void
print_branches(const Network* network)
{
  const double rate = frames_per_second(network);
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const BranchSpec* const branch = &network->branches[i];
    printf("branch      %s: %u frames (%.2f s)\n", branch->name, branch->frames,
           branch->frames / rate);
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const Level* const level = &branch->levels[j];
      printf("  level     %u filters of length %u, pool %u\n", level->filters,
             level->length, level->pool);
    }
  }
}

static void
print_head(const Network* network)
{
  printf("head        %u features", network->n_features);
  for (uint32_t i = 0; i < network->n_dense; ++i) {
    printf(" -> %u", network->dense[i].outputs);
  }
  printf("\nupdates     every %u frames: %.2f a second; memory %g s\n",
         network->update_frames,
         frames_per_second(network) / network->update_frames,
         (double)network->memory);
}

static void
print_cost(const Network* network)
{
  double cost = timbre_cost(network) + head_cost(network);
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    cost += branch_cost(network, &network->branches[i]);
  }
  printf("parameters  %llu\nsize        %zu bytes\n"
         "cost        %.1f million multiply-accumulates per second of audio\n",
         (unsigned long long)network->n_parameters, network->file_size,
         cost * 1e-6);
}

static void
print_provenance(const Network* network)
{
  json_t* const provenance = json_loads(network->provenance, 0, NULL);
  const char* key = NULL;
  json_t* value = NULL;
  json_object_foreach(provenance, key, value)
  {
    // JSON's own escapes keep control characters off the terminal
    char* const text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    json_t* const name = json_string(key);
    char* const name_text = json_dumps(name, JSON_ENCODE_ANY);
    printf("  %s: %s\n", name_text ? name_text : "?", text ? text : "?");
    free(name_text);
    json_decref(name);
    free(text);
  }
  json_decref(provenance);
}

static void
print_network(const Network* network)
{
  printf("name        %s\n", network->name);
  if (network->precision == PRECISION_INT8) {
    printf("precision   int8, input scale %g\n", (double)network->input_scale);
  } else {
    printf("precision   float\n");
  }
  print_front_end(&network->front_end);
  print_level(network);
  print_timbre(network);
  print_branches(network);
  print_head(network);
  print_cost(network);
  for (uint32_t i = 0; i < network->n_views; ++i) {
    const View* const view = &network->views[i];
    printf("view        %s: %s, %u tags\n", view->name, view->title,
           view->n_tags);
  }
  printf("provenance\n");
  print_provenance(network);
}

ExitStatus
info_main(int argc, char** argv)
{
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "[NETWORK]",
      .summary =
          "Describe a network file: its branches and tags, its size and cost,\n"
          "and where it comes from.\n",
      .help = "",
      .notes = "Exit status: 0 if all went well, 2 for a usage error or an "
               "unusable\nnetwork.\n",
      .max_arguments = 1,
  };
  NetworkOptions options = {0};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!command_line_parse(&command, argc, argv, &files, &status)) {
    return status;
  }
  options.network_path = files.n ? files.texts[0] : NULL;
  if (!network_options_load(&options, COMMAND)) {
    return STATUS_USAGE;
  }
  printf("file        %s\nformat      safetensors, Earmark version %s\n",
         options.path, options.network->format);
  print_network(options.network);
  network_options_release(&options);
  return STATUS_OK;
}
