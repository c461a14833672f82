// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Each way of being bad that what format version 2 added has: level and timbre

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <stddef.h>
#include <stdint.h>

/// Of a network with a level
static const Fault bad_level[] = {
    {"earmark", "2", "1", "level is not of format version 1 but of 2"},
    {"front_end", "\"level\":{", "\"level\":1,\"x\":{", "front_end.level"},
    {"front_end", "\"level\":{", "\"level\":null,\"x\":{", "front_end.level"},
    {"front_end", "-23.0", "-71", "front_end.level: target"},
    {"front_end", "-23.0", "1", "front_end.level: target"},
    {"front_end", "-23.0", "\"-23\"", "front_end.level: target"},
    {"front_end", "\"target\"", "\"aim\"", "front_end.level: target"},
    {"front_end", "\"seconds\":3.0", "\"seconds\":31",
     "front_end.level: seconds"},
    {"front_end", "\"seconds\":3.0", "\"seconds\":0",
     "front_end.level: seconds"},
    {"front_end", "-65.0", "-121", "front_end.level: gate"},
    {"front_end", "-65.0", "1", "front_end.level: gate"},
    {"front_end", "\"range\":25.0", "\"range\":0", "front_end.level: range"},
    {"front_end", "\"range\":25.0", "\"range\":121", "front_end.level: range"},
    {"front_end", "\"fall\":2.0", "\"fall\":-1", "front_end.level: fall"},
    {"front_end", "40.0", "81", "front_end.level: max_gain"},
    {"front_end", "40.0", "-1", "front_end.level: max_gain"},
    {"front_end", "-30.0", "1", "front_end.level: min_gain"},
    {"front_end", "-30.0", "-81", "front_end.level: min_gain"},
    {"front_end", "-30.0", "-1e400", "not valid JSON"},
    {"level_outputs", "[[", "{\"a\":[", "not valid JSON"},
    {"level_outputs", "[[4,0.125],[0,-0.25]]", "[]", "list of 1..5 pairs"},
    {"level_outputs", "[[4,0.125],[0,-0.25]]", "{}", "list of 1..5 pairs"},
    {"level_outputs", "0.125", "0.125],[1,1],[2,1],[3,1],[1,1", "1..5 pairs"},
    {"level_outputs", "0.125", "\"1\"", "level_outputs[0] is not"},
    {"level_outputs", "0.125", "1,1", "level_outputs[0] is not"},
    {"level_outputs", "4", "5", "level_outputs[0] is not"},
    {"level_outputs", "4", "4.0", "level_outputs[0] is not"},
    {"level_outputs", "0.125", "10.5", "level_outputs[0] is not"},
    {"level_outputs", "-0.25", "-11", "level_outputs[1] is not"},
    {"level_outputs", "[0,", "[-1,", "level_outputs[1] is not"},
    {"level_outputs", "[0,", "[4,", "level_outputs[1] is that"},
};

static const Fault bad_timbre[] = {
    {"earmark", "2", "1", "timbre is not of format version 1 but of 2"},
    {"timbre", "{", "[", "metadata timbre is not valid JSON"},
    {"timbre", "\"window\":6", "\"window\":0", "timbre: window"},
    {"timbre", "\"window\":6", "\"window\":4097", "timbre: window"},
    {"timbre", "window", "wind", "timbre: window"},
    {"timbre", "\"banks\":[", "\"banks\":[],\"x\":[", "list of 1..8"},
    {"timbre", "\"banks\":[", "\"banks\":[1,2,3,4,5,6,7,", "list of 1..8"},
    {"timbre", "\"banks\":[", "\"banks\":[1,", "timbre.banks[0]: bands"},
    {"timbre", "\"bands\":7", "\"bands\":0", "timbre.banks[0]: bands"},
    {"timbre", "\"bands\":7", "\"bands\":21", "not a whole number in 1..20"},
    {"timbre", "\"bands\":7", "\"bands\":16", "timbre.0.weight has the shape"},
    {"timbre", "\"bands\":7", "\"bands\":6", "timbre.0.weight: padding must"},
    {"timbre", "\"frames\":4", "\"frames\":0", "timbre.banks[1]: frames"},
    {"timbre", "\"frames\":4", "\"frames\":17", "timbre.banks[1]: frames"},
    {"timbre", "\"frames\":4", "\"frames\":5", "timbre.1.weight has the shape"},
    {"timbre", "\"stride\":2", "\"stride\":0", "timbre.banks[0]: stride"},
    {"timbre", "\"stride\":2", "\"stride\":21", "timbre.banks[0]: stride"},
    {"timbre", "\"stride\":2", "\"stride\":2.0", "timbre.banks[0]: stride"},
    {"timbre", "\"filters\":18", "\"filters\":0", "timbre.banks[0]: filters"},
    {"timbre", "\"filters\":18", "\"filters\":1025", "[0]: filters"},
    {"timbre", "\"filters\":18", "\"filters\":33", "has the shape"},
    {"timbre", "\"filters\":18", "\"filters\":17", "padding must be 0"},
    {"timbre", "\"filters\":3", "\"filters\":16", "branches.0.levels.0.weight"},
};

static void
test_bad_timbre(void)
{
  const NetworkShape shape = shape_small_timbre(PRECISION_INT8);
  draft_expect_all(&shape, bad_timbre,
                   sizeof(bad_timbre) / sizeof(bad_timbre[0]));
  Draft draft = draft_new(&shape, 1);
  draft_set(&draft, "timbre", "[]");
  draft_expect(&draft, "timbre: banks is not a list of 1..8");
  draft = draft_new(&shape, 1);
  draft_set(&draft, "timbre", NULL);
  draft_expect(&draft, "branches.0.levels.0.weight has the shape");
}

static void
test_level_of_version_1(const NetworkShape* levelled)
{
  Draft draft = draft_new(levelled, 1);
  draft_set(&draft, "earmark", NETWORK_FORMAT_1);
  draft_replace(&draft, "front_end", "\"level\"", "\"unknown\"");
  draft_expect(&draft, "level_outputs is not of format version 1 but of 2");
}

int
main(void)
{
  NetworkShape levelled = shape_small(PRECISION_INT8);
  levelled.front_end.is_levelled = true;
  levelled.front_end.level = shape_level();
  RUN(draft_expect_all(&levelled, bad_level,
                       sizeof(bad_level) / sizeof(bad_level[0])));
  RUN(test_level_of_version_1(&levelled));
  RUN(test_bad_timbre());
  return 0;
}
