/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* One certificate to be made by a worker: what goes in belongs to it alone, what comes out is values. */
typedef struct _RailJob RailJob;

struct _RailJob
{
  RailCertificateRequest *request;
  RailEntry              *issuer;        /* only looked at on the main thread */
  RailKey                *issuer_key;
  RailJob                *parent;        /* whose certificate and key sign, instead of issuer_key; not owned */
  guint                   depth;         /* how many parents there are */
  char                   *device;
  guint                   id;            /* that its entry gets; 0: the next one, when it is made */

  RailKey                *key;           /* given, or made */
  RailCertificate        *certificate;
  GError                 *error;
};

RailJob  *rail_job_new     (RailCertificateRequest *request,
                            RailEntry              *issuer,
                            const char             *device);
RailJob  *rail_job_new_for_key (RailCertificateRequest *request,
                                RailEntry              *issuer,
                                RailJob                *parent,
                                RailKey                *key);
void      rail_job_free    (RailJob                *self);
gboolean  rail_jobs_run    (GPtrArray              *jobs,
                            RailProgress            progress,
                            gpointer                progress_data,
                            GCancellable           *cancellable,
                            GError                **error);
gboolean  rail_jobs_check_issuers (GPtrArray      *jobs,
                                   RailProject    *project,
                                   GError        **error);
gboolean  rail_jobs_check_devices (GPtrArray      *jobs,
                                   RailProject    *project,
                                   GError        **error);
GPtrArray *rail_jobs_make_entries (GPtrArray       *jobs,
                                   RailProject     *project);

/* rail-project-protect.c */
RailJob   *rail_project_make_authority_job (RailProject *self,
                                            RailKeyKind  kind,
                                            RailHash     hash,
                                            const char  *label);

/* rail-job-background.c */
void       rail_jobs_run_async    (GPtrArray           *jobs,
                                   GTask               *task,
                                   RailProgress         progress,
                                   gpointer             progress_data);
GPtrArray *rail_jobs_run_finish   (GTask               *task,
                                   GError             **error);

G_END_DECLS
