/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-project.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

/* What becomes of a part of a file. */
typedef enum
{
  RAIL_IMPORT_STATE_NEW,          /* a certificate that becomes an entry, or a revocation list for an authority */
  RAIL_IMPORT_STATE_KEY_FOUND,    /* the private key of an entry that had none */
  RAIL_IMPORT_STATE_DUPLICATE,    /* the project, or this import, has it already */
  RAIL_IMPORT_STATE_REFUSED,      /* it was read, but this project cannot take it */
  RAIL_IMPORT_STATE_ORPHAN,       /* a private key whose certificate is nowhere */
  RAIL_IMPORT_STATE_REQUEST,      /* a signing request, which is signed rather than imported */
  RAIL_IMPORT_STATE_LOCKED,       /* its password is missing */
  RAIL_IMPORT_STATE_UNREADABLE,
} RailImportState;

#define RAIL_TYPE_IMPORT_STATE (rail_import_state_get_type ())
GType            rail_import_state_get_type          (void);
const char      *rail_import_state_get_nick          (RailImportState      state);

/* One part of a file. Properties, all notified: "name", "kind-text" ("Certificate with private key"), "source" (file name
 * and place in it), "state", "state-text" (a sentence; the reason where there is one), "becomes" (such as "Device
 * certificate"; empty if it is not taken), "can-choose", and to be set: "chosen", "as-trusted" (only where
 * "can-be-trusted": the certificate without its key goes to the trusted ones). */
#define RAIL_TYPE_IMPORT_ITEM (rail_import_item_get_type ())
G_DECLARE_FINAL_TYPE (RailImportItem, rail_import_item, RAIL, IMPORT_ITEM, GObject)

RailImportState  rail_import_item_get_state           (RailImportItem      *self);
const char      *rail_import_item_get_name            (RailImportItem      *self);
const char      *rail_import_item_get_kind_text       (RailImportItem      *self);
const char      *rail_import_item_get_source          (RailImportItem      *self);
const char      *rail_import_item_get_state_text      (RailImportItem      *self);
const char      *rail_import_item_get_becomes         (RailImportItem      *self);
gboolean         rail_import_item_get_can_choose      (RailImportItem      *self);
gboolean         rail_import_item_get_can_be_trusted  (RailImportItem      *self);
gboolean         rail_import_item_get_chosen          (RailImportItem      *self);
void             rail_import_item_set_chosen          (RailImportItem      *self,
                                                       gboolean             chosen);
void             rail_import_item_set_as_trusted      (RailImportItem      *self,
                                                       gboolean             as_trusted);
RailCertificate *rail_import_item_get_certificate     (RailImportItem      *self);
RailSigningRequest *rail_import_item_get_signing_request (RailImportItem   *self);
RailEntry       *rail_import_item_get_entry           (RailImportItem      *self);

/* A file with something in it that needs a password. Properties: "name" (of the file), "reason". */
#define RAIL_TYPE_IMPORT_LOCKED (rail_import_locked_get_type ())
G_DECLARE_FINAL_TYPE (RailImportLocked, rail_import_locked, RAIL, IMPORT_LOCKED, GObject)

const char      *rail_import_locked_get_name          (RailImportLocked    *self);

/* What a set of files holds, and what of it the project would take. Properties: "busy", "files-read" and "files-found"
 * (while files are read), "n-chosen", "n-new", "n-duplicates", "n-unreadable" (with what is refused or an orphan),
 * "n-ignored" (files in folders that are none of ours), and to be set "take-all-as-trusted". */
#define RAIL_TYPE_IMPORT (rail_import_get_type ())
G_DECLARE_FINAL_TYPE (RailImport, rail_import, RAIL, IMPORT, GObject)

RailImport      *rail_import_new                      (RailProject         *project);
GListModel      *rail_import_get_items                (RailImport          *self);
GListModel      *rail_import_get_locked               (RailImport          *self);
guint            rail_import_get_n_chosen             (RailImport          *self);
guint            rail_import_get_n_new                (RailImport          *self);
guint            rail_import_get_n_duplicates         (RailImport          *self);
guint            rail_import_get_n_unreadable         (RailImport          *self);
guint            rail_import_get_n_ignored            (RailImport          *self);
void             rail_import_set_take_all_as_trusted  (RailImport          *self,
                                                       gboolean             as_trusted);
void             rail_import_set_all_chosen           (RailImport          *self,
                                                       gboolean             chosen);

gboolean         rail_import_add_files                (RailImport          *self,
                                                       GListModel          *files,
                                                       GCancellable        *cancellable,
                                                       GError             **error);
void             rail_import_add_files_async          (RailImport          *self,
                                                       GListModel          *files,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
void             rail_import_add_text_async           (RailImport          *self,
                                                       RailSecret          *text,
                                                       const char          *name,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
gboolean         rail_import_add_files_finish         (RailImport          *self,
                                                       GAsyncResult        *result,
                                                       GError             **error);

const char      *rail_import_get_password_hint        (RailImport          *self);
gboolean         rail_import_unlock                   (RailImport          *self,
                                                       RailImportLocked    *locked,
                                                       RailSecret          *password,
                                                       GError             **error);
void             rail_import_unlock_async             (RailImport          *self,
                                                       RailImportLocked    *locked,
                                                       RailSecret          *password,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
gboolean         rail_import_unlock_finish            (RailImport          *self,
                                                       GAsyncResult        *result,
                                                       GError             **error);

GPtrArray       *rail_import_take                     (RailImport          *self,
                                                       GError             **error);
void             rail_import_take_async               (RailImport          *self,
                                                       RailProgress         progress,
                                                       gpointer             progress_data,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
GPtrArray       *rail_import_take_finish              (RailImport          *self,
                                                       GAsyncResult        *result,
                                                       GError             **error);

G_END_DECLS
