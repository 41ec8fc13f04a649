/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-names-group"

#include "config.h"

#include "rail-names-group.h"

#include "rail-message-row.h"
#include "rail-name-row.h"

struct _RailNamesGroup
{
  AdwPreferencesGroup     parent_instance;

  /* Template widgets */
  GtkWidget              *nothing;
  RailMessageRow         *message;

  /* Owned references */
  RailCertificateRequest *request;
  GPtrArray              *rows;      /* of RailNameRow, borrowed, in the order of the names */
};

G_DEFINE_FINAL_TYPE (RailNamesGroup, rail_names_group, ADW_TYPE_PREFERENCES_GROUP)

static void
remove_cb (RailNamesGroup *self,
           RailNameRow    *row)
{
  GListStore *names = rail_certificate_request_get_names (self->request);
  guint position;

  if (g_list_store_find (names, rail_name_row_get_name (row), &position))
    g_list_store_remove (names, position);
}

static void
add_name_row (RailNamesGroup      *self,
              RailAlternativeName *name)
{
  GtkWidget *row = rail_name_row_new (name);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

/* A group can only append, so what comes behind a change is taken out and put back. It is a handful of rows. */
static void
names_changed_cb (RailNamesGroup *self,
                  guint           position)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (self->request));
  guint n = g_list_model_get_n_items (names);

  while (self->rows->len > position)
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, self->rows->len - 1));
      g_ptr_array_set_size (self->rows, self->rows->len - 1);
    }
  for (guint i = position; i < n; i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      add_name_row (self, name);
    }
  gtk_widget_set_visible (self->nothing, n == 0);
  /* The sentence about all of them comes last. */
  g_object_ref (self->message);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->message));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->message));
  g_object_unref (self->message);
}

static void
add_cb (RailNamesGroup *self)
{
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_DNS, "");

  g_list_store_append (rail_certificate_request_get_names (self->request), name);
  gtk_widget_child_focus (g_ptr_array_index (self->rows, self->rows->len - 1), GTK_DIR_TAB_FORWARD);
}

static void
rail_names_group_dispose (GObject *object)
{
  RailNamesGroup *self = RAIL_NAMES_GROUP (object);

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_data (rail_certificate_request_get_names (self->request), self);
  g_clear_object (&self->request);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_names_group_parent_class)->dispose (object);
}

static void
rail_names_group_class_init (RailNamesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_names_group_dispose;
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-names-group.ui");
  gtk_widget_class_bind_template_child (widget_class, RailNamesGroup, nothing);
  gtk_widget_class_bind_template_child (widget_class, RailNamesGroup, message);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
rail_names_group_init (RailNamesGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_names_group_set_request:
 * @self: a group without request
 * @request: the request whose names are edited
 */
void
rail_names_group_set_request (RailNamesGroup         *self,
                              RailCertificateRequest *request)
{
  g_return_if_fail (RAIL_IS_NAMES_GROUP (self));
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (request));
  g_return_if_fail (self->request == NULL);

  self->request = g_object_ref (request);
  g_signal_connect_object (rail_certificate_request_get_names (request), "items-changed",
                           G_CALLBACK (names_changed_cb), self, G_CONNECT_SWAPPED);
  names_changed_cb (self, 0);
}

/**
 * rail_names_group_set_error:
 * @self: a group
 * @text: (nullable): what is wrong with the names as a whole
 */
void
rail_names_group_set_error (RailNamesGroup *self,
                            const char     *text)
{
  g_return_if_fail (RAIL_IS_NAMES_GROUP (self));
  rail_message_row_set_error (self->message, text);
}
