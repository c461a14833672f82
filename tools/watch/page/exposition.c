// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/exposition.h"

#include "tools/watch/page/process_usage.h"
#include "tools/watch/source/utc.h"

#include <inttypes.h>
#include <math.h>

/// What is being printed
typedef struct {
  FILE* stream;
  const View* view;
  const uint32_t* tags; ///< [n_tags]
  uint32_t n_tags;
  const char* name;               ///< Of the metric
  const SnapshotStation* station; ///< Of the series
} Printer;

static void
print_label(FILE* stream, const char* text)
{
  putc('"', stream);
  for (const char* c = text; *c; ++c) {
    fputs(*c == '\\' || *c == '"' ? "\\" : "", stream);
    putc(*c, stream);
  }
  putc('"', stream);
}

/// A series of a station; what is not known has none
static void
print(const Printer* self, const char* label, const char* text, double value)
{
  if (isfinite(value)) {
    fprintf(self->stream, "%s{station=\"%s\"", self->name, self->station->name);
    if (label) {
      fprintf(self->stream, ",%s=", label);
      print_label(self->stream, text);
    }
    fprintf(self->stream, "} %.12g\n", value);
  }
}

static void
print_up(const Printer* self)
{
  print(self, NULL, NULL, self->station->status.state == SOURCE_LIVE);
}

static void
print_state(const Printer* self)
{
  for (SourceState i = SOURCE_CONNECTING; i < SOURCE_N_STATES; ++i) {
    print(self, "state", source_state_name(i),
          self->station->status.state == i);
  }
}

static void
print_reconnects(const Printer* self)
{
  for (SourceReason i = SOURCE_REASON_NO_NAME; i < SOURCE_N_REASONS; ++i) {
    print(self, "reason", source_reason_name(i),
          (double)self->station->status.n_failures[i]);
  }
}

static void
print_audio(const Printer* self)
{
  print(self, NULL, NULL, self->station->totals.audio_seconds);
}

static void
print_dropped(const Printer* self)
{
  print(self, NULL, NULL, self->station->totals.dropped_seconds);
}

static void
print_lag(const Printer* self)
{
  print(self, NULL, NULL, self->station->lag);
}

static void
print_last_audio(const Printer* self)
{
  const double last = self->station->status.last_audio;
  print(self, NULL, NULL, last > 0.0 ? utc_of(last) : (double)NAN);
}

static void
print_loudness(const Printer* self)
{
  const Reading* const reading = self->station->reading;
  if (reading) {
    print(self, "window", "momentary", reading->loudness.momentary);
    print(self, "window", "short_term", reading->loudness.short_term);
    print(self, "window", "integrated", reading->loudness.integrated);
  }
}

static void
print_true_peak(const Printer* self)
{
  const Reading* const reading = self->station->reading;
  print(self, NULL, NULL, reading ? reading->true_peak_max : (double)NAN);
}

static void
print_content(const Printer* self)
{
  static const char* const names[] = {"music", "speech", "silence"};
  const Reading* const reading = self->station->reading;
  for (size_t i = 0; reading && i < sizeof(names) / sizeof(names[0]); ++i) {
    print(self, "content", names[i],
          reading_tag(reading, self->view, names[i]));
  }
}

static void
print_tags(const Printer* self)
{
  const Reading* const reading = self->station->reading;
  for (uint32_t i = 0; reading && i < self->n_tags; ++i) {
    print(self, "tag", self->view->tags[self->tags[i]].symbol,
          (double)reading->tags[self->tags[i]]);
  }
}

static void
print_firing(const Printer* self)
{
  for (uint32_t i = 0; i < self->station->n_rules; ++i) {
    const SnapshotRule* const rule = &self->station->rules[i];
    print(self, "rule", rule->rule.name, rule->alarm.is_firing);
  }
}

static void
print_events(const Printer* self)
{
  for (uint32_t i = 0; i < self->station->n_rules; ++i) {
    const SnapshotRule* const rule = &self->station->rules[i];
    print(self, "rule", rule->rule.name, (double)rule->n_events);
  }
}

static const struct {
  const char* name;
  const char* type;
  const char* help;
  void (*print)(const Printer* self);
} metrics[] = {
    {"source_up", "gauge", "1 while audio comes.", print_up},
    {"source_state", "gauge", "1 for the state of the source.", print_state},
    {"source_reconnects_total", "counter",
     "Connections that failed or ended, by reason.", print_reconnects},
    {"source_audio_seconds_total", "counter", "Audio that was analysed.",
     print_audio},
    {"source_dropped_seconds_total", "counter",
     "Audio that was lost as this machine could not keep up.", print_dropped},
    {"source_lag_seconds", "gauge", "Age of the newest audio analysed.",
     print_lag},
    {"source_last_audio_timestamp_seconds", "gauge",
     "When audio came last, since 1970.", print_last_audio},
    {"loudness_lufs", "gauge", "Loudness by EBU R128.", print_loudness},
    {"true_peak_dbtp", "gauge", "True peak of the last second.",
     print_true_peak},
    {"content_ratio", "gauge", "Probability of music, speech and silence.",
     print_content},
    {"tag_ratio", "gauge", "Probability of tags.", print_tags},
    {"rule_firing", "gauge", "1 while the rule fires.", print_firing},
    {"events_total", "counter", "How often the rule was raised.", print_events},
};

static void
print_number(FILE* stream,
             const char* name,
             const char* type,
             const char* help,
             double value)
{
  if (isfinite(value)) {
    fprintf(stream, "# HELP %s %s\n# TYPE %s %s\n%s %.15g\n", name, help, name,
            type, name, value);
  }
}

static void
print_actions(FILE* stream, const SnapshotProcess* process)
{
  if (process->n_actions) {
    fputs("# HELP earmark_action_failures_total How often an action failed.\n"
          "# TYPE earmark_action_failures_total counter\n",
          stream);
  }
  for (uint32_t i = 0; i < process->n_actions; ++i) {
    fputs("earmark_action_failures_total{action=", stream);
    print_label(stream, process->actions[i].name);
    fprintf(stream, "} %" PRIu64 "\n", process->actions[i].n_failures);
  }
}

static void
print_program(FILE* stream, const SnapshotProcess* process)
{
  fprintf(stream,
          "# HELP earmark_build_info The version that runs.\n"
          "# TYPE earmark_build_info gauge\n"
          "earmark_build_info{version=\"%s\"} 1\n",
          EARMARK_VERSION);
  print_actions(stream, process);
  print_number(stream, "earmark_history_bytes", "gauge",
               "Size of the history on disk.", process->history_bytes);
  if (isfinite(process->history_bytes)) {
    print_number(stream, "earmark_history_write_failures_total", "counter",
                 "Writes to the history that failed.",
                 (double)process->n_history_failures);
  }
  print_number(stream, "earmark_config_last_reload_successful", "gauge",
               "1 if the configuration was read without fault.",
               process->is_configuration_good);
}

static void
print_usage(FILE* stream, const ExpositionPage* page)
{
  const ProcessUsage usage = process_usage();
  print_number(stream, "earmark_page_streams", "gauge",
               "Browsers that listen to what is new.", page->n_streams);
  print_number(stream, "process_start_time_seconds", "gauge",
               "When the process started, since 1970.", page->started);
  print_number(stream, "process_cpu_seconds_total", "counter",
               "Processor time spent.", usage.cpu_seconds);
  print_number(stream, "process_resident_memory_bytes", "gauge",
               "Memory that is resident.", usage.resident_bytes);
  print_number(stream, "process_virtual_memory_bytes", "gauge",
               "Memory that is mapped.", usage.virtual_bytes);
  print_number(stream, "process_open_fds", "gauge", "Open file descriptors.",
               usage.open_files);
  print_number(stream, "process_max_fds", "gauge",
               "Most file descriptors that may be open.", usage.max_files);
}

void
exposition_print(FILE* stream,
                 const Snapshot* snapshot,
                 const View* view,
                 const uint32_t* tags,
                 uint32_t n_tags,
                 const ExpositionPage* page)
{
  Printer printer = {
      .stream = stream, .view = view, .tags = tags, .n_tags = n_tags};
  for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); ++i) {
    char name[64];
    snprintf(name, sizeof(name), "earmark_%s", metrics[i].name);
    printer.name = name;
    fprintf(stream, "# HELP %s %s\n# TYPE %s %s\n", name, metrics[i].help, name,
            metrics[i].type);
    for (uint32_t k = 0; k < snapshot->n_stations; ++k) {
      printer.station = &snapshot->stations[k];
      metrics[i].print(&printer);
    }
  }
  print_program(stream, &snapshot->process);
  print_usage(stream, page);
}
