/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A mutator for libFuzzer that knows elements: it removes, doubles and moves whole ones, and puts numbers and words of
 * projects in the place of others, beside what libFuzzer does to bytes. Without it nearly everything is refused by the
 * parser, and the rules behind it are never reached.
 */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ELEMENTS 512

size_t LLVMFuzzerMutate        (uint8_t *data,
                                size_t   size,
                                size_t   max_size);
size_t LLVMFuzzerCustomMutator (uint8_t *data,
                                size_t   size,
                                size_t   max_size,
                                unsigned seed);

typedef struct
{
  size_t start;
  size_t end;
} Span;

static const char * const words[] = {
  "", "0", "1", "2", "-1", "2147483647", "2147483648", "4294967297", "99999999999999999999", "ca", "device", "trusted",
  "ca-root", "opcua-server", "tls-server", "custom", "PLC_1", "s7-1500", "pc", "superseded", "unspecified", "renewed",
  "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-29T00:00:00Z", "AAAA", "\xc3\xa4", "&amp;", "true",
};

/* Where elements begin and end, by counting tags; rough, which is good enough here. */
static unsigned
find_elements (const uint8_t *data,
               size_t         size,
               Span          *spans)
{
  unsigned stack[MAX_ELEMENTS], depth = 0, n = 0;

  for (size_t i = 0; i + 1 < size && n < MAX_ELEMENTS; i++)
    {
      const uint8_t *end;

      if (data[i] != '<' || data[i + 1] == '?' || data[i + 1] == '!')
        continue;
      end = memchr (data + i, '>', size - i);
      if (end == NULL)
        break;
      if (data[i + 1] == '/')
        {
          if (depth > 0)
            spans[stack[--depth]].end = (size_t) (end - data) + 1;
          continue;
        }
      spans[n] = (Span) { i, (size_t) (end - data) + 1 };
      if (end[-1] != '/' && depth < MAX_ELEMENTS)
        stack[depth++] = n;
      n++;
    }
  return n;
}

static size_t
replace (uint8_t    *data,
         size_t      size,
         size_t      max_size,
         Span        span,
         const void *with,
         size_t      with_size)
{
  size_t result = size - (span.end - span.start) + with_size;

  if (result > max_size)
    return size;
  memmove (data + span.start + with_size, data + span.end, size - span.end);
  memcpy (data + span.start, with, with_size);
  return result;
}

/* What stands between two quotes. */
static int
find_value (const uint8_t *data,
            size_t         size,
            unsigned       seed,
            Span          *out_span)
{
  const uint8_t *start, *end;
  size_t from = seed % size;

  start = memchr (data + from, '"', size - from);
  end = start != NULL ? memchr (start + 1, '"', size - (size_t) (start + 1 - data)) : NULL;
  if (end == NULL)
    return 0;
  *out_span = (Span) { (size_t) (start - data) + 1, (size_t) (end - data) };
  return 1;
}

size_t
LLVMFuzzerCustomMutator (uint8_t *data,
                         size_t   size,
                         size_t   max_size,
                         unsigned seed)
{
  static Span spans[MAX_ELEMENTS];
  unsigned n, kind = seed % 8, pick = seed / 8;
  Span span;
  uint8_t *copy;
  size_t copy_size;

  if (size < 4 || kind < 3)
    return LLVMFuzzerMutate (data, size, max_size);
  if (kind == 3)
    {
      const char *word = words[pick / 64 % (sizeof words / sizeof *words)];

      return find_value (data, size, pick, &span) ? replace (data, size, max_size, span, word, strlen (word)) : size;
    }
  n = find_elements (data, size, spans);
  if (n == 0)
    return LLVMFuzzerMutate (data, size, max_size);
  span = spans[pick % n];
  if (kind == 4)
    return replace (data, size, max_size, span, "", 0);

  /* Doubled, or in the place of another. */
  copy_size = span.end - span.start;
  copy = malloc (copy_size);
  memcpy (copy, data + span.start, copy_size);
  if (kind == 5)
    size = replace (data, size, max_size, (Span) { span.end, span.end }, copy, copy_size);
  else
    size = replace (data, size, max_size, spans[pick / n % n], copy, copy_size);
  free (copy);
  return size;
}
