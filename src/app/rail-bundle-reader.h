/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-bundle.h"

G_BEGIN_DECLS

/* Reads a few chosen files in a worker: a password may cost a second. */
void       rail_bundle_reader_read_async  (GListModel           *files,
                                           RailSecret           *password,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray *rail_bundle_reader_read_finish (GAsyncResult         *result,
                                           RailBundleFlags      *out_flags,
                                           GError              **error);

GPtrArray *rail_bundle_reader_list_certificates (GPtrArray       *bundles);
RailKey   *rail_bundle_reader_find_key          (GPtrArray       *bundles,
                                                 RailCertificate *certificate);
RailSigningRequest *rail_bundle_reader_find_request (GPtrArray   *bundles);

G_END_DECLS
