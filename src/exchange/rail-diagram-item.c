/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-file-name.h"

G_DEFINE_FINAL_TYPE (RailDiagramItem, rail_diagram_item, G_TYPE_OBJECT)

/**
 * rail_diagram_kind_get_type:
 *
 * Returns: the type of #RailDiagramKind
 */
G_DEFINE_ENUM_TYPE (RailDiagramKind, rail_diagram_kind,
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_KEY, "key"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_AUTHORITY, "authority"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_LIST, "list"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_REQUEST, "request"))

/**
 * rail_diagram_state_get_type:
 *
 * Returns: the type of #RailDiagramState
 */
G_DEFINE_ENUM_TYPE (RailDiagramState, rail_diagram_state,
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_FINE, "fine"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_WRONG, "wrong"),
                    G_DEFINE_ENUM_VALUE (RAIL_DIAGRAM_MISSING, "missing"))

static const struct
{
  const char *nick;
  const char *label;
} kinds[] = {
  [RAIL_DIAGRAM_CERTIFICATE] = { "certificate", NC_("diagram", "Certificate") },
  [RAIL_DIAGRAM_KEY] = { "key", NC_("diagram", "Private key") },
  [RAIL_DIAGRAM_AUTHORITY] = { "authority", NC_("diagram", "Certification authority") },
  [RAIL_DIAGRAM_LIST] = { "list", NC_("diagram", "Revocation list") },
  [RAIL_DIAGRAM_REQUEST] = { "request", NC_("diagram", "Request") },
};

static const struct
{
  const char *nick;
  const char *label;
} states[] = {
  [RAIL_DIAGRAM_FINE] = { "fine", NC_("diagram", "In its place") },
  [RAIL_DIAGRAM_WARNING] = { "warning", NC_("diagram", "Warning") },
  [RAIL_DIAGRAM_WRONG] = { "wrong", NC_("diagram", "Wrong") },
  [RAIL_DIAGRAM_MISSING] = { "missing", NC_("diagram", "Missing") },
};

static void
rail_diagram_item_finalize (GObject *object)
{
  RailDiagramItem *self = RAIL_DIAGRAM_ITEM (object);

  g_clear_object (&self->entry);
  g_clear_object (&self->certificate);
  g_clear_object (&self->finding);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->file_name);
  g_free (self->reason);
  g_free (self->box);
  g_free (self->store);
  g_free (self->device);

  G_OBJECT_CLASS (rail_diagram_item_parent_class)->finalize (object);
}

static void
rail_diagram_item_class_init (RailDiagramItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_diagram_item_finalize;
}

static void
rail_diagram_item_init (RailDiagramItem *self)
{
}

/**
 * rail_diagram_kind_get_nick:
 * @kind: a kind
 *
 * Returns: (transfer none): the word for it in files
 */
const char *
rail_diagram_kind_get_nick (RailDiagramKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].nick;
}

/**
 * rail_diagram_kind_get_label:
 * @kind: a kind
 *
 * Returns: (transfer none): the word for it, translated
 */
const char *
rail_diagram_kind_get_label (RailDiagramKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "diagram", kinds[kind].label);
}

/**
 * rail_diagram_state_get_nick:
 * @state: a state
 *
 * Returns: (transfer none): the word for it in files
 */
const char *
rail_diagram_state_get_nick (RailDiagramState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state].nick;
}

/**
 * rail_diagram_state_get_label:
 * @state: a state
 *
 * Returns: (transfer none): the word for it, translated
 */
const char *
rail_diagram_state_get_label (RailDiagramState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "diagram", states[state].label);
}

/**
 * rail_diagram_item_get_kind:
 * @self: an item
 *
 * Returns: what it is
 */
RailDiagramKind
rail_diagram_item_get_kind (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), 0);

  return self->kind;
}

/**
 * rail_diagram_item_get_state:
 * @self: an item
 *
 * Returns: whether it is there as it has to be
 */
RailDiagramState
rail_diagram_item_get_state (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), 0);

  return self->state;
}

/**
 * rail_diagram_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the certificate that it is, or whose key or list
 */
RailEntry *
rail_diagram_item_get_entry (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->entry;
}

/**
 * rail_diagram_item_get_title:
 * @self: an item
 *
 * Returns: (transfer none): what it is called, such as “5 · PLC-1/OPCUA-1-5”
 */
const char *
rail_diagram_item_get_title (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->title;
}

/**
 * rail_diagram_item_get_detail:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): its file name there, or how it is referred to
 */
const char *
rail_diagram_item_get_detail (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->detail;
}

/**
 * rail_diagram_item_get_reason:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what is wrong with it, in a sentence
 */
const char *
rail_diagram_item_get_reason (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->reason;
}

/**
 * rail_diagram_item_get_box:
 * @self: an item
 *
 * Returns: (transfer none): the title of the partner that has it
 */
const char *
rail_diagram_item_get_box (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->box;
}

/**
 * rail_diagram_item_get_store:
 * @self: an item
 *
 * Returns: (transfer none): the title of the store that it lies in
 */
const char *
rail_diagram_item_get_store (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  return self->store;
}

/**
 * rail_diagram_item_get_repair:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what mends it, for a button; %NULL if nothing that can be done here does
 */
const char *
rail_diagram_item_get_repair (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  switch (self->repair)
    {
    case RAIL_DIAGRAM_REPAIR_FINDING:
      return rail_repair_get_label (rail_finding_get_repair (self->finding));
    case RAIL_DIAGRAM_REPAIR_ASSIGN:
      return self->role == RAIL_USED_AS_CLIENT ? _("Add to trusted clients") : _("Assign as trusted");
    case RAIL_DIAGRAM_REPAIR_NONE:
    default:
      return NULL;
    }
}

/**
 * rail_diagram_item_get_repair_nick:
 * @self: an item
 *
 * Returns: (transfer none): the word for its repair in files, `none` without one
 */
const char *
rail_diagram_item_get_repair_nick (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  switch (self->repair)
    {
    case RAIL_DIAGRAM_REPAIR_FINDING:
      return rail_repair_get_nick (rail_finding_get_repair (self->finding));
    case RAIL_DIAGRAM_REPAIR_ASSIGN:
      return self->role == RAIL_USED_AS_CLIENT ? "trust-client" : "trust";
    case RAIL_DIAGRAM_REPAIR_NONE:
    default:
      return "none";
    }
}

/**
 * rail_diagram_item_dup_file_name:
 * @self: an item
 *
 * Returns: (transfer full) (nullable): the name that its file gets where it is handed over; %NULL if there is no
 * file of it
 *   in this project
 */
char *
rail_diagram_item_dup_file_name (RailDiagramItem *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  if (self->entry == NULL || self->kind == RAIL_DIAGRAM_REQUEST)
    return NULL;
  if (self->kind == RAIL_DIAGRAM_KEY && !rail_entry_has_key (self->entry))
    return NULL;
  if (self->kind == RAIL_DIAGRAM_LIST && !rail_entry_has_key (self->entry) && rail_entry_get_list (self->entry) == NULL)
    return NULL;
  if (self->file_name != NULL)
    return g_strdup (self->file_name);
  name = rail_file_name_for_entry (self->entry, self->kind == RAIL_DIAGRAM_LIST ? "crl" : "der");
  return self->kind == RAIL_DIAGRAM_KEY ? rail_file_name_for_key (name) : g_steal_pointer (&name);
}

/**
 * rail_diagram_item_dup_state_text:
 * @self: an item
 *
 * Returns: (transfer full) (nullable): what is wrong with a word for how bad it is, such as “Missing: …”
 */
char *
rail_diagram_item_dup_state_text (RailDiagramItem *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  if (self->state == RAIL_DIAGRAM_FINE)
    return NULL;
  /* Translators: “Missing” or “Wrong”, and why */
  return g_strdup_printf (C_("diagram", "%s: %s"), rail_diagram_state_get_label (self->state), self->reason);
}

/**
 * rail_diagram_item_dup_text:
 * @self: an item
 *
 * Returns: (transfer full): all about it in one line, as a screen reader says it
 */
char *
rail_diagram_item_dup_text (RailDiagramItem *self)
{
  g_autofree char *state = NULL;
  GString *text;

  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (self), NULL);

  state = rail_diagram_item_dup_state_text (self);
  text = g_string_new (NULL);
  /* Keys, lists and requests say what they are in their title. */
  if (self->kind == RAIL_DIAGRAM_CERTIFICATE || self->kind == RAIL_DIAGRAM_AUTHORITY)
    g_string_append_printf (text, "%s ", rail_diagram_kind_get_label (self->kind));
  g_string_append (text, self->title);
  if (self->detail != NULL)
    g_string_append_printf (text, ", %s", self->detail);
  if (state != NULL)
    g_string_append_printf (text, " – %s", state);
  return g_string_free (text, FALSE);
}

void
rail_diagram_item_set_detail (RailDiagramItem *self,
                              const char      *detail)
{
  g_free (self->detail);
  self->detail = g_strdup (detail);
}

/* @name is taken over. */
void
rail_diagram_item_set_file (RailDiagramItem *self,
                            char            *name)
{
  g_free (self->file_name);
  self->file_name = name;
  rail_diagram_item_set_detail (self, name);
}

/* What is worse counts. @reason is taken over. */
void
rail_diagram_item_complain (RailDiagramItem  *self,
                            RailDiagramState  state,
                            char             *reason)
{
  if (state <= self->state)
    {
      g_free (reason);
      return;
    }
  self->state = state;
  g_free (self->reason);
  self->reason = reason;
  self->repair = RAIL_DIAGRAM_REPAIR_NONE;
  g_clear_object (&self->finding);
}

/**
 * rail_diagram_find_like:
 * @self: a diagram
 * @item: an item of another one, such as the same before a change of the project
 *
 * Returns: (transfer none) (nullable): what is at the same place here
 */
RailDiagramItem *
rail_diagram_find_like (RailDiagram     *self,
                        RailDiagramItem *item)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (item), NULL);

  for (guint i = 0; i < self->boxes->len; i++)
    {
      RailDiagramBox *box = self->boxes->pdata[i];

      for (guint j = 0; j < box->stores->len; j++)
        {
          GPtrArray *items = ((RailDiagramStore *) box->stores->pdata[j])->items;

          for (guint k = 0; k < items->len; k++)
            {
              RailDiagramItem *other = items->pdata[k];

              if (g_str_equal (other->title, item->title) && g_str_equal (other->box, item->box) &&
                  g_str_equal (other->store, item->store))
                return other;
            }
        }
    }
  return NULL;
}
