/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-edits.h"
#include "rail-job.h"

G_BEGIN_DECLS

/* The certificates of services that one step makes, and the authority that has to be made for them first. */
typedef struct _RailServiceJobs RailServiceJobs;

char            *rail_service_make_common_name (RailDevice    *device,
                                                RailService    service,
                                                guint          id);

RailServiceJobs *rail_service_jobs_new      (RailProject      *project);
void             rail_service_jobs_free     (RailServiceJobs  *self);
gboolean         rail_service_jobs_add      (RailServiceJobs  *self,
                                             RailDevice       *device,
                                             RailService       service,
                                             GError          **error);
GPtrArray       *rail_service_jobs_get_jobs (RailServiceJobs  *self);
GPtrArray       *rail_service_jobs_finish   (RailServiceJobs  *self,
                                             GError          **error);
guint            rail_service_jobs_get_id   (RailServiceJobs  *self,
                                             guint             index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailServiceJobs, rail_service_jobs_free)

G_END_DECLS
