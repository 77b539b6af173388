/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Columns of Arrow, by the PyCapsule interface: what has `__arrow_c_array__` or `__arrow_c_stream__` is taken, and what is
 * given has `__arrow_c_array__`; no library of Arrow is needed for either.
 *
 * The memory of a column is no Python object. What was exported may be released by any thread, at any time, also after
 * the interpreter: so it is counted by itself.
 */
#include "native.h"

#include "arrow-abi.h"

#include <string.h>

/* ---- what belongs to others ---- */

/* What is released may run Python, which must not see the exception that is being raised meanwhile, nor clear it. */
#define DEFINE_RELEASE(name, Struct)                                                                         \
  static void name (struct Struct *self)                                                                     \
  {                                                                                                          \
    if (self->release == NULL)                                                                               \
      return;                                                                                                \
    PyObject *type, *value, *trace;                                                                          \
    PyErr_Fetch (&type, &value, &trace);                                                                     \
    self->release (self);                                                                                    \
    PyErr_Restore (type, value, trace);                                                                      \
  }

DEFINE_RELEASE (release_foreign_schema, ArrowSchema)
DEFINE_RELEASE (release_foreign_array, ArrowArray)
DEFINE_RELEASE (release_foreign_stream, ArrowArrayStream)

/* ---- memory ---- */

typedef struct
{
  gint     ref_count; /* atomic */
  gsize    length;
  void    *values;    /* owned, unless it lies in `foreign` */
  guint8  *validity;  /* a bit a row, owned; NULL: no row is missing */
  gsize    n_missing;
  struct ArrowArray foreign; /* from which the values are borrowed; release NULL: none */
} Memory;

/* With the exception of MemoryError where there is too little. */
static Memory *
new_memory (gsize length, gsize width)
{
  Memory *self = g_new0 (Memory, 1);
  self->ref_count = 1;
  self->length = length;
  self->values = g_try_malloc_n (MAX (length, 1), width);
  if (self->values != NULL)
    return self;
  g_free (self);
  PyErr_NoMemory ();
  return NULL;
}

static Memory *
new_borrowed (const struct ArrowArray *array, const void *values)
{
  Memory *self = g_new0 (Memory, 1);
  self->ref_count = 1;
  self->length = (gsize) array->length;
  self->values = (void *) values;
  self->foreign = *array;
  return self;
}

static Memory *
ref_memory (Memory *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
unref_memory (Memory *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (self->foreign.release != NULL)
    release_foreign_array (&self->foreign);
  else
    g_free (self->values);
  g_free (self->validity);
  g_free (self);
}

static gboolean
has_bit (const guint8 *bits, gsize place)
{
  return (bits[place >> 3] >> (place & 7)) & 1;
}

/* ---- the column, as Python sees it ---- */

typedef enum
{
  STAGE_TAKEN = 1, /* from elsewhere, to be read */
  STAGE_OPEN,      /* a result that is being written */
  STAGE_SEALED,    /* a result that does not change any more */
} Stage;

typedef struct
{
  PyObject_HEAD
  Memory    *memory; /* NULL: of a type that cannot be read */
  char      *format; /* Arrow's */
  Py_ssize_t width;  /* bytes an element, 0: bits */
  Py_ssize_t n_views;
  Py_ssize_t n_rows; /* the same as memory->length, where buffers can point to it */
  Stage      stage;
} Column;

static PyTypeObject *column_type;

static Column *
new_column (Memory *memory, const char *format, Py_ssize_t width, Stage stage)
{
  Column *self = PyObject_New (Column, column_type);
  if (self == NULL)
    {
      unref_memory (memory);
      return NULL;
    }
  self->memory = memory;
  self->format = g_strdup (format);
  self->width = width;
  self->n_views = 0;
  self->n_rows = memory == NULL ? 0 : (Py_ssize_t) memory->length;
  self->stage = stage;
  return self;
}

static void
free_column (PyObject *object)
{
  Column       *self = (Column *) object;
  PyTypeObject *type = Py_TYPE (object);
  unref_memory (self->memory);
  g_free (self->format);
  PyObject_Free (object);
  Py_DECREF (type);
}

static gboolean
check_column (PyObject *object, Stage stage, Column **out)
{
  *out = (Column *) object;
  if (PyObject_TypeCheck (object, column_type) && (*out)->stage == stage)
    return TRUE;
  PyErr_SetString (PyExc_TypeError, "another column is wanted");
  return FALSE;
}

/* ---- its buffer ---- */

static int
get_buffer (PyObject *object, Py_buffer *view, int flags)
{
  Column *self = (Column *) object;
  view->obj = NULL;
  if (self->memory == NULL || self->width == 0 || ((flags & PyBUF_WRITABLE) != 0 && self->stage != STAGE_OPEN))
    {
      PyErr_SetString (PyExc_BufferError, "the column cannot be read so, or does not change any more");
      return -1;
    }
  *view = (Py_buffer){
    .buf = self->memory->values,
    .obj = Py_NewRef (object),
    .len = self->n_rows * self->width,
    .itemsize = self->width,
    .readonly = self->stage != STAGE_OPEN,
    .ndim = 1,
    .format = (flags & PyBUF_FORMAT) == 0 ? NULL : self->width == 1 ? "B" : self->width == 4 ? "i" : "q",
    .shape = (flags & PyBUF_ND) == 0 ? NULL : &self->n_rows,
    .strides = (flags & PyBUF_STRIDES) != PyBUF_STRIDES ? NULL : &self->width,
  };
  self->n_views++;
  return 0;
}

static void
release_buffer (PyObject *object, Py_buffer *view)
{
  (void) view;
  ((Column *) object)->n_views--;
}

/* ---- its rows ---- */

static Py_ssize_t
get_length (PyObject *object)
{
  return ((Column *) object)->n_rows;
}

static PyObject *
get_row (PyObject *object, Py_ssize_t place)
{
  const Column *self = (const Column *) object;
  if (place < 0 || place >= self->n_rows)
    {
      PyErr_SetString (PyExc_IndexError, "there is no such row");
      return NULL;
    }
  const Memory *memory = self->memory;
  if (self->stage == STAGE_SEALED && memory->validity != NULL && !has_bit (memory->validity, (gsize) place))
    Py_RETURN_NONE;
  if (self->width == 0)
    return PyBool_FromLong (has_bit (memory->values, (gsize) place));
  if (self->width == 8)
    return PyLong_FromLongLong (((const gint64 *) memory->values)[place]);
  if (self->width == 1)
    return PyLong_FromLong (((const guint8 *) memory->values)[place]);
  gint32 number = ((const gint32 *) memory->values)[place];
  return strcmp (self->format, "tdD") == 0 ? cpplan_py_date_to (number) : PyLong_FromLong (number);
}

static PyObject *
get_format (PyObject *object, void *closure)
{
  (void) closure;
  return cpplan_py_text_to (((Column *) object)->format);
}

static PyObject *
get_n_missing (PyObject *object, void *closure)
{
  const Column *self = (const Column *) object;
  (void) closure;
  return PyLong_FromSize_t (self->memory == NULL ? 0 : self->memory->n_missing);
}

/* ---- giving ---- */

static void
release_schema (struct ArrowSchema *schema)
{
  schema->release = NULL; /* its texts are static */
}

static void
free_schema_capsule (PyObject *capsule)
{
  struct ArrowSchema *schema = PyCapsule_GetPointer (capsule, PyCapsule_GetName (capsule));
  if (schema->release != NULL)
    schema->release (schema);
  g_free (schema);
}

static const char *
static_format (const Column *self)
{
  return self->width == 0 ? "b" : self->width == 8 ? "l" : strcmp (self->format, "tdD") == 0 ? "tdD" : "i";
}

static gboolean
check_sealed (const Column *self)
{
  if (self->stage == STAGE_SEALED)
    return TRUE;
  PyErr_SetString (PyExc_ValueError, "the column is not finished");
  return FALSE;
}

static PyObject *
give_schema (PyObject *object, PyObject *unused)
{
  (void) unused;
  if (!check_sealed ((Column *) object))
    return NULL;
  struct ArrowSchema *schema = g_new0 (struct ArrowSchema, 1);
  schema->format = static_format ((Column *) object);
  schema->name = "";
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->release = release_schema;
  PyObject *capsule = PyCapsule_New (schema, "arrow_schema", free_schema_capsule);
  if (capsule == NULL)
    g_free (schema);
  return capsule;
}

/* What an exported array keeps. */
typedef struct
{
  Memory     *memory;
  const void *buffers[2];
} Export;

static void
release_array (struct ArrowArray *array)
{
  Export *export = array->private_data;
  unref_memory (export->memory);
  g_free (export);
  array->release = NULL;
}

static void
free_array_capsule (PyObject *capsule)
{
  struct ArrowArray *array = PyCapsule_GetPointer (capsule, PyCapsule_GetName (capsule));
  if (array->release != NULL)
    array->release (array);
  g_free (array);
}

static PyObject *
give_values (const Column *self)
{
  Export *export = g_new (Export, 1);
  *export = (Export){ ref_memory (self->memory), { self->memory->validity, self->memory->values } };
  struct ArrowArray *array = g_new0 (struct ArrowArray, 1);
  array->length = (gint64) self->memory->length;
  array->null_count = (gint64) self->memory->n_missing;
  array->n_buffers = 2;
  array->buffers = export->buffers;
  array->release = release_array;
  array->private_data = export;
  PyObject *capsule = PyCapsule_New (array, "arrow_array", free_array_capsule);
  if (capsule == NULL)
    {
      release_array (array);
      g_free (array);
    }
  return capsule;
}

/* Another type may be asked for, and need not be given. */
static PyObject *
give_array (PyObject *object, PyObject *arguments, PyObject *keywords)
{
  static char *names[] = { "requested_schema", NULL };
  PyObject    *requested = Py_None;
  if (!PyArg_ParseTupleAndKeywords (arguments, keywords, "|O:__arrow_c_array__", names, &requested))
    return NULL;
  PyObject *schema = give_schema (object, NULL);
  if (schema == NULL)
    return NULL;
  PyObject *array = give_values ((Column *) object);
  if (array == NULL)
    {
      Py_DECREF (schema);
      return NULL;
    }
  return Py_BuildValue ("(NN)", schema, array);
}

/* ---- sealing a result ---- */

static gboolean
is_missing (const Column *self, gsize row)
{
  if (self->width == 1)
    return ((const guint8 *) self->memory->values)[row] == CPPLAN_IS_WORKING_NONE;
  if (self->width == 8)
    return ((const gint64 *) self->memory->values)[row] == G_MININT64;
  return ((const gint32 *) self->memory->values)[row] == CPPLAN_DATE_NONE;
}

static gboolean
any_missing (const Column *self)
{
  gint32 any = FALSE;
  for (gsize row = 0; self->width == 1 && row < self->memory->length; row++)
    any |= ((const guint8 *) self->memory->values)[row] == CPPLAN_IS_WORKING_NONE;
  for (gsize row = 0; self->width == 4 && row < self->memory->length; row++)
    any |= ((const gint32 *) self->memory->values)[row] == CPPLAN_DATE_NONE;
  for (gsize row = 0; self->width == 8 && row < self->memory->length; row++)
    any |= ((const gint64 *) self->memory->values)[row] == G_MININT64;
  return any;
}

static guint8 *
new_bits (gsize length)
{
  guint8 *bits = g_try_malloc0 (length / 8 + 1);
  if (bits == NULL)
    PyErr_NoMemory ();
  return bits;
}

static gboolean
mark_missing (const Column *self)
{
  Memory *memory = self->memory;
  if (!any_missing (self))
    return TRUE;
  memory->validity = new_bits (memory->length);
  if (memory->validity == NULL)
    return FALSE;
  memset (memory->validity, 0xff, memory->length / 8 + 1);
  for (gsize row = 0; row < memory->length; row++)
    if (is_missing (self, row))
      {
        memory->validity[row >> 3] &= (guint8) ~(1u << (row & 7));
        memory->n_missing++;
      }
  return TRUE;
}

static gboolean
pack_truths (Column *self)
{
  const guint8 *truths = self->memory->values;
  guint8       *bits = new_bits (self->memory->length);
  if (bits == NULL)
    return FALSE;
  for (gsize row = 0; row < self->memory->length; row++)
    bits[row >> 3] |= (guint8) ((truths[row] & 1u) << (row & 7));
  g_free (self->memory->values);
  self->memory->values = bits;
  self->width = 0;
  return TRUE;
}

static gboolean
check_width (gint width)
{
  if (width == 1 || width == 4 || width == 8)
    return TRUE;
  PyErr_SetString (PyExc_ValueError, "a column is 1, 4 or 8 bytes wide");
  return FALSE;
}

PyObject *
cpplan_py_column_new (Py_ssize_t length, gint width)
{
  if (!check_width (width))
    return NULL;
  Memory *memory = new_memory ((gsize) length, (gsize) width);
  return memory == NULL ? NULL : (PyObject *) new_column (memory, "", width, STAGE_OPEN);
}

PyObject *
cpplan_py_column_seal (PyObject *object, const char *format)
{
  Column *self;
  if (!check_column (object, STAGE_OPEN, &self))
    return NULL;
  if (self->n_views > 0)
    {
      PyErr_SetString (PyExc_BufferError, "the column is still being written");
      return NULL;
    }
  if (!mark_missing (self) || (self->width == 1 && !pack_truths (self)))
    return NULL;
  g_free (self->format);
  self->format = g_strdup (format);
  self->stage = STAGE_SEALED;
  return Py_NewRef (object);
}

/* ---- taking ---- */

/* The arrays of a producer, moved here, and their type. */
typedef struct
{
  GArray *arrays; /* (element-type struct ArrowArray) */
  char   *format;
} Chunks;

static void
clear_chunks (Chunks *self)
{
  for (guint i = 0; i < self->arrays->len; i++)
    release_foreign_array (&g_array_index (self->arrays, struct ArrowArray, i));
  g_array_unref (self->arrays);
  g_free (self->format);
}

static gboolean
set_format (Chunks *self, const struct ArrowSchema *schema)
{
  if (schema->format == NULL)
    {
      PyErr_SetString (PyExc_ValueError, "the Arrow schema has no format");
      return FALSE;
    }
  self->format = g_strdup (schema->dictionary != NULL ? "dictionary" : schema->format);
  return TRUE;
}

static void
move_array (Chunks *self, struct ArrowArray *array)
{
  g_array_append_val (self->arrays, *array);
  array->release = NULL;
}

static void *
open_capsule (PyObject *object, const char *name)
{
  if (PyCapsule_IsValid (object, name))
    return PyCapsule_GetPointer (object, name);
  PyErr_Format (PyExc_TypeError, "a capsule %s is wanted, not %.100s", name, Py_TYPE (object)->tp_name);
  return NULL;
}

static gboolean
refuse_consumed (void)
{
  PyErr_SetString (PyExc_ValueError, "the Arrow data was taken by somebody before");
  return FALSE;
}

static gboolean
read_array (Chunks *self, PyObject *pair)
{
  if (!PyTuple_Check (pair) || PyTuple_GET_SIZE (pair) != 2)
    {
      PyErr_SetString (PyExc_TypeError, "__arrow_c_array__ has to give two capsules");
      return FALSE;
    }
  struct ArrowSchema *schema = open_capsule (PyTuple_GET_ITEM (pair, 0), "arrow_schema");
  if (schema == NULL)
    return FALSE;
  struct ArrowArray *array = open_capsule (PyTuple_GET_ITEM (pair, 1), "arrow_array");
  if (array == NULL)
    return FALSE;
  if (schema->release == NULL || array->release == NULL)
    return refuse_consumed ();
  if (!set_format (self, schema))
    return FALSE;
  move_array (self, array);
  return TRUE;
}

static gboolean
refuse_stream (struct ArrowArrayStream *stream)
{
  const char *why = stream->get_last_error == NULL ? NULL : stream->get_last_error (stream);
  PyErr_Format (PyExc_ValueError, "the Arrow stream cannot be read: %s", why == NULL ? "it does not say why" : why);
  return FALSE;
}

/* What makes the rows may want other threads, which may want Python. */
static int
get_next (struct ArrowArrayStream *stream, struct ArrowArray *array)
{
  int failed;
  Py_BEGIN_ALLOW_THREADS
  failed = stream->get_next (stream, array);
  Py_END_ALLOW_THREADS
  return failed;
}

static gboolean
read_all (Chunks *self, struct ArrowArrayStream *stream)
{
  struct ArrowSchema schema = { 0 };
  if (stream->get_schema (stream, &schema) != 0)
    return refuse_stream (stream);
  gboolean good = set_format (self, &schema);
  release_foreign_schema (&schema);
  /* it may never end */
  while (good && PyErr_CheckSignals () == 0)
    {
      struct ArrowArray array = { 0 };
      if (get_next (stream, &array) != 0)
        return refuse_stream (stream);
      if (array.release == NULL)
        return TRUE;
      move_array (self, &array);
    }
  return FALSE;
}

/* The stream is moved, so that whoever takes it again, or meanwhile, does not find it empty. */
static gboolean
read_stream (Chunks *self, PyObject *capsule)
{
  struct ArrowArrayStream *given = open_capsule (capsule, "arrow_array_stream");
  if (given == NULL)
    return FALSE;
  if (given->release == NULL)
    return refuse_consumed ();
  if (given->get_schema == NULL || given->get_next == NULL)
    {
      PyErr_SetString (PyExc_ValueError, "the Arrow stream is not well formed");
      return FALSE;
    }
  struct ArrowArrayStream stream = *given;
  given->release = NULL;
  gboolean good = read_all (self, &stream);
  release_foreign_stream (&stream);
  return good;
}

/* A stream first: one array is not always all that there is. */
static gboolean
read_producer (Chunks *self, PyObject *producer)
{
  gboolean  has_stream = PyObject_HasAttrString (producer, "__arrow_c_stream__");
  PyObject *given = PyObject_CallMethod (producer, has_stream ? "__arrow_c_stream__" : "__arrow_c_array__", NULL);
  if (given == NULL)
    return FALSE;
  gboolean good = has_stream ? read_stream (self, given) : read_array (self, given);
  Py_DECREF (given);
  return good;
}

/* ---- their values ---- */

/* The bytes of an integer, or a date; 0: neither. */
static gsize
width_of (const char *format)
{
  if (strcmp (format, "tdD") == 0)
    return 4;
  if (strlen (format) != 1)
    return 0;
  switch (*format)
    {
    case 'c':
    case 'C':
      return 1;
    case 's':
    case 'S':
      return 2;
    case 'i':
    case 'I':
      return 4;
    case 'l':
    case 'L':
      return 8;
    default:
      return 0;
    }
}

/* More rows than any memory holds, and few enough for their bytes to be counted. */
#define MOST_ROWS (G_MAXINT32 * G_GINT64_CONSTANT (4096))

static gboolean
is_well_formed (const struct ArrowArray *array)
{
  return array->length >= 0 && array->offset >= 0 && array->length <= MOST_ROWS && array->offset <= MOST_ROWS
         && array->null_count >= -1 && array->null_count <= array->length && array->n_buffers == 2 && array->buffers != NULL
         && (array->length == 0 || array->buffers[1] != NULL) && (array->null_count <= 0 || array->buffers[0] != NULL);
}

static const guint8 *
validity_of (const struct ArrowArray *array)
{
  return array->null_count == 0 ? NULL : array->buffers[0];
}

static gsize
count_missing (const struct ArrowArray *array)
{
  const guint8 *validity = validity_of (array);
  gsize         n_missing = 0;
  if (validity == NULL)
    return 0;
  for (gint64 i = 0; i < array->length; i++)
    n_missing += !has_bit (validity, (gsize) (array->offset + i));
  return n_missing;
}

/* What others give need not be aligned. */
#define DEFINE_READ(Number)                                                                                  \
  static gint64 read_##Number (const void *values, gsize place)                                              \
  {                                                                                                          \
    Number number;                                                                                           \
    memcpy (&number, (const char *) values + place * sizeof number, sizeof number);                          \
    return (gint64) number;                                                                                  \
  }

DEFINE_READ (gint8)
DEFINE_READ (guint8)
DEFINE_READ (gint16)
DEFINE_READ (guint16)
DEFINE_READ (gint32)
DEFINE_READ (guint32)
DEFINE_READ (gint64)

static gboolean
read_number (const void *values, gsize place, char format, gint64 *out)
{
  switch (format)
    {
    case 'c':
      *out = read_gint8 (values, place);
      return TRUE;
    case 'C':
      *out = read_guint8 (values, place);
      return TRUE;
    case 's':
      *out = read_gint16 (values, place);
      return TRUE;
    case 'S':
      *out = read_guint16 (values, place);
      return TRUE;
    case 'I':
      *out = read_guint32 (values, place);
      return TRUE;
    case 'L': /* what does not fit reads as less than 0 */
      *out = read_gint64 (values, place);
      return *out >= 0;
    case 'l':
      *out = read_gint64 (values, place);
      return TRUE;
    default: /* "i", and the days of "tdD" */
      *out = read_gint32 (values, place);
      return TRUE;
    }
}

/* Adds the rows of one array to those before; a missing one is no date. */
static gboolean
copy_rows (const struct ArrowArray *array, char format, gsize width, void *out, gsize first)
{
  const guint8 *validity = validity_of (array);
  for (gsize i = 0; i < (gsize) array->length; i++)
    {
      gsize  place = (gsize) array->offset + i;
      gint64 number = width == 4 ? CPPLAN_DATE_NONE : G_MININT64;
      if ((validity == NULL || has_bit (validity, place)) && !read_number (array->buffers[1], place, format, &number))
        {
          PyErr_SetString (PyExc_OverflowError, "a count of days does not fit 64 bits");
          return FALSE;
        }
      if (width == 4)
        ((gint32 *) out)[first + i] = (gint32) number;
      else
        ((gint64 *) out)[first + i] = number;
    }
  return TRUE;
}

static Memory *
copy_chunks (const Chunks *chunks, gsize length, gsize width)
{
  Memory *memory = new_memory (length, width);
  gsize   n_rows = 0;
  for (guint i = 0; memory != NULL && i < chunks->arrays->len; i++)
    {
      const struct ArrowArray *array = &g_array_index (chunks->arrays, struct ArrowArray, i);
      memory->n_missing += count_missing (array);
      if (!copy_rows (array, *chunks->format, width, memory->values, n_rows))
        {
          unref_memory (memory);
          return NULL;
        }
      n_rows += (gsize) array->length;
    }
  return memory;
}

/* One array of a width that can be read where it lies, with nothing missing. */
static Memory *
borrow_chunk (Chunks *chunks, gsize width)
{
  if (chunks->arrays->len != 1 || strchr ("til", *chunks->format) == NULL)
    return NULL;
  struct ArrowArray *array = &g_array_index (chunks->arrays, struct ArrowArray, 0);
  if (array->length == 0 || count_missing (array) > 0)
    return NULL;
  const char *values = (const char *) array->buffers[1] + (gsize) array->offset * width;
  if ((gsize) values % width != 0)
    return NULL;
  Memory *memory = new_borrowed (array, values);
  array->release = NULL;
  return memory;
}

static PyObject *
read_chunks (Chunks *chunks)
{
  gsize width = width_of (chunks->format);
  gsize length = 0;
  if (width == 0)
    return (PyObject *) new_column (NULL, chunks->format, 0, STAGE_TAKEN);
  for (guint i = 0; i < chunks->arrays->len; i++)
    {
      const struct ArrowArray *array = &g_array_index (chunks->arrays, struct ArrowArray, i);
      if (!is_well_formed (array))
        {
          PyErr_SetString (PyExc_ValueError, "the Arrow array is not well formed");
          return NULL;
        }
      length += (gsize) array->length;
    }
  Memory *memory = borrow_chunk (chunks, width);
  gsize   own_width = *chunks->format == 't' || *chunks->format == 'i' ? 4 : 8;
  if (memory == NULL)
    memory = copy_chunks (chunks, length, own_width);
  return memory == NULL ? NULL : (PyObject *) new_column (memory, chunks->format, (Py_ssize_t) own_width, STAGE_TAKEN);
}

PyObject *
cpplan_py_column_take (PyObject *producer)
{
  Chunks    chunks = { g_array_new (FALSE, FALSE, sizeof (struct ArrowArray)), NULL };
  PyObject *column = read_producer (&chunks, producer) ? read_chunks (&chunks) : NULL;
  clear_chunks (&chunks);
  return column;
}

/* Counts of days in the width of the dates that they go with. */
PyObject *
cpplan_py_column_convert (PyObject *object, gint width)
{
  Column *self;
  if (!check_column (object, STAGE_TAKEN, &self))
    return NULL;
  if (width != 4 && width != 8)
    {
      PyErr_SetString (PyExc_ValueError, "counts of days are 4 or 8 bytes wide");
      return NULL;
    }
  if (self->memory == NULL || self->width == width)
    return Py_NewRef (object);
  Memory *memory = new_memory (self->memory->length, (gsize) width);
  if (memory == NULL)
    return NULL;
  for (gsize i = 0; i < memory->length; i++)
    {
      gint64 number = self->width == 4 ? ((const gint32 *) self->memory->values)[i] : ((const gint64 *) self->memory->values)[i];
      if (width == 8)
        ((gint64 *) memory->values)[i] = number;
      else if (width == 4 && number >= G_MININT32 && number <= G_MAXINT32)
        ((gint32 *) memory->values)[i] = (gint32) number;
      else
        {
          unref_memory (memory);
          PyErr_SetString (PyExc_OverflowError, "a count of days does not fit 32 bits");
          return NULL;
        }
    }
  return (PyObject *) new_column (memory, self->format, width, STAGE_TAKEN);
}

/* ---- the type ---- */

static PyMethodDef column_methods[] = {
  { "__arrow_c_schema__", give_schema, METH_NOARGS, NULL },
  { "__arrow_c_array__", (PyCFunction) (void (*) (void)) give_array, METH_VARARGS | METH_KEYWORDS, NULL },
  { NULL, NULL, 0, NULL },
};

static PyGetSetDef column_members[] = {
  { "format", get_format, NULL, NULL, NULL },
  { "n_missing", get_n_missing, NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

gboolean
cpplan_py_columns_init (void)
{
  PyType_Slot slots[] = {
    { Py_tp_dealloc, free_column },   { Py_tp_methods, column_methods },           { Py_tp_getset, column_members },
    { Py_sq_length, get_length },     { Py_sq_item, get_row },                     { Py_bf_getbuffer, get_buffer },
    { Py_bf_releasebuffer, release_buffer }, { 0, NULL },
  };
  PyType_Spec spec = {
    .name = "cpplan._native.Column",
    .basicsize = sizeof (Column),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
  };
  column_type = (PyTypeObject *) PyType_FromSpec (&spec);
  return column_type != NULL;
}
