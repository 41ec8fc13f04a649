/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-export.h"

G_BEGIN_DECLS

struct _RailExport
{
  GObject         parent_instance;

  /* Owned References */
  RailProject    *project;
  GPtrArray      *entries;       /* of RailEntry */
  RailSecret     *password;

  RailFormat      format;
  RailKeyCipher   cipher;
  RailPkcs12Form  form;
  gboolean        private_key;
  gboolean        encrypt;
  gboolean        chain;
  gboolean        bundle;
};

gboolean   rail_export_wants_key   (RailExport    *self);
gboolean   rail_export_wants_chain (RailExport    *self);
gboolean   rail_export_wants_bundle (RailExport   *self);
char      *rail_export_join_pem    (RailProject   *project,
                                    GPtrArray     *entries,
                                    gboolean       with_chain);
GPtrArray *rail_export_list_paths  (RailExport    *self,
                                    const char    *path);
GPtrArray *rail_export_write_files (RailExport    *self,
                                    GFile         *output,
                                    GCancellable  *cancellable,
                                    GError       **error);

G_END_DECLS
