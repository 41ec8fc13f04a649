/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-inspector.h"
#include "rail-certificate-manager-page.h"
#include "rail-certificate-rows.h"
#include "rail-certificate-table.h"

G_BEGIN_DECLS

#define RAIL_N_TABS (RAIL_ENTRY_TRUSTED + 1)

struct _RailCertificateManagerPage
{
  GtkWidget                parent_instance;

  /* Template widgets */
  GtkWidget               *pages;            /* "protect" or "manager" */
  GtkWidget               *banner;
  GtkWidget               *tabs;             /* named as in tab_names */
  GtkWidget               *bodies[RAIL_N_TABS];   /* "empty" or "table" */
  RailCertificateTable    *tables[RAIL_N_TABS];
  GtkLabel                *counts[RAIL_N_TABS];
  GtkWidget               *tab_buttons[RAIL_N_TABS];
  GtkWidget               *create_button;
  GtkEditable             *search;
  GtkDropDown             *status;
  RailCertificateInspector *inspector;
  GMenuModel              *context_menu;

  /* Owned references */
  RailProject             *project;
  RailCertificateRows     *rows;
  GHashTable              *changed;          /* the rows to be shown anew */
  guint                    refresh_source;
};

RailEntryKind _rail_certificate_manager_page_get_tab         (RailCertificateManagerPage *self);
GPtrArray    *_rail_certificate_manager_page_get_selected    (RailCertificateManagerPage *self);
void          _rail_certificate_manager_page_clear_filter    (RailCertificateManagerPage *self);

void          _rail_certificate_manager_page_install_actions (GtkWidgetClass             *widget_class);
void          _rail_certificate_manager_page_update_actions  (RailCertificateManagerPage *self);

G_END_DECLS
