// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/symbol.h"
#include "plugin/ports.h"
#include "tests/support/run.h"

#include <lv2/atom/util.h>

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define N_TAGS 5u
#define N_GROUPS 3u
#define N_SCALES 2u
#define N 19u
#define SEQUENCE 7u

static bool
init(Ports* ports, uint32_t n_channels)
{
  const PortLayout layout = {n_channels, N_TAGS, PORTS_MAPPINGS, N_GROUPS,
                             N_SCALES};
  return ports_init(ports, &layout, 4.0f);
}

static void
check_results(const Ports* ports, const PortLayout* layout, float* places)
{
  for (uint32_t i = 0; i < layout->n_groups; ++i) {
    float** const results = &ports->results[2 * i];
    assert(results[0] == &places[ports_group_index(layout, i)]);
    assert(results[1] == results[0] + 1);
  }
  for (uint32_t i = 0; i < layout->n_scales; ++i) {
    assert(ports->results[2 * layout->n_groups + i] ==
           &places[ports_scale_index(layout, i)]);
  }
}

/// Each port is where its index says, and no two are at one place
static void
check_layout(const PortLayout* layout)
{
  Ports ports;
  float places[128];
  const uint32_t n_channels = layout->n_channels;
  const uint32_t count = ports_count(layout);
  assert(count < 128 && ports_init(&ports, layout, 4.0f));
  for (uint32_t i = 0; i < count; ++i) {
    ports_connect(&ports, i, &places[i]);
  }
  ports_connect(&ports, count, &places[0]); // No such ports
  ports_connect(&ports, UINT32_MAX, &places[0]);
  const uint32_t control = ports_index(n_channels, PORT_CONTROL);
  assert(control == 2 * n_channels);
  assert(count == control + N_FIXED_PORTS + layout->n_tags + layout->n_cv +
                      2 * layout->n_groups + layout->n_scales);
  for (uint32_t c = 0; c < n_channels; ++c) {
    assert(ports.in[c] == &places[c]);
    assert(ports.out[c] == &places[n_channels + c]);
  }
  for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
    assert(ports.fixed[i] == &places[control + i]);
  }
  for (uint32_t i = 0; i < layout->n_tags; ++i) {
    assert(ports.tags[i] == &places[ports_tag_index(n_channels, i)]);
  }
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    float* const wanted =
        i < layout->n_cv ? &places[ports_cv_index(layout, i)] : NULL;
    assert(ports.cv[i] == wanted);
  }
  check_results(&ports, layout, places);
  ports_clear(&ports);
}

static void
test_layout(void)
{
  for (uint32_t i = 0; i < 16; ++i) {
    const PortLayout layout = {1 + (i & 1u), N_TAGS,
                               i & 2u ? PORTS_MAPPINGS : 0,
                               i & 4u ? N_GROUPS : 0, i & 8u ? N_SCALES : 0};
    check_layout(&layout);
  }
}

/// Groups without a name have no port
static void
test_groups(void)
{
  static const Group groups[] = {{.name = "a"}, {.name = ""}, {.name = "c"}};
  const View view = {
      .n_tags = N_TAGS, .n_groups = 3, .groups = groups, .n_scales = N_SCALES};
  const PortLayout layout = ports_layout(&view, 2, true);
  assert(layout.n_channels == 2 && layout.n_tags == N_TAGS);
  assert(layout.n_cv == PORTS_MAPPINGS && layout.n_scales == N_SCALES);
  assert(layout.n_groups == 2 && !ports_layout(&view, 1, false).n_cv);
  assert(ports_group(&view, 0) == 0 && ports_group(&view, 1) == 2);
  assert(ports_group(&view, 2) == 3);
}

/// No tag may have the symbol of a port
static void
test_symbols(void)
{
  FixedPort found = PORT_CONTROL;
  for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
    assert(symbol_is_valid(port_symbols[i]));
    assert(symbol_is_reserved(port_symbols[i]));
    assert(ports_find(port_symbols[i], &found) && found == (FixedPort)i);
  }
  assert(!ports_find("", &found) && !ports_find("rock", &found));
}

static void
test_inputs(void)
{
  static const float bad[] = {NAN, INFINITY, -INFINITY, -1.0f, 1e30f, -1e-40f};
  Ports ports;
  assert(init(&ports, 2));
  for (FixedPort port = PORT_ENABLED; port <= PORT_HYSTERESIS; ++port) {
    const PortSpec* const spec = &port_specs[port];
    const float normal = port == PORT_MEMORY ? 4.0f : spec->normal;
    float value = spec->maximum;
    assert(ports_get(&ports, port) == normal); // Not connected
    ports_connect(&ports, ports_index(2, port), &value);
    assert(ports_get(&ports, port) == spec->maximum);
    for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
      value = bad[i];
      const float got = ports_get(&ports, port);
      assert(got >= spec->minimum && got <= spec->maximum);
      assert(!isnan(bad[i]) || got == normal);
    }
    ports_connect(&ports, ports_index(2, port), NULL);
    assert(ports_get(&ports, port) == normal);
  }
  ports_clear(&ports);
}

static void
test_outputs(void)
{
  Ports ports;
  float value = -5.0f;
  assert(init(&ports, 2));
  ports_set(&ports, PORT_LOAD, 1.0f); // Not connected
  ports_connect(&ports, ports_index(2, PORT_LOAD), &value);
  ports_set(&ports, PORT_LOAD, 12.5f);
  assert(value == 12.5f);
  ports_set(&ports, PORT_LOAD, 1e9f);
  assert(value == 100.0f);
  ports_set(&ports, PORT_LOAD, NAN);
  assert(value == 0.0f);
  ports_clear(&ports);
}

/// Samples of every kind, as bits: NaNs that signal, denormals, infinities
static uint32_t
sample(uint32_t channel, uint32_t i)
{
  static const uint32_t bits[] = {0x7F800001u, 0xFFC12345u, 0x00000001u,
                                  0x80000000u, 0x7F800000u, 0x3F800000u};
  return i < 6 ? bits[i] + channel : 0x9E3779B9u * (i + 31u * channel);
}

/// Fill in[2] from buffers[], pass, compare each out[] with what went in
static void
check_pass(float* in0, float* in1, float* out0, float* out1)
{
  float* const in[] = {in0, in1};
  float* const out[] = {out0, out1};
  Ports ports;
  assert(init(&ports, 2));
  for (uint32_t c = 0; c < 2; ++c) {
    for (uint32_t i = 0; in[c] && i < N; ++i) {
      const uint32_t bits = sample(c, i);
      memcpy(in[c] + i, &bits, sizeof(bits));
    }
    ports_connect(&ports, c, in[c]);
    ports_connect(&ports, 2 + c, out[c]);
  }

  ports_pass_audio(&ports, 0, 0);
  ports_pass_audio(&ports, 0, 1);
  ports_pass_audio(&ports, 1, N);
  for (uint32_t c = 0; c < 2; ++c) {
    for (uint32_t i = 0; out[c] && i < N; ++i) {
      const uint32_t expected = in[c] ? sample(c, i) : 0;
      assert(!memcmp(out[c] + i, &expected, sizeof(expected)));
    }
  }
  ports_clear(&ports);
}

static void
test_audio(void)
{
  float a[N];
  float b[N];
  float c[N];
  float d[N];
  check_pass(a, b, c, d);
  check_pass(a, b, a, b); // In place
  check_pass(a, b, b, a); // Crossed
  check_pass(a, b, c, a);
  check_pass(a, b, b, c);
  check_pass(NULL, b, c, d);
  check_pass(NULL, b, b, NULL);
  check_pass(a, b, NULL, NULL);
}

static void
test_notify(void)
{
  Ports ports;
  LV2_Atom_Sequence atom;
  assert(init(&ports, 1));
  ports_begin_notify(&ports, SEQUENCE); // Not connected

  ports_connect(&ports, ports_index(1, PORT_NOTIFY), &atom);
  for (uint32_t room = 0; room <= 64; ++room) {
    memset(&atom, 0x55, sizeof(atom));
    atom.atom.size = room;
    ports_begin_notify(&ports, SEQUENCE);
    const uint32_t untouched = 0x55555555u;
    if (room < sizeof(LV2_Atom_Sequence_Body)) {
      assert(atom.atom.size == room && atom.atom.type == untouched);
      assert(atom.body.unit == untouched && atom.body.pad == untouched);
    } else {
      assert(atom.atom.size == sizeof(LV2_Atom_Sequence_Body));
      assert(atom.atom.type == SEQUENCE);
      assert(atom.body.unit == 0 && atom.body.pad == 0);
    }
  }

  memset(&atom, 0x55, sizeof(atom));
  ports_begin_notify(&ports, 0); // The host maps no URIs
  assert(atom.atom.size == 0x55555555u && atom.atom.type == 0x55555555u);
  ports_clear(&ports);
}

/// Messages come after each other, as long as there is room
static void
test_messages(void)
{
  static const uint8_t message[] = {0xB0, 1, 2};
  struct {
    LV2_Atom_Sequence atom;
    uint8_t room[2 * 24];
    uint8_t guard;
  } buffer;
  Ports ports;
  assert(init(&ports, 1));
  assert(!ports_can_notify(&ports));
  ports_notify(&ports, 0, message); // Not connected
  ports_connect(&ports, ports_index(1, PORT_NOTIFY), &buffer);
  memset(&buffer, 0x55, sizeof(buffer));
  buffer.atom.atom.size = sizeof(LV2_Atom_Sequence_Body) + sizeof(buffer.room);
  ports_begin_notify(&ports, SEQUENCE);
  assert(!ports_can_notify(&ports)); // The host maps no MIDI
  ports.midi = 9;
  for (uint32_t i = 0; i < 3; ++i) {
    assert(ports_can_notify(&ports) == (i < 2));
    ports_notify(&ports, 10 * i, message);
  }
  assert(buffer.guard == 0x55);

  uint32_t n = 0;
  LV2_ATOM_SEQUENCE_FOREACH(&buffer.atom, event)
  {
    assert(event->time.frames == 10 * n);
    ++n;
    assert(event->body.type == 9 && event->body.size == 3);
    assert(!memcmp(event + 1, message, 3));
  }
  assert(n == 2);
  ports_clear(&ports);
}

int
main(void)
{
  RUN(test_layout());
  RUN(test_groups());
  RUN(test_symbols());
  RUN(test_inputs());
  RUN(test_outputs());
  RUN(test_audio());
  RUN(test_notify());
  RUN(test_messages());
  return 0;
}
