/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-request.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* How long the new certificates are valid. */
typedef enum
{
  RAIL_VALIDITY_SAME,     /* as long as before, in calendar months */
  RAIL_VALIDITY_MONTHS,   /* so many calendar months */
  RAIL_VALIDITY_UNTIL,    /* to a date */
} RailValidity;

/* What stands in the way. The low half forbids renewing, the high half is advice. */
typedef enum
{
  RAIL_RENEWAL_EMPTY             = 1 << 0,    /* nothing is to be renewed */
  RAIL_RENEWAL_LOCKED            = 1 << 1,    /* the keys of the project are not unlocked */
  RAIL_RENEWAL_VALIDITY          = 1 << 2,    /* the date is in the past, or there are no months */
  RAIL_RENEWAL_UNRENEWABLE       = 1 << 3,    /* some items have a problem of their own */

  RAIL_RENEWAL_ADVICE_SHORTENED  = 1 << 16,   /* some end earlier than asked for, with their issuer */
  RAIL_RENEWAL_ADVICE_OLD_ISSUED = 1 << 17,   /* an authority gets a new key, and what it issued stays with the old one */
  RAIL_RENEWAL_ADVICE_EXPIRING   = 1 << 18,   /* as long as before is so short that some expire soon at once */
} RailRenewalProblems;

#define RAIL_RENEWAL_ERRORS 0xffff

#define RAIL_TYPE_VALIDITY (rail_validity_get_type ())
#define RAIL_TYPE_RENEWAL_PROBLEMS (rail_renewal_problems_get_type ())
GType                   rail_validity_get_type         (void);
GType                   rail_renewal_problems_get_type (void);

/* One certificate that a renewal issues. Properties: "entry", "request", "issuer", "cause", "problem", "summary". */
#define RAIL_TYPE_RENEWAL_ITEM (rail_renewal_item_get_type ())
G_DECLARE_FINAL_TYPE (RailRenewalItem, rail_renewal_item, RAIL, RENEWAL_ITEM, GObject)

RailEntry              *rail_renewal_item_get_entry    (RailRenewalItem     *self);
RailCertificateRequest *rail_renewal_item_get_request  (RailRenewalItem     *self);
RailEntry              *rail_renewal_item_get_issuer   (RailRenewalItem     *self);
RailEntry              *rail_renewal_item_get_cause    (RailRenewalItem     *self);
gboolean                rail_renewal_item_keeps_key    (RailRenewalItem     *self);
const char             *rail_renewal_item_get_problem  (RailRenewalItem     *self);
const char             *rail_renewal_item_get_summary  (RailRenewalItem     *self);

#define RAIL_TYPE_RENEWAL (rail_renewal_get_type ())
G_DECLARE_FINAL_TYPE (RailRenewal, rail_renewal, RAIL, RENEWAL, GObject)

RailRenewal            *rail_renewal_new               (RailProject         *project,
                                                        GPtrArray           *entries);
void                    rail_renewal_set_names         (RailRenewal         *self,
                                                        RailEntry           *entry,
                                                        GPtrArray           *names,
                                                        const char          *common_name);
GListModel             *rail_renewal_get_items         (RailRenewal         *self);
RailRenewalProblems     rail_renewal_validate          (RailRenewal         *self);
char                   *rail_renewal_describe          (RailRenewal         *self,
                                                        RailRenewalProblems  problem);
guint                   rail_renewal_drop_unrenewable  (RailRenewal         *self);
void                    rail_renewal_set_error         (RailRenewal         *self,
                                                        GError             **error);

GPtrArray              *rail_project_list_expiring     (RailProject         *self,
                                                        gint64               before);
gboolean                rail_project_renew             (RailProject         *self,
                                                        RailRenewal         *renewal,
                                                        GError             **error);
void                    rail_project_renew_async       (RailProject         *self,
                                                        RailRenewal         *renewal,
                                                        RailProgress         progress,
                                                        gpointer             progress_data,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
gboolean                rail_project_renew_finish      (RailProject         *self,
                                                        GAsyncResult        *result,
                                                        GError             **error);

G_END_DECLS
