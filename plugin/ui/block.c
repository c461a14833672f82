// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/block.h"

#include <math.h>
#include <string.h>

#define STAY 0.03f /* By how much another must be ahead to take a place */
#define OVERTAKE 0.05f
#define MIN_SHOWN 0.005f
#define CALM 0.4     /* seconds from one change of places to the next */
#define MOVING 0.12  /* seconds in which 63 % of a movement are done */
#define ARRIVED 0.02 /* rows */

static bool
belongs(const BlockSource* source, uint32_t group, uint32_t tag)
{
  const Tag* const self = &source->view->tags[tag];
  return self->place == group && (self->ranked || source->all);
}

uint32_t
block_capacity(const View* view, uint32_t group, bool all)
{
  const BlockSource source = {.view = view, .all = all};
  uint32_t n = 0;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    n += belongs(&source, group, i) ? 1u : 0u;
  }
  return n;
}

/// The row of a tag, or n_rows
static uint32_t
find_row(const Block* block, uint32_t tag)
{
  uint32_t i = 0;
  while (i < block->n_rows && block->rows[i].tag != tag) {
    ++i;
  }
  return i;
}

static bool
has(const uint32_t* tags, uint32_t n, uint32_t tag)
{
  bool found = false;
  for (uint32_t i = 0; i < n; ++i) {
    found = found || tags[i] == tag;
  }
  return found;
}

/// The strongest tags of the group: up to `n`, into `tags`; those that are
/// shown stay against small changes
static uint32_t
find_strongest(const Block* block,
               const BlockSource* source,
               uint32_t n,
               uint32_t tags[BLOCK_MAX_ROWS])
{
  uint32_t found = 0;
  for (; found < n; ++found) {
    uint32_t best = source->view->n_tags;
    float highest = MIN_SHOWN;
    for (uint32_t i = 0; i < source->view->n_tags; ++i) {
      const bool stays = find_row(block, i) < block->n_rows;
      const float value = source->tags[i];
      const float wanted = value + (stays ? STAY : 0.0f);
      if (belongs(source, block->group, i) && value >= MIN_SHOWN &&
          wanted > highest && !has(tags, found, i)) {
        best = i;
        highest = wanted;
      }
    }
    if (best == source->view->n_tags) {
      break;
    }
    tags[found] = best;
  }
  return found;
}

/// Rows for these tags and no others; who is new takes the place of who left
static void
fill(Block* block, const uint32_t* tags, uint32_t n)
{
  bool taken[BLOCK_MAX_ROWS] = {false};
  BlockRow rows[BLOCK_MAX_ROWS];
  uint32_t next = 0;
  for (uint32_t i = 0; i < block->n_rows && i < n; ++i) {
    taken[i] = has(tags, n, block->rows[i].tag);
    rows[i] = block->rows[i];
  }
  for (uint32_t t = 0; t < n; ++t) {
    const uint32_t old = find_row(block, tags[t]);
    if (old < block->n_rows && old < n) {
      continue; // It is there
    }
    while (taken[next]) {
      ++next;
    }
    taken[next] = true;
    rows[next] = (BlockRow){.tag = tags[t], .place = next};
    if (old < block->n_rows) {
      rows[next].place = block->rows[old].place; // It moves up
    }
  }
  memcpy(block->rows, rows, n * sizeof(BlockRow));
  block->n_rows = n;
}

/// Is the tag of row i + 1 to be above that of row i?  Among weak ones less is
/// much.
static bool
overtakes(const Block* block, const BlockSource* source, uint32_t i, bool calm)
{
  const float upper = source->tags[block->rows[i].tag];
  const float by = calm ? fminf(OVERTAKE, 0.01f + 0.3f * upper) : 0.0f;
  return source->tags[block->rows[i + 1].tag] > upper + by;
}

static void
swap(Block* block, uint32_t i)
{
  const BlockRow row = block->rows[i];
  block->rows[i] = block->rows[i + 1];
  block->rows[i + 1] = row;
}

/// Bring tags a row up where they are well ahead, now and then; at the very
/// beginning all at once
static void
reorder(Block* block, const BlockSource* source, bool is_new, double now)
{
  const uint32_t n = block->n_rows;
  for (uint32_t k = 0; is_new && k < n; ++k) {
    for (uint32_t i = 0; i + 1 < n; ++i) {
      if (overtakes(block, source, i, false)) {
        swap(block, i);
      }
    }
  }
  for (uint32_t i = 0; i < n && is_new; ++i) {
    block->rows[i].place = i;
  }
  const bool may = now - block->swapped >= CALM;
  for (uint32_t i = n; may && i-- > 1;) {
    if (overtakes(block, source, i - 1, true)) {
      swap(block, i - 1);
      block->swapped = now;
      --i; // The next one up is in its place already
    }
  }
}

/// Number plus 1 of what is worth saying, or of the strongest if the user wants
/// to see one in any case
static uint32_t
find_leader(const Block* block, const BlockSource* source)
{
  const uint32_t said = summary_leader(source->summary, block->group);
  return said || !source->all || !block->n_rows ? said : block->rows[0].tag + 1;
}

static uint32_t
find_permille(float value)
{
  return (uint32_t)lrintf(1000.0f * fminf(fmaxf(value, 0.0f), 1.0f));
}

/// Values, and how far rows have moved
static void
refresh(Block* block, const BlockSource* source, double passed)
{
  const double share = -expm1(-fmax(passed, 0.0) / MOVING);
  const uint32_t* said = NULL;
  const uint32_t n_said = summary_tags(source->summary, block->group, &said);
  for (uint32_t i = 0; i < block->n_rows; ++i) {
    BlockRow* const row = &block->rows[i];
    row->permille = find_permille(source->tags[row->tag]);
    row->said = has(said, n_said, row->tag);
    row->place += share * (i - row->place);
    row->place = fabs(i - row->place) < ARRIVED ? i : row->place;
  }
  block->leader = find_leader(block, source);
}

static unsigned
compare(const Block* a, const Block* b)
{
  const bool same = a->leader == b->leader && a->n_rows == b->n_rows;
  unsigned changes = same ? 0u : (unsigned)BLOCK_VALUES;
  changes |= a->n_rows == b->n_rows ? 0u : (unsigned)BLOCK_ROWS;
  for (uint32_t i = 0; i < a->n_rows && i < b->n_rows; ++i) {
    const BlockRow* const x = &a->rows[i];
    const BlockRow* const y = &b->rows[i];
    if (x->tag != y->tag || x->place != y->place) {
      changes |= (unsigned)BLOCK_VALUES | (unsigned)BLOCK_ROWS;
    } else if (x->permille != y->permille || x->said != y->said) {
      changes |= (unsigned)BLOCK_VALUES;
    }
  }
  return changes;
}

unsigned
block_update(Block* block,
             const BlockSource* source,
             uint32_t n_rows,
             double now,
             double passed)
{
  const Block before = *block;
  uint32_t tags[BLOCK_MAX_ROWS];
  const uint32_t room = n_rows < BLOCK_MAX_ROWS ? n_rows : BLOCK_MAX_ROWS;
  const uint32_t n = find_strongest(block, source, room, tags);
  fill(block, tags, n);
  reorder(block, source, !before.n_rows, now);
  refresh(block, source, passed);
  return compare(&before, block);
}
