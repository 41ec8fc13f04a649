/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-inspector.h"
#include "rail-certificate-manager-page.h"
#include "rail-certificate-rows.h"
#include "rail-certificate-table.h"
#include "rail-drag-handle.h"
#include "rail-filter-button.h"

G_BEGIN_DECLS

#define RAIL_N_TABS (RAIL_ENTRY_TRUSTED + 1)

struct _RailCertificateManagerPage
{
  GtkWidget                parent_instance;

  /* Template widgets */
  GtkWidget               *pages;            /* "protect" or "manager" */
  GtkWidget               *banner;
  GtkWidget               *keys_banner;      /* why no private key can be used */
  GtkLabel                *keys_reason;
  GtkWidget               *tabs;             /* named as in tab_names */
  GtkWidget               *bodies[RAIL_N_TABS];   /* "empty" or "table" */
  RailCertificateTable    *tables[RAIL_N_TABS];
  GtkLabel                *counts[RAIL_N_TABS];
  GtkWidget               *tab_buttons[RAIL_N_TABS];
  GtkWidget               *create_button;
  GtkWidget               *renew_button;
  GtkEditable             *search;
  RailFilterButton        *filter;
  GtkWidget               *filter_bar;       /* says that and by what the tables are filtered */
  GtkLabel                *filter_text;
  GtkMenuButton           *more_button;
  RailDragHandle          *drag_handle;
  GtkLabel                *drop_hint;        /* while files are held above the page */
  RailCertificateInspector *inspector;
  GMenuModel              *bar_menu;         /* parts of the context menu and of the menu of the tool bar */
  GMenuModel              *look_menu;
  GMenuModel              *exchange_menu;
  GMenuModel              *copy_menu;
  GMenuModel              *end_menu;
  GMenuModel              *table_menu;

  /* Owned references */
  RailProject             *project;
  RailCertificateRows     *rows;
  GHashTable              *changed;          /* the rows to be shown anew */
  guint                    refresh_source;
};

RailEntryKind _rail_certificate_manager_page_get_tab         (RailCertificateManagerPage *self);
GPtrArray    *_rail_certificate_manager_page_get_selected    (RailCertificateManagerPage *self);
void          _rail_certificate_manager_page_clear_filter    (RailCertificateManagerPage *self);

void          _rail_certificate_manager_page_add_drop        (RailCertificateManagerPage *self);
gboolean      _rail_certificate_manager_page_has_action      (RailCertificateManagerPage *self,
                                                              const char                 *name);

void          _rail_certificate_manager_page_install_actions (GtkWidgetClass             *widget_class);
void          _rail_certificate_manager_page_update_actions  (RailCertificateManagerPage *self);

/* rail-certificate-manager-dialogs.c */
void          _rail_certificate_manager_page_install_dialogs (GtkWidgetClass             *widget_class);
void          _rail_certificate_manager_page_update_dialogs  (RailCertificateManagerPage *self,
                                                              GPtrArray                  *selected);

G_END_DECLS
