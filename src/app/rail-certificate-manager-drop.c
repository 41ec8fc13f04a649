/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files dropped on the certificate manager: import, or a new certificate for the row below the pointer. */

#define G_LOG_DOMAIN "rail-certificate-manager-drop"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include <glib/gi18n.h>

static gboolean
has_suffix (GFile              *file,
            const char * const *suffixes)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_utf8_strdown (name, -1) : NULL;

  for (guint i = 0; lower != NULL && suffixes[i] != NULL; i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  return FALSE;
}

/* (nullable): the row that the files are a replacement for: there is one file, with a key in it, and it is above a row */
static RailEntry *
find_replaced (RailCertificateManagerPage *self,
               GSList                     *files,
               double                      x,
               double                      y)
{
  static const char * const key_files[] = { ".p12", ".pfx", NULL };
  RailCertificateTable *table = self->tables[_rail_certificate_manager_page_get_tab (self)];

  if (g_slist_length (files) != 1 || !has_suffix (files->data, key_files) ||
      !_rail_certificate_manager_page_has_action (self, "manager.replace-file") ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (table), x, y, &x, &y))
    return NULL;
  return rail_certificate_table_find_at (table, x, y);
}

/**
 * rail_certificate_manager_page_import:
 * @self: a certificate manager that shows a project
 * @files: (element-type GFile): files and folders
 *
 * Opens the dialog that imports @files.
 */
void
rail_certificate_manager_page_import (RailCertificateManagerPage *self,
                                      GSList                     *files)
{
  GVariantBuilder uris;

  g_return_if_fail (RAIL_IS_CERTIFICATE_MANAGER_PAGE (self));
  g_return_if_fail (files != NULL);

  g_variant_builder_init (&uris, G_VARIANT_TYPE_STRING_ARRAY);
  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *uri = g_file_get_uri (link->data);

      g_variant_builder_add (&uris, "s", uri);
    }
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "manager.import-files", g_variant_builder_end (&uris));
}

static void
hide_hint (RailCertificateManagerPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->drop_hint), FALSE);
}

static gboolean
drop_cb (RailCertificateManagerPage *self,
         const GValue               *value,
         double                      x,
         double                      y)
{
  static const char * const projects[] = { ".certrail", NULL };
  g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr(GSList) others = NULL;
  RailEntry *replaced;
  gboolean taken = FALSE;

  hide_hint (self);
  /* A project is opened wherever in the window it is dropped. */
  for (GSList *link = files; link != NULL; link = link->next)
    {
      GFile *file = link->data;

      if (has_suffix (file, projects))
        {
          g_application_open (g_application_get_default (), &file, 1, "");
          taken = TRUE;
        }
      else
        others = g_slist_append (others, file);
    }
  if (others == NULL)
    return taken;

  replaced = find_replaced (self, others, x, y);
  if (replaced != NULL)
    {
      g_autofree char *uri = g_file_get_uri (others->data);

      gtk_widget_activate_action (GTK_WIDGET (self), "manager.replace-file", "(us)", rail_entry_get_id (replaced), uri);
    }
  else
    rail_certificate_manager_page_import (self, others);
  return TRUE;
}

/* Our own rows are files, too, but they are here already. */
static gboolean
accept_cb (RailCertificateManagerPage *self,
           GdkDrop                    *drop)
{
  return self->project != NULL && gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST) &&
         _rail_certificate_manager_page_has_action (self, "manager.import-files");
}

/* Says before the drop what it will do. */
static GdkDragAction
motion_cb (RailCertificateManagerPage *self,
           double                      x,
           double                      y,
           GtkDropTarget              *target)
{
  const GValue *value = gtk_drop_target_get_value (target);
  g_autoptr(GSList) files = NULL;
  g_autofree char *text = NULL;
  RailEntry *replaced = NULL;

  if (value != NULL)
    {
      files = gdk_file_list_get_files (g_value_get_boxed (value));
      replaced = find_replaced (self, files, x, y);
    }
  if (replaced != NULL)
    text = g_strdup_printf (_("Drop to replace %u · %s"), rail_entry_get_id (replaced),
                            rail_certificate_get_common_name (rail_entry_get_certificate (replaced)));
  else
    text = g_strdup (_("Drop to import"));
  gtk_label_set_text (self->drop_hint, text);
  gtk_widget_set_visible (GTK_WIDGET (self->drop_hint), TRUE);
  return GDK_ACTION_COPY;
}

static GdkDragAction
enter_cb (RailCertificateManagerPage *self,
          double                      x,
          double                      y,
          GtkDropTarget              *target)
{
  return motion_cb (self, x, y, target);
}

/* Lets files be dropped on the whole page. */
void
_rail_certificate_manager_page_add_drop (RailCertificateManagerPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_swapped (target, "accept", G_CALLBACK (accept_cb), self);
  g_signal_connect_swapped (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (hide_hint), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
