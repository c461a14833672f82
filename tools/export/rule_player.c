// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/rule_player.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Sources from a time on
typedef struct {
  double time;
  bool is_cut; ///< Does it begin something new?
} Point;

struct RulePlayer {
  const AutomationRule* rules; ///< [n_rules]
  uint32_t n_rules;
  Point* points; ///< [n_points]
  float* values; ///< [n_points][n_rules]
  size_t n_points;
  size_t capacity;
  bool is_cut; ///< The next point

  // While it plays
  AutomationRule* own; ///< [n_rules]: each follows the value of its number
  size_t* at;          ///< [n_rules] points
  float* now;          ///< [n_rules]
  uint64_t step;
  double end;
  Smf* smf;
  bool ok;
};

RulePlayer*
rule_player_new(const AutomationRule* rules, uint32_t n_rules)
{
  RulePlayer* const player = (RulePlayer*)calloc(1, sizeof(RulePlayer));
  if (!player) {
    return NULL;
  }
  player->rules = rules;
  player->n_rules = n_rules;
  player->own = (AutomationRule*)calloc(n_rules, sizeof(AutomationRule));
  player->at = (size_t*)calloc(n_rules, sizeof(size_t));
  player->now = (float*)calloc(n_rules, sizeof(float));
  if (!player->own || !player->at || !player->now) {
    rule_player_free(player);
    return NULL;
  }
  return player;
}

void
rule_player_free(RulePlayer* player)
{
  if (player) {
    free(player->now);
    free(player->at);
    free(player->own);
    free(player->values);
    free(player->points);
    free(player);
  }
}

static bool
grow(RulePlayer* self)
{
  const size_t capacity = 2 * self->capacity + 256;
  Point* const points = (Point*)realloc(self->points, capacity * sizeof(Point));
  if (points) {
    self->points = points;
  }
  float* const values =
      (float*)realloc(self->values, capacity * self->n_rules * sizeof(float));
  if (values) {
    self->values = values;
  }
  if (!points || !values) {
    return false;
  }
  self->capacity = capacity;
  return true;
}

/// `sources` is NULL where there is nothing
static bool
add_point(RulePlayer* self, double time, const float* sources)
{
  if (self->n_points == self->capacity && !grow(self)) {
    return false;
  }
  float* const values = self->values + self->n_points * self->n_rules;
  for (uint32_t i = 0; i < self->n_rules; ++i) {
    values[i] = sources ? sources[self->rules[i].source - 1] : 0.0f;
  }
  self->points[self->n_points++] = (Point){time, self->is_cut};
  self->is_cut = false;
  return true;
}

bool
rule_player_add(RulePlayer* player, double time, const float* sources)
{
  if (!player->n_points && time > 0.0) { // A track that begins late
    if (!add_point(player, 0.0, NULL)) {
      return false;
    }
    player->is_cut = true;
  }
  return add_point(player, time, sources);
}

void
rule_player_cut(RulePlayer* player)
{
  player->is_cut = true;
}

static bool
has_room(const void* handle)
{
  (void)handle;
  return true;
}

static void
send_message(void* handle, uint32_t frame, const uint8_t* message)
{
  RulePlayer* const self = (RulePlayer*)handle;
  const double time = fmin((double)(self->step + frame) / RULE_RATE, self->end);
  self->ok = smf_add(self->smf, time, message) && self->ok;
}

/// Is the next point one to go on to, at `time`?
static bool
goes_on(const RulePlayer* self, size_t at, double time)
{
  return at + 1 < self->n_points && self->points[at + 1].time <= time;
}

/// Let each rule see as far ahead as its smoothing makes it late, but not
/// beyond a cut.  Where something new has begun, all jump there.
static void
look_ahead(RulePlayer* self, double time, size_t* newest)
{
  bool is_cut = !self->step;
  while (goes_on(self, *newest, time)) {
    is_cut = self->points[++*newest].is_cut || is_cut;
  }
  for (uint32_t i = 0; i < self->n_rules; ++i) {
    const Rule* const rule = &self->rules[i].rule;
    const float smoothing = rule->is_number ? 0.0f : rule->smoothing;
    const double ahead = is_cut ? time : time + (double)smoothing;
    size_t at = self->at[i] > *newest ? self->at[i] : *newest;
    while (goes_on(self, at, ahead) && !self->points[at + 1].is_cut) {
      ++at;
    }
    self->at[i] = at;
    self->now[i] = self->values[at * self->n_rules + i];
    self->own[i].rule.smoothing = is_cut ? 0.0f : smoothing;
  }
}

bool
rule_player_play(RulePlayer* player, double end, Smf* smf)
{
  Automation* const automation = automation_new(player->n_rules, RULE_RATE);
  if (!automation) {
    return false;
  }
  const AutomationIo io = {.rules = player->own,
                           .midi = {player, has_room, send_message}};
  const uint64_t n_steps = (uint64_t)ceil(end * RULE_RATE);
  size_t newest = 0;
  memset(player->at, 0, player->n_rules * sizeof(size_t));
  for (uint32_t i = 0; i < player->n_rules; ++i) {
    player->own[i] = player->rules[i];
    player->own[i].source = i + 1;
  }
  player->smf = smf;
  player->end = end;
  player->ok = true;
  player->step = 0;
  while (player->n_points && player->step < n_steps) {
    look_ahead(player, (double)player->step / RULE_RATE, &newest);
    automation_run(automation, &io, player->now, 0, 1);
    ++player->step;
  }
  automation_end(automation, &io.midi, 0);
  automation_free(automation);
  return player->ok;
}
