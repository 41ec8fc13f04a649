/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody typed to find certificates with, taken apart. */
typedef struct _RailSearchWords RailSearchWords;

/* What a certificate can be found by. */
typedef struct
{
  guint  id;
  char  *text;   /* words in any language, folded by rail_search_fold() */
  char  *codes;  /* hexadecimal digits without separators, one code a line, in small letters */
} RailSearchText;

char            *rail_search_fold          (const char            *text);
RailSearchWords *rail_search_words_new     (const char            *text);
void             rail_search_words_free    (RailSearchWords       *self);
gboolean         rail_search_words_is_empty (RailSearchWords      *self);
const char      *rail_search_words_get_text (RailSearchWords      *self);
const char      *rail_search_words_get_code (RailSearchWords      *self);
gboolean         rail_search_words_equal   (RailSearchWords       *self,
                                            RailSearchWords       *other);
gboolean         rail_search_words_narrows (RailSearchWords       *self,
                                            RailSearchWords       *other);
gboolean         rail_search_words_match   (RailSearchWords       *self,
                                            const RailSearchText  *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailSearchWords, rail_search_words_free)

G_END_DECLS
