// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Block Block;

struct Block {
  Block* next;
  max_align_t memory[];
};

struct Arena {
  Block* blocks;
};

Arena*
arena_new(void)
{
  return (Arena*)calloc(1, sizeof(Arena));
}

void
arena_free(Arena* arena)
{
  if (arena) {
    for (Block* block = arena->blocks; block;) {
      Block* const next = block->next;
      free(block);
      block = next;
    }
    free(arena);
  }
}

void*
arena_alloc(Arena* arena, size_t n, size_t size)
{
  if (n > (SIZE_MAX - sizeof(Block)) / size) {
    return NULL;
  }
  Block* const block = (Block*)calloc(1, sizeof(Block) + n * size);
  if (!block) {
    return NULL;
  }
  block->next = arena->blocks;
  arena->blocks = block;
  return block->memory;
}

const char*
arena_string(Arena* arena, const char* string)
{
  const size_t size = strlen(string) + 1;
  char* const copy = (char*)arena_alloc(arena, size, 1);
  return copy ? (const char*)memcpy(copy, string, size) : NULL;
}
