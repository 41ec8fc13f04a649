/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-create-dialog.h"
#include "rail-date-row.h"
#include "rail-key-usage-group.h"
#include "rail-message-row.h"
#include "rail-names-group.h"

G_BEGIN_DECLS

struct _RailCreateDialog
{
  AdwWindow          parent_instance;

  /* Template widgets */
  GtkWidget         *pages;             /* "form" or "progress" */
  GtkWidget         *create;
  GtkLabel          *progress;
  GtkWidget         *summary_bar;
  GtkImage          *summary_icon;
  GtkLabel          *summary;
  AdwComboRow       *usage;
  AdwComboRow       *issuer;
  AdwComboRow       *device;
  GtkWidget         *common_name;
  GtkWidget         *organization;
  GtkWidget         *organizational_unit;
  GtkWidget         *locality;
  GtkWidget         *state;
  GtkWidget         *country;
  GtkWidget         *subject;
  AdwComboRow       *key_kind;
  AdwComboRow       *hash;
  RailDateRow       *not_before;
  RailDateRow       *not_after;
  GtkWidget         *outlive_row;
  GtkWidget         *outlive;
  RailNamesGroup    *names;
  RailKeyUsageGroup *key_usage;
  RailMessageRow    *usage_message;
  RailMessageRow    *issuer_message;
  RailMessageRow    *device_message;
  RailMessageRow    *common_name_message;
  RailMessageRow    *subject_message;
  RailMessageRow    *key_kind_message;
  RailMessageRow    *hash_message;
  RailMessageRow    *not_before_message;
  RailMessageRow    *not_after_message;

  /* Owned references */
  RailProject       *project;
  RailCreation      *creation;
  GPtrArray         *issuers;           /* of RailEntry, in the order of the drop-down behind “self-signed” */
  GCancellable      *cancellable;       /* while the certificate is being made */
  char              *failure;           /* (nullable): why the last try did not work */

  gboolean           updating;          /* widgets are being set from the creation */
  gboolean           name_touched;
};

void _rail_create_dialog_fill     (RailCreateDialog *self);
void _rail_create_dialog_sync     (RailCreateDialog *self);
void _rail_create_dialog_read     (RailCreateDialog *self,
                                   AdwComboRow      *row);
void _rail_create_dialog_complain (RailCreateDialog *self);

G_END_DECLS
