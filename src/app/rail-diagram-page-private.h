/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-diagram-page.h"
#include "rail-diagram-view.h"

G_BEGIN_DECLS

struct _RailDiagramPage
{
  AdwBin            parent_instance;

  /* Template widgets */
  GtkDropDown      *scenarios;
  GtkDropDown      *devices;
  GtkDropDown      *partners;
  GtkToggleButton  *picture_button;
  GtkWidget        *zoom_box;
  GtkButton        *zoom_button;
  GtkLabel         *summary;
  GtkStack         *stack;           /* “empty”, “picture”, “list” */
  AdwStatusPage    *empty;
  RailDiagramView  *view;
  GtkLabel         *needed;
  GtkListBox       *list;
  GtkLabel         *steps;
  GtkRevealer      *inspector;
  GtkImage         *item_icon;
  GtkLabel         *item_title;
  GtkLabel         *item_place;
  GtkLabel         *item_reason;
  GtkSpinner       *spinner;
  GtkWidget        *repair_button;

  /* Owned references */
  RailProject      *project;
  GSignalGroup     *project_signals;
  RailDiagram      *diagram;         /* (nullable) */
  RailDiagramItem  *item;            /* (nullable): that is selected */
  GPtrArray        *device_choices;  /* (nullable): of RailDevice */
  GPtrArray        *partner_choices; /* (nullable): of RailEntry or RailDevice */
  char             *device;          /* (nullable): a name: devices are other objects after each step */
  char             *partner;         /* (nullable): likewise, of a device */
  guint             partner_id;      /* likewise, of a certificate */
  guint             update_id;
  RailScenario      scenario;
  gboolean          is_old;          /* the project has changed since the diagram was made */
  gboolean          is_updating;     /* rows are filled by the program */
  gboolean          is_repairing;
};

/* rail-diagram-page.c */
void _rail_diagram_page_update_item   (RailDiagramPage *self);
void _rail_diagram_page_show_item     (RailDiagramPage *self,
                                       RailDiagramItem *item);

/* rail-diagram-page-actions.c */
void _rail_diagram_page_class_actions (GtkWidgetClass  *widget_class);

G_END_DECLS
