/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-pkcs12.h"
#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_EXCHANGE_ERROR (rail_exchange_error_quark ())

typedef enum
{
  RAIL_EXCHANGE_ERROR_FAILED,     /* the file system said no */
  RAIL_EXCHANGE_ERROR_INVALID,    /* an option that does not fit, see rail_export_validate() */
  RAIL_EXCHANGE_ERROR_NO_KEY,     /* the private key is not in the project */
  RAIL_EXCHANGE_ERROR_NO_ISSUER,  /* a certificate of the chain is not in the project */
} RailExchangeError;

GQuark         rail_exchange_error_quark  (void);

typedef enum
{
  RAIL_FORMAT_CER,
  RAIL_FORMAT_DER,
  RAIL_FORMAT_CRT,
  RAIL_FORMAT_PEM,
  RAIL_FORMAT_CRL,
  RAIL_FORMAT_P12,
} RailFormat;

/* What of the table in B5 a format offers. */
typedef enum
{
  RAIL_EXPORT_OPTION_PRIVATE_KEY = 1 << 0,
  RAIL_EXPORT_OPTION_ENCRYPTION  = 1 << 1,
  RAIL_EXPORT_OPTION_CHAIN       = 1 << 2,
  RAIL_EXPORT_OPTION_PASSWORD    = 1 << 3,
  RAIL_EXPORT_OPTION_FORM        = 1 << 4,
  RAIL_EXPORT_OPTION_BUNDLE      = 1 << 5,
} RailExportOptions;

typedef enum
{
  RAIL_EXPORT_NOTHING_CHOSEN     = 1 << 0,
  RAIL_EXPORT_NO_KEY             = 1 << 1,   /* a key is wanted that the project does not have */
  RAIL_EXPORT_NOT_AN_AUTHORITY   = 1 << 2,   /* a revocation list of something that is no CA with its key */
  RAIL_EXPORT_CHAIN_INCOMPLETE   = 1 << 3,
  RAIL_EXPORT_KEY_LOCKED         = 1 << 4,   /* a key is wanted that this login cannot use */
  RAIL_EXPORT_LOCAL              = 1 << 5,   /* a key is wanted that does not leave the local certificate manager */
} RailExportProblems;

#define RAIL_TYPE_FORMAT (rail_format_get_type ())
GType          rail_format_get_type       (void);
const char    *rail_format_get_nick       (RailFormat         format);
const char    *rail_format_get_label      (RailFormat         format);
gboolean       rail_format_parse          (const char        *nick,
                                           RailFormat        *out_format);
RailExportOptions rail_format_get_options (RailFormat         format);

/* One export as a form object: properties "format", "private-key", "encrypt", "cipher", "password" (RailSecret, NULL or
 * empty: the project's name), "chain", "form", "bundle" (all certificates in one file, which never holds keys). */
#define RAIL_TYPE_EXPORT (rail_export_get_type ())
G_DECLARE_FINAL_TYPE (RailExport, rail_export, RAIL, EXPORT, GObject)

RailExport    *rail_export_new            (RailProject       *project,
                                           GPtrArray         *entries);
RailExportProblems rail_export_validate   (RailExport        *self);
char          *rail_export_describe       (RailExport        *self,
                                           RailExportProblems problem);
gboolean       rail_export_writes_plain_key (RailExport      *self);
gboolean       rail_export_uses_project_name (RailExport     *self);
gboolean       rail_export_writes_one_file (RailExport       *self);
char          *rail_export_to_pem_text    (RailProject       *project,
                                           GPtrArray         *entries);
char          *rail_export_dup_file_name  (RailExport        *self);
GPtrArray     *rail_export_dup_paths      (RailExport        *self,
                                           GFile             *output);
GPtrArray     *rail_export_write          (RailExport        *self,
                                           GFile             *output,
                                           GError           **error);
void           rail_export_write_async    (RailExport        *self,
                                           GFile             *output,
                                           GCancellable      *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer           user_data);
GPtrArray     *rail_export_write_finish   (RailExport        *self,
                                           GAsyncResult      *result,
                                           GError           **error);

G_END_DECLS
