/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate-row.h"

G_BEGIN_DECLS

#define RAIL_STATUS_ANY (-1)
#define RAIL_USAGE_ANY (-1)

/* What rows to let through; a row has to fulfil all of it. */
typedef struct
{
  const char *text;         /* (nullable): words that all have to be somewhere in a row */
  int         status;       /* a RailStatus, or RAIL_STATUS_ANY */
  int         usage;        /* a RailUsage, or RAIL_USAGE_ANY */
  const char *issuer;       /* (nullable): the issuer's name as in the certificate, NULL for any */
  const char *device;       /* (nullable): a device's name, "" for none, NULL for any */
  gboolean    hide_ended;   /* no expired and no revoked ones, unless status asks for them */
} RailRowCriteria;

#define RAIL_ROW_CRITERIA_ALL { NULL, RAIL_STATUS_ANY, RAIL_USAGE_ANY, NULL, NULL, FALSE }

/* Lets rows through that fulfil the criteria; an authority also for the sake of what it has issued. */
#define RAIL_TYPE_ROW_FILTER (rail_row_filter_get_type ())
G_DECLARE_FINAL_TYPE (RailRowFilter, rail_row_filter, RAIL, ROW_FILTER, GtkFilter)

GtkFilter *rail_row_filter_new   (void);
void       rail_row_filter_set   (RailRowFilter         *self,
                                  const RailRowCriteria *criteria);
void       rail_row_filter_again (RailRowFilter         *self);

G_END_DECLS
