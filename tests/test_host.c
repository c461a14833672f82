// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins in a host that tries what packaged hosts do not

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "model/network.h"
#include "plugin/denormals.h"
#include "plugin/ports.h"
#include "tests/plugin_host.h"
#include "tests/random.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STEREO "urn:earmark:stereo"
#define MONO "urn:earmark:mono"
#define N_INSTANCES 64u
#define N_THREADS 4u

static const char* const uris[] = {STEREO,
                                   MONO,
                                   "urn:earmark:stereo-cv",
                                   "urn:earmark:mono-cv",
                                   "urn:earmark:msd",
                                   "urn:earmark:mtat",
                                   "urn:earmark:jamendo"};
static const uint32_t n_uris = sizeof(uris) / sizeof(uris[0]);

static PluginHost* host;

/// Noise whose loudness changes, so that tags move
static void
fill(Instance* self, Random* random, uint32_t n)
{
  for (uint32_t c = 0; c < self->n_channels; ++c) {
    const float loudness = random_uniform(random, 0.0f, 1.0f);
    for (uint32_t i = 0; i < n; ++i) {
      self->in[c][i] = loudness * random_uniform(random, -1.0f, 1.0f);
    }
  }
}

static Instance*
start(const char* uri, double rate, FeatureSet features)
{
  Instance* const self = instance_new(host, uri, rate, features, NULL);
  assert(self);
  instance_activate(self);
  return self;
}

/// All control outputs are finite and in their range, as the TTL tells it
static void
check_outputs(const Instance* self)
{
  static float minima[512];
  static float maxima[512];
  assert(self->n_ports <= 512);
  lilv_plugin_get_port_ranges_float(self->plugin, minima, maxima, NULL);
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    if (self->is_output[i]) {
      assert(self->controls[i] >= minima[i]);
      assert(self->controls[i] <= maxima[i]);
    }
  }
}

static void
check_passed(const Instance* self, uint32_t n)
{
  for (uint32_t c = 0; c < self->n_channels; ++c) {
    assert(!memcmp(self->in[c], self->out[c], n * sizeof(float)));
  }
}

/// Feed `seconds` of noise in blocks of n
static void
play(Instance* self, Random* random, double rate, double seconds, uint32_t n)
{
  for (double t = 0.0; t < seconds; t += n / rate) {
    fill(self, random, n);
    instance_run(self, n);
    check_passed(self, n);
    check_outputs(self);
  }
}

static float
sum_of_tags(const Instance* self)
{
  float sum = 0.0f;
  for (uint32_t i = ports_tag_index(self->n_channels, 0); i < self->n_ports;
       ++i) {
    sum += self->controls[i];
  }
  return sum;
}

/// The tags at the end of three seconds of noise, freewheeling
static void
tags_of(Instance* self, double rate, uint32_t block, float* tags)
{
  Random random = {7};
  *instance_control(self, "freewheeling") = 1.0f;
  const uint32_t total = (uint32_t)(3.0 * rate);
  float* const noise = (float*)calloc(total, sizeof(float));
  for (uint32_t i = 0; i < total; ++i) {
    noise[i] = random_uniform(&random, -1.0f, 1.0f);
  }
  for (uint32_t i = 0; i < total; i += block) {
    const uint32_t n = total - i < block ? total - i : block;
    for (uint32_t c = 0; c < self->n_channels; ++c) {
      memcpy(self->in[c], noise + i, n * sizeof(float));
    }
    instance_run(self, n);
  }
  free(noise);
  check_outputs(self);
  const uint32_t first = ports_tag_index(self->n_channels, 0);
  memcpy(tags, self->controls + first, (self->n_ports - first) * sizeof(float));
}

static void
test_ports_agree_with_ttl(void)
{
  for (uint32_t p = 0; p < n_uris; ++p) {
    Instance* const self =
        instance_new(host, uris[p], 48e3, FEATURES_PLAIN, NULL);
    assert(self && self->n_channels == (strstr(uris[p], "mono") ? 1 : 2));
    for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
      assert(instance_port(self, port_specs[i].symbol) ==
             ports_index(self->n_channels, (FixedPort)i));
    }
    const uint32_t n_fixed = ports_tag_index(self->n_channels, 0);
    assert(self->n_ports > n_fixed);
    assert(strcmp(uris[p], "urn:earmark:msd") || self->n_ports == n_fixed + 50);

    LilvNode* const enabled = lilv_new_uri(host->world, LV2_CORE__enabled);
    LilvNode* const input = lilv_new_uri(host->world, LV2_CORE__InputPort);
    const LilvPort* const port =
        lilv_plugin_get_port_by_designation(self->plugin, input, enabled);
    assert(port && lilv_port_get_index(self->plugin, port) ==
                       instance_port(self, "enabled"));
    lilv_node_free(enabled);
    lilv_node_free(input);
    instance_free(self);
  }
}

/// The enumeration's points are the names of the tags' ports, in their order
/// Every tag that may be the strongest has its point, and "none"
static void
check_scale_points(const Instance* self, const View* view)
{
  const uint32_t first = ports_tag_index(self->n_channels, 0);
  const LilvPort* const top = lilv_plugin_get_port_by_index(
      self->plugin, instance_port(self, "top_tag"));
  LilvScalePoints* const points = lilv_port_get_scale_points(self->plugin, top);
  uint32_t n_ranked = 0;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    n_ranked += view->tags[i].ranked;
  }
  assert(lilv_scale_points_size(points) == n_ranked + 1);
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const int value = lilv_node_as_int(lilv_scale_point_get_value(point));
    const char* const label =
        lilv_node_as_string(lilv_scale_point_get_label(point));
    if (value) {
      const LilvPort* const port = lilv_plugin_get_port_by_index(
          self->plugin, first + (uint32_t)value - 1);
      LilvNode* const name = lilv_port_get_name(self->plugin, port);
      assert(view->tags[value - 1].ranked);
      assert(!strcmp(label, lilv_node_as_string(name)));
      lilv_node_free(name);
    } else {
      assert(!strcmp(label, "none"));
    }
  }
  lilv_scale_points_free(points);
}

static void
test_scale_points(void)
{
  char path[4200];
  snprintf(path, sizeof(path), "%snetwork.safetensors", host->bundle);
  Error error = {""};
  Network* const network = network_load(path, &error);
  assert(network);
  for (uint32_t p = 0; p < n_uris; ++p) {
    Instance* const self =
        instance_new(host, uris[p], 48e3, FEATURES_PLAIN, NULL);
    const View* const set = network_view(network, strrchr(uris[p], ':') + 1);
    check_scale_points(self, set ? set : &network->views[0]);
    instance_free(self);
  }
  network_free(network);
}

static void
test_features(void)
{
  for (uint32_t p = 0; p < n_uris; ++p) {
    for (FeatureSet set = FEATURES_NULL; set <= FEATURES_WORKER; ++set) {
      Random random = {p};
      Instance* const self = start(uris[p], 48e3, set);
      play(self, &random, 48e3, 2.0, 1024);
      const bool has_map = set >= FEATURES_PLAIN;
      assert(self->notify->atom.size ==
             (has_map ? sizeof(LV2_Atom_Sequence_Body) : HOST_ATOM_SIZE));
      instance_free(self);
    }
  }
}

/// Any port at all may be without a buffer
static void
test_null_ports(void)
{
  for (uint32_t p = 0; p < 2; ++p) {
    Random random = {1};
    Instance* const self = start(uris[p], 48e3, FEATURES_WORKER);
    fill(self, &random, 512);
    for (uint32_t i = 0; i < self->n_ports; ++i) {
      self->descriptor->connect_port(self->handle, i, NULL);
      instance_run(self, 512);
    }
    self->descriptor->connect_port(self->handle, self->n_ports, NULL);
    *instance_control(self, "freewheeling") = 1.0f;
    for (uint32_t i = 0; i < 200; ++i) {
      instance_run(self, 512);
    }
    instance_free(self);
  }
}

static void
test_null_input_is_silence(void)
{
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  self->descriptor->connect_port(self->handle, 0, NULL);
  self->out[0][0] = self->out[0][63] = 1.0f;
  instance_run(self, 64);
  assert(self->out[0][0] == 0.0f && self->out[0][63] == 0.0f);
  instance_free(self);
}

static void
test_block_sizes(void)
{
  static const uint32_t blocks[] = {1, 31, 64, 1024, 8192};
  float expected[512];
  float tags[512];
  Instance* const reference = start(STEREO, 48e3, FEATURES_PLAIN);
  const uint32_t n_tags =
      reference->n_ports - ports_tag_index(reference->n_channels, 0);
  tags_of(reference, 48e3, 4096, expected);
  instance_free(reference);

  for (uint32_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    Instance* const self = start(STEREO, 48e3, FEATURES_WORKER);
    tags_of(self, 48e3, blocks[i], tags);
    assert(!memcmp(tags, expected, n_tags * sizeof(float)));
    assert(*instance_control(self, "dropped") == 0.0f);
    instance_free(self);
  }
}

/// Outputs are right after run(0), and after no other run
static void
test_empty_block(void)
{
  Random random = {2};
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    if (self->is_output[i]) {
      self->controls[i] = NAN;
    }
  }
  instance_run(self, 0);
  check_outputs(self);
  assert(sum_of_tags(self) == 0.0f);
  assert(*instance_control(self, "top_tag") == 0.0f);

  *instance_control(self, "freewheeling") = 1.0f;
  play(self, &random, 48e3, 3.0, 1000);
  const float sum = sum_of_tags(self);
  assert(sum > 0.0f);
  memset(self->controls + ports_tag_index(2, 0), 0x7F, sizeof(float));
  instance_run(self, 0);
  assert(sum_of_tags(self) == sum);
  instance_free(self);
}

static void
test_rates(void)
{
  static const double rates[] = {8000,   11025, 16000, 22050,  32000,
                                 44100,  48000, 50001, 88200,  96000,
                                 176400, 192e3, 384e3, 47952.5};
  static const double wrong[] = {0, -1, 7999, 384001, HUGE_VAL, -HUGE_VAL};
  for (uint32_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    float tags[512];
    Instance* const self = start(STEREO, rates[i], FEATURES_PLAIN);
    tags_of(self, rates[i], 1024, tags);
    assert(sum_of_tags(self) > 0.0f);
    instance_free(self);
  }
  for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); ++i) {
    host->log[0] = '\0';
    assert(!instance_new(host, STEREO, wrong[i], FEATURES_PLAIN, NULL));
    assert(strstr(host->log, "rate"));
    assert(!instance_new(host, STEREO, wrong[i], FEATURES_NULL, NULL));
  }
}

static void
test_broken_bundle(void)
{
  host->log[0] = '\0';
  assert(!instance_new(host, STEREO, 48e3, FEATURES_PLAIN, "/nowhere"));
  assert(strstr(host->log, "/nowhere/network.safetensors"));
  assert(!instance_new(host, STEREO, 48e3, FEATURES_NULL, "/nowhere/"));
  assert(!instance_new(host, MONO, 48e3, FEATURES_EMPTY, ""));

  char folder[] = "/tmp/earmark-host-XXXXXX";
  char path[64];
  assert(mkdtemp(folder));
  snprintf(path, sizeof(path), "%s/network.safetensors", folder);
  FILE* const file = fopen(path, "w");
  assert(file && fputs("no network at all", file) >= 0 && !fclose(file));
  host->log[0] = '\0';
  assert(!instance_new(host, STEREO, 48e3, FEATURES_WORKER, folder));
  assert(strstr(host->log, path));
  assert(!unlink(path) && !rmdir(folder));
}

/// NaN, infinities, denormals and huge samples go through, not to the tags
static void
test_bad_audio(void)
{
  static const uint32_t bits[] = {0x7FC00000, 0x7F800001, 0xFFFFFFFF,
                                  0x7F800000, 0xFF800000, 0x00000001,
                                  0x807FFFFF, 0x7F7FFFFF, 0xFF7FFFFF};
  const uint32_t n_bits = sizeof(bits) / sizeof(bits[0]);
  for (uint32_t kind = 0; kind <= n_bits; ++kind) {
    Random random = {kind};
    Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
    for (uint32_t block = 0; block < 150; ++block) {
      for (uint32_t i = 0; i < 1024; ++i) {
        const uint32_t of =
            kind < n_bits ? kind : random_below(&random, n_bits);
        memcpy(&self->in[0][i], &bits[of], sizeof(float));
        memcpy(&self->in[1][i], &bits[of], sizeof(float));
      }
      instance_run(self, 1024);
      check_passed(self, 1024);
      check_outputs(self);
    }

    // And the tags recover: after the memory they are those of the new audio
    play(self, &random, 48e3, 2.0, 1024);
    assert(sum_of_tags(self) > 0.0f);
    instance_free(self);
  }
}

static void
test_in_place(void)
{
  Random random = {3};
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  static float copy[2][HOST_MAX_BLOCK];
  for (uint32_t c = 0; c < 2; ++c) {
    self->descriptor->connect_port(self->handle, 2 + c, self->in[c]);
  }
  for (uint32_t i = 0; i < 100; ++i) {
    fill(self, &random, 777);
    memcpy(copy[0], self->in[0], sizeof(copy[0]));
    memcpy(copy[1], self->in[1], sizeof(copy[1]));
    instance_run(self, 777);
    assert(!memcmp(copy[0], self->in[0], sizeof(copy[0])));
    assert(!memcmp(copy[1], self->in[1], sizeof(copy[1])));
  }
  instance_free(self);
}

/// Four bytes that say nothing useful, or one buffer for all atom ports
static void
test_odd_atom_buffers(void)
{
  Random random = {4};
  static const uint32_t claims[] = {0, 1, 4, 7};
  for (uint32_t i = 0; i < sizeof(claims) / sizeof(claims[0]); ++i) {
    Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
    uint32_t* const tiny = (uint32_t*)malloc(sizeof(uint32_t)); // For ASan
    assert(tiny);
    *tiny = claims[i];
    self->descriptor->connect_port(self->handle, ports_index(2, PORT_CONTROL),
                                   tiny);
    self->descriptor->connect_port(self->handle, ports_index(2, PORT_NOTIFY),
                                   tiny);
    play(self, &random, 48e3, 0.3, 256);
    assert(*tiny == claims[i]);
    free(tiny);
    instance_free(self);
  }

  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  self->descriptor->connect_port(self->handle, ports_index(2, PORT_CONTROL),
                                 self->notify);
  play(self, &random, 48e3, 0.3, 256);
  assert(self->notify->atom.size == sizeof(LV2_Atom_Sequence_Body));
  instance_free(self);
}

static void
test_bypass(void)
{
  Random random = {5};
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  *instance_control(self, "freewheeling") = 1.0f;
  play(self, &random, 48e3, 3.0, 1024);
  assert(sum_of_tags(self) > 0.0f);

  *instance_control(self, "enabled") = 0.0f;
  play(self, &random, 48e3, 0.1, 1024); // Passes on
  assert(sum_of_tags(self) == 0.0f);
  assert(*instance_control(self, "top_tag") == 0.0f);
  assert(*instance_control(self, "top_probability") == 0.0f);

  // Then as a new instance, but for rounding: only activate() may start over
  float tags[512];
  float expected[512];
  *instance_control(self, "enabled") = 1.0f;
  tags_of(self, 48e3, 1024, tags);
  instance_free(self);
  Instance* const other = start(STEREO, 48e3, FEATURES_PLAIN);
  tags_of(other, 48e3, 1024, expected);
  const uint32_t n_tags = other->n_ports - ports_tag_index(2, 0);
  for (uint32_t i = 0; i < n_tags; ++i) {
    assert(fabsf(tags[i] - expected[i]) < 0.01f);
  }
  instance_free(other);
}

static void
test_activation_cycles(void)
{
  float expected[512];
  float tags[512];
  for (FeatureSet set = FEATURES_NULL; set <= FEATURES_WORKER; ++set) {
    Instance* const self = instance_new(host, MONO, 44100, set, NULL);
    const uint32_t n_tags = self->n_ports - ports_tag_index(1, 0);
    for (uint32_t i = 0; i < 5; ++i) {
      instance_activate(self);
      tags_of(self, 44100, 1024, i ? tags : expected);
      assert(!i || !memcmp(tags, expected, n_tags * sizeof(float)));
      instance_deactivate(self);
    }
    instance_activate(self);
    instance_deactivate(self); // Without a run
    instance_free(self);
  }
}

/// Some hosts never call activate()
static void
test_without_activation(void)
{
  Random random = {6};
  Instance* const self = instance_new(host, STEREO, 48e3, FEATURES_NULL, NULL);
  play(self, &random, 48e3, 3.0, 1024);
  assert(sum_of_tags(self) > 0.0f);
  instance_free(self);
}

static void
sleep_ms(long milliseconds)
{
  nanosleep(&(struct timespec){0, milliseconds * 1000000}, NULL);
}

/// Play in something like real time until tags come; asserts that they do
static void
await_tags(Instance* self, Random* random)
{
  for (uint32_t i = 0; sum_of_tags(self) == 0.0f; ++i) {
    assert(i < 2000);
    fill(self, random, 2048);
    instance_run(self, 2048);
    check_passed(self, 2048);
    check_outputs(self);
    sleep_ms(5);
  }
}

static void
test_worker_modes(void)
{
  for (WorkerMode mode = WORKER_THREADED; mode <= WORKER_LOSING; ++mode) {
    Random random = {8};
    Instance* const self = start(STEREO, 48e3, FEATURES_WORKER);
    atomic_store(&self->worker.mode, mode);
    if (mode == WORKER_THREADED || mode == WORKER_INLINE) {
      await_tags(self, &random);
      assert(*instance_control(self, "dropped") == 0.0f);
      assert(*instance_control(self, "load") > 0.0f);
    } else {
      // run() helps out, and all is well once the host's worker works
      play(self, &random, 48e3, 5.0, 2048);
      const unsigned n = atomic_load(&self->worker.scheduled);
      assert(n >= 2);
      assert(sum_of_tags(self) > 0.0f);
      assert(*instance_control(self, "load") == 0.0f);
      atomic_store(&self->worker.mode, WORKER_THREADED);
      while (*instance_control(self, "load") == 0.0f) {
        play(self, &random, 48e3, 0.1, 2048);
        sleep_ms(5);
      }
      assert(*instance_control(self, "dropped") == 0.0f);
    }
    assert(atomic_load(&self->worker.scheduled) > 0);
    assert(atomic_load(&self->worker.largest) <= 16);
    instance_free(self);
  }
}

/// No second message while the first is on its way
static void
test_one_message_at_a_time(void)
{
  Random random = {9};
  Instance* const self = start(STEREO, 48e3, FEATURES_WORKER);
  atomic_store(&self->worker.mode, WORKER_LOSING);
  play(self, &random, 48e3, 0.7, 256);
  assert(atomic_load(&self->worker.scheduled) == 1);
  instance_free(self);
}

/// Freewheeling on and off while the worker works
static void
test_freewheeling_switches(void)
{
  static const FeatureSet sets[] = {FEATURES_NULL, FEATURES_WORKER};
  for (uint32_t s = 0; s < 2; ++s) {
    Random random = {10};
    Instance* const self = start(STEREO, 48e3, sets[s]);
    for (uint32_t i = 0; i < 200; ++i) {
      *instance_control(self, "freewheeling") = (float)random_below(&random, 2);
      fill(self, &random, 4096);
      instance_run(self, 4096);
      check_passed(self, 4096);
      check_outputs(self);
      if (i % 8 == 0) {
        sleep_ms(2);
      }
    }
    instance_free(self);
  }
}

/// Without a worker and as fast as can be, as GStreamer does: nothing is lost
static void
test_faster_than_real_time(void)
{
  Random random = {11};
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  fill(self, &random, 1024);
  for (uint32_t i = 0; i < 60 * 48000 / 1024; ++i) {
    instance_run(self, 1024);
  }
  assert(*instance_control(self, "dropped") == 0.0f);
  assert(sum_of_tags(self) > 0.0f);
  instance_free(self);
}

/// Without a worker and in real time: our own thread takes over
static void
test_real_time_without_worker(void)
{
  Random random = {12};
  Instance* const self = start(STEREO, 48e3, FEATURES_PLAIN);
  fill(self, &random, 2400);
  for (uint32_t i = 0; i < 40; ++i) {
    instance_run(self, 2400);
    sleep_ms(50);
  }
  assert(*instance_control(self, "load") > 0.0f); // The thread has worked
  assert(*instance_control(self, "dropped") == 0.0f);
  assert(sum_of_tags(self) > 0.0f);
  instance_free(self);
}

static void
test_floating_point_mode(void)
{
  Random random = {13};
  Instance* const self = start(STEREO, 48e3, FEATURES_WORKER);
  atomic_store(&self->worker.mode, WORKER_INLINE);
  const Denormals before = denormals_mode();
  const Denormals modes[] = {before, denormals_flush()};
  denormals_restore(before);
  for (uint32_t i = 0; i < 2; ++i) {
    fill(self, &random, 8192);
    denormals_restore(modes[i]);
    for (uint32_t run = 0; run < 20; ++run) {
      instance_run(self, 8192);
      assert(denormals_mode() == modes[i]);
    }
    denormals_restore(before);
  }
  instance_free(self);
}

static void
test_many_instances(void)
{
  static Instance* all[N_INSTANCES];
  Random random = {14};
  for (uint32_t i = 0; i < N_INSTANCES; ++i) {
    all[i] =
        start(uris[i % n_uris], 48e3, i % 2 ? FEATURES_PLAIN : FEATURES_WORKER);
  }
  for (uint32_t block = 0; block < 30; ++block) {
    for (uint32_t i = 0; i < N_INSTANCES; ++i) {
      fill(all[i], &random, 1024);
      instance_run(all[i], 1024);
      check_passed(all[i], 1024);
    }
  }
  for (uint32_t i = 0; i < N_INSTANCES; ++i) {
    check_outputs(all[i]);
    instance_free(all[i]);
  }
}

static void*
thread_main(void* data)
{
  float* const tags = (float*)data;
  for (uint32_t i = 0; i < 3; ++i) {
    Instance* const self = start(STEREO, 48e3, FEATURES_EMPTY);
    tags_of(self, 48e3, 512, tags);
    instance_free(self);
  }
  return NULL;
}

/// Instances live and die in several threads at once
static void
test_threads(void)
{
  static float tags[N_THREADS][512];
  pthread_t threads[N_THREADS];
  for (uint32_t i = 0; i < N_THREADS; ++i) {
    assert(!pthread_create(&threads[i], NULL, thread_main, tags[i]));
  }
  for (uint32_t i = 0; i < N_THREADS; ++i) {
    assert(!pthread_join(threads[i], NULL));
    assert(!memcmp(tags[i], tags[0], sizeof(tags[0])));
  }
}

static void
test_descriptors(void)
{
  const LV2_Descriptor* const first = host->get_descriptor(0);
  for (uint32_t i = 0; i < n_uris; ++i) {
    assert(!strcmp(host->get_descriptor(i)->URI, uris[i]));
  }
  assert(!host->get_descriptor(n_uris) && !host->get_descriptor(UINT32_MAX));
  assert(!first->extension_data("urn:nobody:knows"));
}

#define RUN(name)                                                              \
  do {                                                                         \
    const clock_t begin = clock();                                             \
    name();                                                                    \
    printf("%s %.2f s\n", #name, (double)(clock() - begin) / CLOCKS_PER_SEC);  \
  } while (0)

int
main(void)
{
  host = host_new();
  RUN(test_descriptors);
  RUN(test_ports_agree_with_ttl);
  RUN(test_scale_points);
  RUN(test_features);
  RUN(test_null_ports);
  RUN(test_null_input_is_silence);
  RUN(test_block_sizes);
  RUN(test_empty_block);
  RUN(test_rates);
  RUN(test_broken_bundle);
  RUN(test_bad_audio);
  RUN(test_in_place);
  RUN(test_odd_atom_buffers);
  RUN(test_bypass);
  RUN(test_activation_cycles);
  RUN(test_without_activation);
  RUN(test_worker_modes);
  RUN(test_one_message_at_a_time);
  RUN(test_freewheeling_switches);
  RUN(test_faster_than_real_time);
  RUN(test_real_time_without_worker);
  RUN(test_floating_point_mode);
  RUN(test_many_instances);
  RUN(test_threads);
  host_free(host);
  return 0;
}
