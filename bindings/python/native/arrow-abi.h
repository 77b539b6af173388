/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The Arrow C data interface, as https://arrow.apache.org/docs/format/CDataInterface.html lays it down: programs that
 * have no library in common hand over columns in these structs. The names are Arrow's own.
 */
#pragma once

#include <stdint.h>

#define ARROW_FLAG_NULLABLE 2

struct ArrowSchema
{
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release) (struct ArrowSchema *); /* NULL: released, or moved elsewhere */
  void *private_data;
};

struct ArrowArray
{
  int64_t length;
  int64_t null_count; /* -1: not known */
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release) (struct ArrowArray *);
  void *private_data;
};

struct ArrowArrayStream
{
  int (*get_schema) (struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next) (struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error) (struct ArrowArrayStream *);
  void (*release) (struct ArrowArrayStream *);
  void *private_data;
};
