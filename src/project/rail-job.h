/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* One certificate to be made by a worker: what goes in belongs to it alone, what comes out is values. */
typedef struct
{
  RailCertificateRequest *request;
  RailEntry              *issuer;        /* only looked at on the main thread */
  RailKey                *issuer_key;
  char                   *device;

  RailKey                *key;
  RailCertificate        *certificate;
  GError                 *error;
} RailJob;

RailJob  *rail_job_new     (RailCertificateRequest *request,
                            RailEntry              *issuer,
                            const char             *device);
void      rail_job_free    (RailJob                *self);
gboolean  rail_jobs_run    (GPtrArray              *jobs,
                            RailProgress            progress,
                            gpointer                progress_data,
                            GCancellable           *cancellable,
                            GError                **error);
GPtrArray *rail_jobs_make_entries (GPtrArray       *jobs,
                                   RailProject     *project);

G_END_DECLS
