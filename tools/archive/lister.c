// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/lister.h"

#include "tools/archive/cue_sheet.h"
#include "tools/archive/file_list.h"
#include "tools/archive/folder.h"
#include "tools/archive/names.h"
#include "tools/archive/playlist.h"
#include "tools/options/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_LISTS 8u /* one in the other */

/// Names in one another: of a folder or playlist, or tracks of a sheet
typedef struct {
  Names names;
  CueSheet sheet;
  size_t next; ///< Of these
  bool is_folder;
} Level;

struct Lister {
  ListerInput input;
  uint32_t next; ///< Of its names
  FileList* list;
  bool is_listed; ///< The list has come to its end
  FolderSet* folders;
  Level* levels; ///< [n], the last is read from
  size_t n;
  size_t n_lists; ///< Of these, those that are no folders
};

/// Where a name is from
typedef enum { FROM_USER, FROM_LIST, FROM_FOLDER } Origin;

Lister*
lister_new(const ListerInput* input, Error* error)
{
  Lister* const lister = (Lister*)calloc(1, sizeof(Lister));
  if (!lister) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  lister->input = *input;
  lister->is_listed = !input->list;
  lister->folders = folder_set_new();
  Error why = {ERROR_NO_MEMORY};
  if (lister->folders && input->list) {
    lister->list = file_list_open(input->list, input->is_null, &why);
  }
  if (!lister->folders || (input->list && !lister->list)) {
    error_set(error, "%s: %s", input->list ? input->list : "", why.text);
    lister_free(lister);
    return NULL;
  }
  return lister;
}

static void
pop(Lister* lister)
{
  Level* const level = &lister->levels[--lister->n];
  lister->n_lists -= level->is_folder ? 0u : 1u;
  names_clear(&level->names);
  cue_sheet_clear(&level->sheet);
}

void
lister_free(Lister* lister)
{
  if (lister) {
    while (lister->n) {
      pop(lister);
    }
    free(lister->levels);
    folder_set_free(lister->folders);
    file_list_close(lister->list);
    free(lister);
  }
}

/// A level to be read from next; NULL if memory is short
static Level*
push(Lister* lister, bool is_folder)
{
  Level* const levels =
      (Level*)realloc(lister->levels, (lister->n + 1) * sizeof(Level));
  if (!levels) {
    return NULL;
  }
  lister->levels = levels;
  lister->n_lists += is_folder ? 0u : 1u;
  levels[lister->n] = (Level){.is_folder = is_folder};
  return &levels[lister->n++];
}

/// The item is a folder: go on with what is in it, if that can be read
static bool
enter_folder(Lister* lister, const Item* item, Error* error)
{
  Level* const level = push(lister, true);
  if (!level) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  if (!folder_read(item->path, &level->names, error)) {
    pop(lister);
    return false;
  }
  return true;
}

/// The item is a list of files, or of tracks.  True to go on with these; false
/// if it is an item after all, or with a message.
static bool
enter_list(Lister* lister, const Item* item, Error* error)
{
  if (lister->n_lists == MAX_LISTS) {
    error_set(error, "it lies in too many lists, one in the other");
    return false;
  }
  Level* const level = push(lister, false);
  if (!level) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  bool is_stream = false;
  const bool good =
      cue_sheet_is(item->path)
          ? cue_sheet_read(item->path, &level->sheet, error)
          : playlist_read(item->path, &level->names, &is_stream, error);
  if (!good || is_stream) {
    pop(lister);
  }
  return good && !is_stream;
}

/// What is there by this name?  True if the item is to be heard, false if it
/// was replaced by what it contains, or is to be passed over.
static bool
resolve(Lister* lister, Item* item, Origin origin)
{
  const bool is_list = cue_sheet_is(item->path) || playlist_is(item->path);
  struct stat status;
  item->found = origin == FROM_FOLDER;
  if ((origin == FROM_USER && !strcmp(item->path, "-")) ||
      stat(item->path, &status)) {
    return true; // The decoder says why, if there is nothing
  }
  if (S_ISDIR(status.st_mode)) {
    return folder_set_add(lister->folders, &status) &&
           !enter_folder(lister, item, &item->error);
  }
  if (is_list && S_ISREG(status.st_mode)) {
    return !item->found && !enter_list(lister, item, &item->error);
  }
  if (!S_ISREG(status.st_mode) && origin != FROM_USER) {
    error_set(&item->error, "it is a %s, no file",
              S_ISFIFO(status.st_mode)   ? "pipe"
              : S_ISSOCK(status.st_mode) ? "socket"
                                         : "device");
    return true;
  }
  item_look(item);
  if (item->found && !item->size) {
    error_set(&item->error, "it is empty");
  }
  return true;
}

/// Take the next track of a sheet
static void
take_track(Level* level, Item* item)
{
  Item* const track = &level->sheet.items[level->next++];
  *item = *track;
  *track = (Item){.path = NULL};
  item_look(item);
}

/// The next name, NULL at the end or with a message
static char*
next_name(Lister* lister, Origin* origin, Error* error)
{
  if (lister->n) {
    Level* const level = &lister->levels[lister->n - 1];
    char** const text = &level->names.texts[level->next++];
    char* const name = *text;
    *text = NULL; // So that a folder gives its memory back as it goes
    *origin = level->is_folder ? FROM_FOLDER : FROM_LIST;
    return name;
  }
  if (lister->next < lister->input.n) {
    *origin = FROM_USER;
    return path_format("%s", lister->input.names[lister->next++]);
  }
  *origin = FROM_LIST;
  char* const name =
      lister->is_listed ? NULL : file_list_next(lister->list, error);
  lister->is_listed = !name;
  return name;
}

/// Leave what is at its end
static void
leave(Lister* lister)
{
  while (lister->n) {
    const Level* const level = &lister->levels[lister->n - 1];
    if (level->next < level->names.n || level->next < level->sheet.n) {
      break;
    }
    pop(lister);
  }
}

bool
lister_next(Lister* lister, Item* item)
{
  for (;;) {
    leave(lister);
    if (lister->n && lister->levels[lister->n - 1].sheet.n) {
      take_track(&lister->levels[lister->n - 1], item);
      return true;
    }
    Error error = {""};
    Origin origin = FROM_USER;
    char* const name = next_name(lister, &origin, &error);
    if (!name && error.text[0] &&
        item_init(item, path_format("%s", lister->input.list))) {
      item->error = error;
      return true;
    }
    if (!name) {
      return false;
    }
    if (!item_init(item, name)) {
      error_set(&item->error, ERROR_NO_MEMORY);
      return true;
    }
    if (resolve(lister, item, origin)) {
      return true;
    }
    item_clear(item);
  }
}
