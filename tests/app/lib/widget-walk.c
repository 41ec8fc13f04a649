/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "widget-walk.h"

#include <adwaita.h>
#include <string.h>

typedef gboolean (*Visitor) (GtkWidget *widget,
                             gpointer   user_data);

/* Everything in sight, from the outside in; a visitor that returns FALSE is not led further inside. */
static void
walk (GtkWidget *widget,
      Visitor    visitor,
      gpointer   user_data)
{
  if (!gtk_widget_get_mapped (widget) || !visitor (widget, user_data))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (child, visitor, user_data);
}

/* Where a widget is, told by types and the IDs of the templates. */
static char *
describe (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  for (guint depth = 0; widget != NULL && depth < 6; widget = gtk_widget_get_parent (widget), depth++)
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      g_string_append_printf (text, "%s%s%s%s%s", depth > 0 ? " < " : "", G_OBJECT_TYPE_NAME (widget),
                              id != NULL ? "(" : "", id != NULL ? id : "", id != NULL ? ")" : "");
    }
  return g_string_free (text, FALSE);
}

/* GTK does not give texts of accessible properties away; the message about a wrong expectation has it. */
static gboolean
has_text (GtkWidget             *widget,
          GtkAccessibleProperty  property)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  g_autofree char *mismatch = NULL;

  if (!gtk_test_accessible_has_property (accessible, property))
    return FALSE;
  mismatch = gtk_test_accessible_check_property (accessible, property, "");
  return mismatch != NULL;
}

static gboolean
has_named_role (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_CELL:
    case GTK_ACCESSIBLE_ROLE_GRID_CELL:
    case GTK_ACCESSIBLE_ROLE_LABEL:
    case GTK_ACCESSIBLE_ROLE_LIST_ITEM:
    case GTK_ACCESSIBLE_ROLE_OPTION:
    case GTK_ACCESSIBLE_ROLE_ROW:
    case GTK_ACCESSIBLE_ROLE_TREE_ITEM:
    case GTK_ACCESSIBLE_ROLE_MENU_ITEM:
    case GTK_ACCESSIBLE_ROLE_TAB:
    case GTK_ACCESSIBLE_ROLE_BUTTON:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
find_text_cb (GtkWidget *widget,
              gpointer   user_data)
{
  char **text = user_data;
  const char *found = GTK_IS_LABEL (widget)         ? gtk_label_get_text (GTK_LABEL (widget))
                      : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                                                    : NULL;

  if (*text == NULL && found != NULL && *found != '\0')
    *text = g_strdup (found);
  return *text == NULL;
}

char *
widget_walk_dup_name (GtkWidget *widget)
{
  char *text = NULL;

  if (has_text (widget, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return g_strdup ("(label)");
  if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return g_strdup ("(labelled by)");
  /* These are read with what is in them. */
  if (has_named_role (widget))
    walk (widget, find_text_cb, &text);
  return text;
}

/* Containers that only pass the focus on, and the parts of a control that has the name: the text inside an entry, the rows'
 * list inside a table. The handle of a GtkPaned is reached with F8. */
static gboolean
is_control (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget) || GTK_IS_WINDOW (widget) || GTK_IS_VIEWPORT (widget) || GTK_IS_SCROLLED_WINDOW (widget) ||
      GTK_IS_POPOVER (widget) || GTK_IS_LABEL (widget) || GTK_IS_PANED (widget) ||
      g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkColumnListView"))
    return FALSE;
  return gtk_widget_get_focusable (widget) || GTK_IS_BUTTON (widget) || GTK_IS_EDITABLE (widget) ||
         GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget);
}

static gboolean
nameless_cb (GtkWidget *widget,
             gpointer   user_data)
{
  g_autofree char *name = NULL;

  /* What an expander row unfolds is a list of its own, told by the row. */
  if (is_control (widget) &&
      !(GTK_IS_LIST_BOX (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW) != NULL))
    {
      name = widget_walk_dup_name (widget);
      if (name == NULL)
        g_ptr_array_add (user_data, describe (widget));
    }
  /* The parts that a choice is made of have no name of their own. */
  return !GTK_IS_DROP_DOWN (widget) && !ADW_IS_COMBO_ROW (widget);
}

GPtrArray *
widget_walk_list_nameless (GtkWidget *root)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  walk (root, nameless_cb, lines);
  return lines;
}

/* In these the arrow keys lead from one to the next. */
static gboolean
is_one_stop (GtkWidget *widget)
{
  return GTK_IS_COLUMN_VIEW (widget) || GTK_IS_LIST_BASE (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_CALENDAR (widget) ||
         GTK_IS_FLOW_BOX (widget);
}

typedef struct
{
  GHashTable *seen;
  GPtrArray  *lines;
} Reach;

static gboolean
is_reached (GtkWidget  *widget,
            GHashTable *seen)
{
  /* A radio button is come to by the arrow keys from the one that is chosen. */
  if (GTK_IS_CHECK_BUTTON (widget) && !gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)) &&
      gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_RADIO)
    return TRUE;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (g_hash_table_contains (seen, at) && (at == widget || is_one_stop (at)))
      return TRUE;
  return FALSE;
}

static gboolean
unreached_cb (GtkWidget *widget,
              gpointer   user_data)
{
  Reach *reach = user_data;

  if (!gtk_widget_get_can_focus (widget) || !gtk_widget_get_sensitive (widget))
    return FALSE;
  if (gtk_widget_get_focusable (widget) && (is_control (widget) || GTK_IS_TEXT (widget)) &&
      !is_reached (widget, reach->seen))
    g_ptr_array_add (reach->lines, describe (widget));
  return TRUE;
}

GPtrArray *
widget_walk_list_unreached (GtkWindow *window)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr(GtkWidget) before = gtk_window_get_focus (window);
  Reach reach = { .seen = seen, .lines = g_ptr_array_new_with_free_func (g_free) };

  if (before != NULL)
    g_object_ref (before);
  gtk_window_set_focus (window, NULL);
  for (guint i = 0; i < 1000; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (window);
      if (focus == NULL || (i > 0 && g_hash_table_contains (seen, focus)))
        break;
      for (GtkWidget *at = focus; at != NULL; at = gtk_widget_get_parent (at))
        if (at == focus || is_one_stop (at))
          g_hash_table_add (seen, at);
    }
  walk (GTK_WIDGET (window), unreached_cb, &reach);
  gtk_window_set_focus (window, before);
  return reach.lines;
}

typedef struct
{
  GHashTable *labels;
  GPtrArray  *lines;
} Doubles;

static gboolean
doubles_cb (GtkWidget *widget,
            gpointer   user_data)
{
  Doubles *doubles = user_data;
  GtkLabel *other;
  guint key;

  if (!GTK_IS_LABEL (widget) || !gtk_label_get_use_underline (GTK_LABEL (widget)))
    return TRUE;
  key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));
  if (key == GDK_KEY_VoidSymbol)
    return TRUE;
  other = g_hash_table_lookup (doubles->labels, GUINT_TO_POINTER (key));
  /* The title of a row to be typed in is there twice: small above what is typed, large instead of it. */
  if (other != NULL && gtk_widget_get_ancestor (GTK_WIDGET (other), ADW_TYPE_ENTRY_ROW) !=
                       gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW))
    g_ptr_array_add (doubles->lines, g_strdup_printf ("“%s” and “%s”", gtk_label_get_label (other),
                                                      gtk_label_get_label (GTK_LABEL (widget))));
  g_hash_table_insert (doubles->labels, GUINT_TO_POINTER (key), widget);
  return TRUE;
}

GPtrArray *
widget_walk_list_doubles (GtkWidget *root)
{
  g_autoptr(GHashTable) labels = g_hash_table_new (NULL, NULL);
  Doubles doubles = { .labels = labels, .lines = g_ptr_array_new_with_free_func (g_free) };

  walk (root, doubles_cb, &doubles);
  return doubles.lines;
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (guint depth = 0; widget != NULL && depth < 10; widget = gtk_widget_get_parent (widget), depth++)
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;
  return FALSE;
}

static gboolean
cut_cb (GtkWidget *widget,
        gpointer   user_data)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))) && !has_tooltip (widget))
    g_ptr_array_add (user_data, g_strdup_printf ("“%s” of %s", gtk_label_get_text (GTK_LABEL (widget)),
                                                 gtk_widget_get_name (gtk_widget_get_parent (widget))));
  return TRUE;
}

GPtrArray *
widget_walk_list_cut (GtkWidget *root)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  walk (root, cut_cb, lines);
  return lines;
}
