/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-filter-button"

#include "config.h"

#include "rail-filter-button.h"

#include "rail-state.h"

#include <glib/gi18n.h>

/* The drop-downs; the first item of each lets everything through. */
enum
{
  BY_STATUS,
  BY_USAGE,
  BY_ISSUER,
  BY_DEVICE,
  N_CHOICES,
};

struct _RailFilterButton
{
  GtkWidget    parent_instance;

  /* Template widgets */
  GtkWidget   *button;
  GtkDropDown *drop_downs[N_CHOICES];
  GtkWidget   *hide_ended;
  GtkWidget   *clear;

  /* Owned references */
  RailProject *project;            /* (nullable) */
  GPtrArray   *keys[N_CHOICES];    /* what each item stands for; NULL for the first one */

  gboolean     filling;
};

G_DEFINE_FINAL_TYPE (RailFilterButton, rail_filter_button, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char * const any_labels[N_CHOICES] = {
  [BY_STATUS] = N_("Any status"),
  [BY_USAGE]  = N_("Any usage"),
  [BY_ISSUER] = N_("Any issuer"),
  [BY_DEVICE] = N_("Any device"),
};

static const char *
get_key (RailFilterButton *self,
         guint             choice)
{
  guint selected = gtk_drop_down_get_selected (self->drop_downs[choice]);

  return selected < self->keys[choice]->len ? g_ptr_array_index (self->keys[choice], selected) : NULL;
}

static const char *
get_label (RailFilterButton *self,
           guint             choice)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (self->drop_downs[choice]));
}

static void
add_item (RailFilterButton *self,
          guint             choice,
          GtkStringList    *labels,
          const char       *key,
          const char       *label)
{
  gtk_string_list_append (labels, label);
  g_ptr_array_add (self->keys[choice], g_strdup (key));
}

static void
add_statuses (RailFilterButton *self,
              GtkStringList    *labels)
{
  for (RailStatus i = RAIL_STATUS_VALID; i <= RAIL_STATUS_REVOKED; i++)
    add_item (self, BY_STATUS, labels, rail_status_get_nick (i), rail_status_get_label (i));
}

static void
add_usages (RailFilterButton *self,
            GtkStringList    *labels)
{
  guint n;
  const RailProfile *profiles = rail_profile_get_all (&n);

  for (guint i = 0; i < n; i++)
    add_item (self, BY_USAGE, labels, profiles[i].nick, rail_profile_get_label (&profiles[i]));
}

static int
compare_labels_cb (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  return g_utf8_collate (g_hash_table_lookup (user_data, *(const char **) a),
                         g_hash_table_lookup (user_data, *(const char **) b));
}

/* @found: key → label, in the order of the labels */
static void
add_found (RailFilterButton *self,
           guint             choice,
           GtkStringList    *labels,
           GHashTable       *found)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort_with_data (keys, compare_labels_cb, found);
  for (guint i = 0; i < keys->len; i++)
    add_item (self, choice, labels, g_ptr_array_index (keys, i), g_hash_table_lookup (found, g_ptr_array_index (keys, i)));
}

static void
add_issuers (RailFilterButton *self,
             GtkStringList    *labels)
{
  g_autoptr(GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *entries = rail_project_get_entries (self->project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *certificate = rail_entry_get_certificate (entry);

      /* Both belong to the certificate, which the project keeps. */
      g_hash_table_insert (found, (gpointer) rail_certificate_get_issuer (certificate),
                           (gpointer) rail_certificate_get_issuer_label (certificate));
    }
  add_found (self, BY_ISSUER, labels, found);
}

static void
add_devices (RailFilterButton *self,
             GtkStringList    *labels)
{
  g_autoptr(GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *devices = rail_project_get_devices (self->project);

  add_item (self, BY_DEVICE, labels, "", _("Not assigned"));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);
      gpointer name = (gpointer) rail_device_get_name (device);

      g_hash_table_insert (found, name, name);
    }
  add_found (self, BY_DEVICE, labels, found);
}

/* Lists what there is to choose, and keeps what is chosen unless it is gone. */
static void
fill (RailFilterButton *self,
      guint             choice)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  g_autofree char *before = g_strdup (get_key (self, choice));
  guint position = 0;

  g_ptr_array_set_size (self->keys[choice], 0);
  add_item (self, choice, labels, NULL, _(any_labels[choice]));
  if (choice == BY_STATUS)
    add_statuses (self, labels);
  else if (choice == BY_USAGE)
    add_usages (self, labels);
  else if (choice == BY_ISSUER && self->project != NULL)
    add_issuers (self, labels);
  else if (choice == BY_DEVICE && self->project != NULL)
    add_devices (self, labels);

  for (guint i = 1; before != NULL && i < self->keys[choice]->len; i++)
    if (g_str_equal (g_ptr_array_index (self->keys[choice], i), before))
      position = i;
  gtk_drop_down_set_model (self->drop_downs[choice], G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->drop_downs[choice], position);
  g_object_unref (labels);
}

static void
update (RailFilterButton *self)
{
  gboolean on = rail_filter_button_is_on (self);

  gtk_widget_set_sensitive (self->clear, on);
  if (on)
    gtk_widget_add_css_class (self->button, "filter-is-on");
  else
    gtk_widget_remove_css_class (self->button, "filter-is-on");
}

static void
changed_cb (RailFilterButton *self)
{
  if (self->filling)
    return;
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
hide_ended_cb (RailFilterButton *self)
{
  rail_state_set_int (rail_state_get_default (), "table", "hide-ended",
                      gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hide_ended)));
  rail_state_write (rail_state_get_default ());
  changed_cb (self);
}

static void
show_cb (RailFilterButton *self)
{
  self->filling = TRUE;
  fill (self, BY_ISSUER);
  fill (self, BY_DEVICE);
  self->filling = FALSE;
  /* Something that was chosen may be gone. */
  changed_cb (self);
}

static void
setup_item_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, g_utf8_strlen (text, -1) > 36 ? text : NULL);
}

static void
rail_filter_button_dispose (GObject *object)
{
  RailFilterButton *self = RAIL_FILTER_BUTTON (object);

  self->filling = TRUE;
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->project);
  for (guint i = 0; i < N_CHOICES; i++)
    g_clear_pointer (&self->keys[i], g_ptr_array_unref);
  G_OBJECT_CLASS (rail_filter_button_parent_class)->dispose (object);
}

static void
rail_filter_button_class_init (RailFilterButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_filter_button_dispose;

  /**
   * RailFilterButton::changed:
   *
   * Something else is let through.
   */
  signals[CHANGED] = g_signal_new ("changed", RAIL_TYPE_FILTER_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-filter-button.ui");
  gtk_widget_class_bind_template_child (widget_class, RailFilterButton, button);
  gtk_widget_class_bind_template_child_full (widget_class, "status", FALSE,
                                             G_STRUCT_OFFSET (RailFilterButton, drop_downs[BY_STATUS]));
  gtk_widget_class_bind_template_child_full (widget_class, "usage", FALSE,
                                             G_STRUCT_OFFSET (RailFilterButton, drop_downs[BY_USAGE]));
  gtk_widget_class_bind_template_child_full (widget_class, "issuer", FALSE,
                                             G_STRUCT_OFFSET (RailFilterButton, drop_downs[BY_ISSUER]));
  gtk_widget_class_bind_template_child_full (widget_class, "device", FALSE,
                                             G_STRUCT_OFFSET (RailFilterButton, drop_downs[BY_DEVICE]));
  gtk_widget_class_bind_template_child (widget_class, RailFilterButton, hide_ended);
  gtk_widget_class_bind_template_child (widget_class, RailFilterButton, clear);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, hide_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, rail_filter_button_clear);
}

static void
rail_filter_button_init (RailFilterButton *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->filling = TRUE;
  for (guint i = 0; i < N_CHOICES; i++)
    self->keys[i] = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item_cb), NULL);
  for (guint i = 0; i < N_CHOICES; i++)
    {
      gtk_drop_down_set_factory (self->drop_downs[i], factory);
      fill (self, i);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->hide_ended),
                               rail_state_get_int (rail_state_get_default (), "table", "hide-ended", FALSE));
  self->filling = FALSE;
  update (self);
}

/**
 * rail_filter_button_set_project:
 * @self: a button
 * @project: (nullable): the project whose issuers and devices can be chosen
 */
void
rail_filter_button_set_project (RailFilterButton *self,
                                RailProject      *project)
{
  g_return_if_fail (RAIL_IS_FILTER_BUTTON (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));

  if (g_set_object (&self->project, project))
    show_cb (self);
}

/**
 * rail_filter_button_get_criteria:
 * @self: a button
 * @criteria: (out caller-allocates): what is chosen; the texts are good until the choice changes, and the field `text` is
 *   left alone
 */
void
rail_filter_button_get_criteria (RailFilterButton *self,
                                 RailRowCriteria  *criteria)
{
  const char *key;
  RailStatus status;

  g_return_if_fail (RAIL_IS_FILTER_BUTTON (self));
  g_return_if_fail (criteria != NULL);

  key = get_key (self, BY_STATUS);
  criteria->status = key != NULL && rail_status_parse (key, &status) ? (int) status : RAIL_STATUS_ANY;
  key = get_key (self, BY_USAGE);
  criteria->usage = key != NULL ? (int) rail_profile_find (key)->usage : RAIL_USAGE_ANY;
  criteria->issuer = get_key (self, BY_ISSUER);
  criteria->device = get_key (self, BY_DEVICE);
  criteria->hide_ended = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hide_ended));
}

/**
 * rail_filter_button_is_on:
 * @self: a button
 *
 * Returns: whether something is not let through
 */
gboolean
rail_filter_button_is_on (RailFilterButton *self)
{
  g_return_val_if_fail (RAIL_IS_FILTER_BUTTON (self), FALSE);

  for (guint i = 0; i < N_CHOICES; i++)
    if (get_key (self, i) != NULL)
      return TRUE;
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hide_ended));
}

/**
 * rail_filter_button_describe:
 * @self: a button
 *
 * Returns: (transfer full): what is let through in words, such as “Expired · OPC UA server”; empty if that is everything
 */
char *
rail_filter_button_describe (RailFilterButton *self)
{
  GString *text;

  g_return_val_if_fail (RAIL_IS_FILTER_BUTTON (self), NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < N_CHOICES; i++)
    if (get_key (self, i) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", get_label (self, i));
  return g_string_free (text, FALSE);
}

/**
 * rail_filter_button_clear:
 * @self: a button
 *
 * Lets everything through.
 */
void
rail_filter_button_clear (RailFilterButton *self)
{
  g_return_if_fail (RAIL_IS_FILTER_BUTTON (self));

  if (!rail_filter_button_is_on (self))
    return;
  self->filling = TRUE;
  for (guint i = 0; i < N_CHOICES; i++)
    gtk_drop_down_set_selected (self->drop_downs[i], 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->hide_ended), FALSE);
  self->filling = FALSE;
  changed_cb (self);
}

/**
 * rail_filter_button_dup_choices:
 * @self: a button
 *
 * What is hidden since the last run is not part of it: that is the same in every window.
 *
 * Returns: (transfer full): what is chosen in each drop-down, for rail_filter_button_set_choices(). The texts begin with “=”,
 *   and are empty where everything is let through.
 */
GStrv
rail_filter_button_dup_choices (RailFilterButton *self)
{
  g_autoptr(GStrvBuilder) choices = g_strv_builder_new ();

  g_return_val_if_fail (RAIL_IS_FILTER_BUTTON (self), NULL);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      const char *key = get_key (self, i);
      g_autofree char *choice = key != NULL ? g_strconcat ("=", key, NULL) : g_strdup ("");

      g_strv_builder_add (choices, choice);
    }
  return g_strv_builder_end (choices);
}

/**
 * rail_filter_button_set_choices:
 * @self: a button
 * @choices: (array zero-terminated=1): what rail_filter_button_dup_choices() has noted of a button for the same project
 *
 * Chooses that again, as far as it is there.
 */
void
rail_filter_button_set_choices (RailFilterButton   *self,
                                const char * const *choices)
{
  g_return_if_fail (RAIL_IS_FILTER_BUTTON (self));
  g_return_if_fail (choices != NULL);

  self->filling = TRUE;
  for (guint i = 0; i < N_CHOICES && choices[i] != NULL; i++)
    for (guint j = 1; j < self->keys[i]->len; j++)
      if (*choices[i] == '=' && g_str_equal (choices[i] + 1, g_ptr_array_index (self->keys[i], j)))
        gtk_drop_down_set_selected (self->drop_downs[i], j);
  self->filling = FALSE;
  changed_cb (self);
}
