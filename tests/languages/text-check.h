/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _TextCheck TextCheck;

TextCheck *text_check_new    (gboolean     finds_untranslated);
void       text_check_window (TextCheck   *self,
                              GtkWindow   *window,
                              const char  *place);
/* Prints what was found, each once. */
guint      text_check_end    (TextCheck   *self);

G_END_DECLS
