/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-bundle.h"
#include "rail-import.h"

G_BEGIN_DECLS

/* A file, or what one reading of it found. A worker makes it; then it belongs to the main thread. */
typedef struct _RailImportSource RailImportSource;
struct _RailImportSource
{
  GFile     *file;           /* NULL for text that is in no file */
  char      *name;           /* for people */
  gboolean   walked;         /* found in a folder, not chosen by itself */

  GBytes    *bytes;          /* kept while something in it is locked */
  GPtrArray *items;          /* of RailBundleItem that is not locked */
  GPtrArray *locked;         /* of RailBundleItem that is */
  GHashTable *opened;        /* set of text: what was locked, and is not any more */
  char      *failure;        /* why there is nothing; NULL if there is */
  gboolean   is_foreign;     /* nothing in it is ours */
  RailImportSource *origin;  /* what is read again; not to be touched by a worker */
};

RailImportSource *rail_import_source_new      (GFile            *file,
                                               const char       *name,
                                               gboolean          walked);
RailImportSource *rail_import_source_new_for_text (RailSecret     *text,
                                                   const char     *name);
RailImportSource *rail_import_source_new_again (RailImportSource *self);
void              rail_import_source_free     (RailImportSource *self);
void              rail_import_source_read     (RailImportSource *self,
                                               GPtrArray        *passwords,
                                               gboolean          unprotected);
gboolean          rail_import_source_merge    (RailImportSource *self,
                                               RailImportSource *again);

GPtrArray        *rail_import_walk            (GPtrArray        *files,
                                               GCancellable     *cancellable,
                                               GError          **error);

/* Many files under way. The main thread reads only the counters until it is done. */
typedef struct
{
  GPtrArray    *files;        /* of GFile; NULL if the sources are known */
  GPtrArray    *sources;      /* of RailImportSource; NULL until they are */
  GPtrArray    *passwords;    /* of RailSecret */
  gboolean      unprotected;
  GCancellable *cancellable;
  int           n_found;      /* atomic, as the next */
  int           n_read;
} RailImportRun;

RailImportRun    *rail_import_run_new         (GPtrArray        *files,
                                               GPtrArray        *sources,
                                               GPtrArray        *passwords,
                                               gboolean          unprotected,
                                               GCancellable     *cancellable);
RailImportRun    *rail_import_run_ref         (RailImportRun    *self);
void              rail_import_run_unref       (gpointer          self);
gboolean          rail_import_run_work        (RailImportRun    *self,
                                               GError          **error);

/* rail-import.c plans and takes, rail-import-read.c reads. */
struct _RailImport
{
  GObject        parent_instance;

  /* Owned References */
  RailProject   *project;
  GPtrArray     *sources;       /* of RailImportSource */
  GPtrArray     *passwords;     /* of RailSecret: that opened something */
  GListStore    *items;         /* of RailImportItem */
  GListStore    *locked;        /* of RailImportLocked */
  RailImportRun *run;           /* NULL unless busy */
  guint          ticker;

  gboolean       as_trusted;
  guint          n_ignored;
  guint          counts[RAIL_IMPORT_STATE_UNREADABLE + 1];
};

/* One part of one, as it is shown. */
struct _RailImportItem
{
  GObject            parent_instance;

  RailImport        *import;         /* weak: told of choices; NULL when that is gone */
  RailBundleItem    *part;           /* NULL for a file that could not be read */
  RailImportState    state;
  char              *name;
  char              *source;
  char              *state_text;
  char              *becomes;
  RailKey           *key;            /* of a certificate, found in any of the files */
  GPtrArray         *entries;        /* of RailEntry that get the key, or the one that is the duplicate or the authority */
  RailImportItem    *authority;      /* of a revocation list: a certificate of this import */
  char              *refusal;        /* why the certificate cannot come with its key; NULL if it can */
  gboolean           is_certificate;
  gboolean           is_choosable;
  gboolean           is_chosen;
  gboolean           as_trusted;
};

RailImportItem   *rail_import_item_new        (RailImport       *import,
                                               RailBundleItem   *part);
void              rail_import_item_reset      (RailImportItem   *self,
                                               RailImportState   state,
                                               const char       *name,
                                               const char       *source);
void              rail_import_item_add_entry  (RailImportItem   *self,
                                               RailEntry        *entry);
void              rail_import_item_update     (RailImportItem   *self,
                                               const char       *state_text,
                                               const char       *becomes);
void              rail_import_item_settle     (RailImportItem   *self);

RailImportLocked *rail_import_locked_new      (RailImportSource *source);
RailImportSource *rail_import_locked_get_source (RailImportLocked *self);

/* rail-import.c */
void              rail_import_plan_again      (RailImport       *self);
void              rail_import_choice_changed  (RailImport       *self,
                                               RailImportItem   *item);

/* rail-import-plan.c */
GPtrArray        *rail_import_plan            (RailImport       *self,
                                               RailProject      *project,
                                               GPtrArray        *sources,
                                               GHashTable       *before,
                                               gboolean          as_trusted);
GPtrArray        *rail_import_make_intakes    (GListModel       *items);

G_END_DECLS
