// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A folder of clips is bounded by age and size, and leaves other files alone

#undef NDEBUG
#define _GNU_SOURCE

#include "tools/watch/clip/clip_folder.h"

#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW 1.8e9

static char path[] = "/tmp/earmark-clips-XXXXXX";

static bool
exists(const char* name)
{
  char file[256];
  snprintf(file, sizeof(file), "%s/%s", path, name);
  return !access(file, F_OK);
}

static void
touch(const char* name)
{
  char file[256];
  snprintf(file, sizeof(file), "%s/%s", path, name);
  FILE* const stream = fopen(file, "w");
  assert(stream);
  fclose(stream);
}

/// Write clip number i
static void
put(ClipFolder* folder, int i, size_t size, double now)
{
  char name[CLIP_FOLDER_NAME];
  Error error = {""};
  uint8_t* const bytes = (uint8_t*)calloc(1, size);
  assert(bytes);
  snprintf(name, sizeof(name), "20261125T10000%dZ-0123456789abcdef.mp3", i);
  assert(clip_folder_write(folder, name, bytes, size, now, &error));
  assert(!error.text[0] && exists(name));
  free(bytes);
}

static void
test_bounds(void)
{
  ClipFolder folder;
  Error error = {""};
  char name[CLIP_FOLDER_NAME] = "";
  touch("notes.txt");
  touch("song.mp3");
  touch(
      "20261125T100000Z-0123456789abcdee.mp3.part"); // Of a run that was killed
  assert(clip_folder_open(&folder, path, 100.0, 10000.0, &error));
  assert(!folder.n && !exists("20261125T100000Z-0123456789abcdee.mp3.part"));
  for (int i = 0; i < 5; ++i) {
    put(&folder, i, 3000, NOW + i);
  }
  assert(clip_folder_trim(&folder, NOW + 5, name));
  assert(!strcmp(name, "20261125T100000Z-0123456789abcdef.mp3"));
  assert(!exists(name));
  assert(clip_folder_trim(&folder, NOW + 5, name));
  assert(!clip_folder_trim(&folder, NOW + 5, name)); // 9000 bytes are left
  assert(folder.n == 3);
  assert(clip_folder_trim(&folder, NOW + 102.5, name)); // The one of NOW + 2
  assert(!clip_folder_trim(&folder, NOW + 102.5, name) && folder.n == 2);
  assert(exists("notes.txt") && exists("song.mp3"));
  clip_folder_close(&folder);
}

/// The next run finds what there is, and does not reach beyond the folder
static void
test_again(void)
{
  ClipFolder folder;
  Error error = {""};
  char link[256];
  char name[CLIP_FOLDER_NAME] = "";
  snprintf(link, sizeof(link), "%s/20200101T000000Z-0.mp3", path);
  assert(!symlink("/etc/passwd", link));
  assert(clip_folder_open(&folder, path, 0.0, 3000.0, &error));
  assert(folder.n == 2 && folder.bytes > 5999.0 && folder.bytes < 6001.0);
  assert(clip_folder_trim(&folder, NOW, name));
  assert(!strcmp(name, "20261125T100003Z-0123456789abcdef.mp3"));
  assert(!clip_folder_trim(&folder, NOW, name)); // Of any age
  clip_folder_close(&folder);
  assert(!unlink(link));
}

/// What cannot be written says why, and leaves nothing behind
static void
test_failures(void)
{
  ClipFolder folder;
  Error error = {""};
  const uint8_t bytes[10] = {0};
  char file[256];
  snprintf(file, sizeof(file), "%s/notes.txt", path);
  assert(!clip_folder_open(&folder, file, 0.0, 0.0, &error) && error.text[0]);
  clip_folder_close(&folder);
  snprintf(file, sizeof(file), "%s/none/none", path);
  assert(!clip_folder_open(&folder, file, 0.0, 0.0, &error));
  clip_folder_close(&folder);
  assert(clip_folder_open(&folder, path, 0.0, 0.0, &error));
  const uint32_t n = folder.n;
  error.text[0] = '\0';
  assert(!clip_folder_write(&folder, "none/a.mp3", bytes, 10, NOW, &error));
  assert(error.text[0] && folder.n == n);
  clip_folder_close(&folder);
}

static void
clean_up(void)
{
  static const char* const left[] = {"notes.txt", "song.mp3",
                                     "20261125T100004Z-0123456789abcdef.mp3"};
  char file[256];
  for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); ++i) {
    snprintf(file, sizeof(file), "%s/%s", path, left[i]);
    assert(!unlink(file));
  }
  assert(!rmdir(path)); // Nothing else is left
}

int
main(void)
{
  assert(mkdtemp(path));
  RUN(test_bounds());
  RUN(test_again());
  RUN(test_failures());
  clean_up();
  return 0;
}
