/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-folder-item.h"

#include <glib/gi18n-lib.h>

struct _RailFolderItem
{
  GObject             parent_instance;

  RailFolderItemKind  kind;
  char               *path;           /* below the partner's folder, as the file system has it */
  char               *label;          /* the same for people */
  char               *description;
  RailHandOverFile   *file;           /* (nullable) */
  gboolean            remove;
};

G_DEFINE_FINAL_TYPE (RailFolderItem, rail_folder_item, G_TYPE_OBJECT)

/**
 * rail_folder_item_kind_get_type:
 *
 * Returns: the type of #RailFolderItemKind
 */
G_DEFINE_ENUM_TYPE (RailFolderItemKind, rail_folder_item_kind,
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_REPLACED, "replaced"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_UNCHANGED, "unchanged"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_BLOCKED, "blocked"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_MOVED, "moved"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_LEFTOVER, "leftover"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_FOREIGN, "foreign"),
                    G_DEFINE_ENUM_VALUE (RAIL_FOLDER_UNREADABLE, "unreadable"))

enum
{
  PROP_REMOVE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *nick;
  const char *label;
} kinds[] = {
  [RAIL_FOLDER_NEW] = { "new", NC_("file", "New") },
  [RAIL_FOLDER_REPLACED] = { "replaced", NC_("file", "Replaced") },
  [RAIL_FOLDER_UNCHANGED] = { "unchanged", NC_("file", "Unchanged") },
  [RAIL_FOLDER_BLOCKED] = { "blocked", NC_("file", "Blocked") },
  [RAIL_FOLDER_MOVED] = { "moved", NC_("file", "Moved away") },
  [RAIL_FOLDER_LEFTOVER] = { "leftover", NC_("file", "Leftover") },
  [RAIL_FOLDER_FOREIGN] = { "foreign", NC_("file", "Left alone") },
  [RAIL_FOLDER_UNREADABLE] = { "unreadable", NC_("file", "Not looked into") },
};

/* A name in somebody else's folder can be any bytes: nothing that steers a terminal or turns the reading direction. */
static char *
make_label (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  GString *label = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (character);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR)
        character = 0xfffd;
      g_string_append_unichar (label, character);
    }
  return g_string_free (label, FALSE);
}

static void
rail_folder_item_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_assert (prop_id == PROP_REMOVE);
  g_value_set_boolean (value, RAIL_FOLDER_ITEM (object)->remove);
}

static void
rail_folder_item_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  g_assert (prop_id == PROP_REMOVE);
  rail_folder_item_set_remove (RAIL_FOLDER_ITEM (object), g_value_get_boolean (value));
}

static void
rail_folder_item_finalize (GObject *object)
{
  RailFolderItem *self = RAIL_FOLDER_ITEM (object);

  g_free (self->path);
  g_free (self->label);
  g_free (self->description);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (rail_folder_item_parent_class)->finalize (object);
}

static void
rail_folder_item_class_init (RailFolderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rail_folder_item_finalize;
  object_class->get_property = rail_folder_item_get_property;
  object_class->set_property = rail_folder_item_set_property;

  /**
   * RailFolderItem:remove:
   *
   * Whether a leftover shall go. Nothing else can.
   */
  properties[PROP_REMOVE] = g_param_spec_boolean ("remove", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_folder_item_init (RailFolderItem *self)
{
}

/**
 * rail_folder_item_kind_get_nick:
 * @kind: what becomes of a file
 *
 * Returns: (transfer none): its name for programs
 */
const char *
rail_folder_item_kind_get_nick (RailFolderItemKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].nick;
}

/**
 * rail_folder_item_kind_get_label:
 * @kind: what becomes of a file
 *
 * Returns: (transfer none): the same for people, translated
 */
const char *
rail_folder_item_kind_get_label (RailFolderItemKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "file", kinds[kind].label);
}

/**
 * rail_folder_item_new:
 * @kind: what becomes of it
 * @path: where it is, below the partner's folder
 * @file: (nullable): what will be written there
 * @description: (transfer full): what it is and why that becomes of it, translated
 *
 * Returns: (transfer full): the item
 */
RailFolderItem *
rail_folder_item_new (RailFolderItemKind  kind,
                      const char         *path,
                      RailHandOverFile   *file,
                      char               *description)
{
  RailFolderItem *self = g_object_new (RAIL_TYPE_FOLDER_ITEM, NULL);

  self->kind = kind;
  self->path = g_strdup (path);
  self->label = make_label (path);
  self->description = description;
  g_set_object (&self->file, file);
  return self;
}

/**
 * rail_folder_item_get_kind:
 * @self: a file
 *
 * Returns: what becomes of it
 */
RailFolderItemKind
rail_folder_item_get_kind (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), RAIL_FOLDER_FOREIGN);

  return self->kind;
}

/**
 * rail_folder_item_get_path:
 * @self: a file
 *
 * Returns: (transfer none) (type filename): where it is, below the partner's folder
 */
const char *
rail_folder_item_get_path (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), NULL);

  return self->path;
}

/**
 * rail_folder_item_get_label:
 * @self: a file
 *
 * Returns: (transfer none): where it is, fit to be shown: it is always UTF-8 and has no control characters
 */
const char *
rail_folder_item_get_label (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), NULL);

  return self->label;
}

/**
 * rail_folder_item_get_description:
 * @self: a file
 *
 * Returns: (transfer none): what it is and why that becomes of it, translated
 */
const char *
rail_folder_item_get_description (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), NULL);

  return self->description;
}

/**
 * rail_folder_item_get_file:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): what will be written there, or %NULL
 */
RailHandOverFile *
rail_folder_item_get_file (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), NULL);

  return self->file;
}

/**
 * rail_folder_item_get_remove:
 * @self: a file
 *
 * Returns: whether it is a leftover that shall go
 */
gboolean
rail_folder_item_get_remove (RailFolderItem *self)
{
  g_return_val_if_fail (RAIL_IS_FOLDER_ITEM (self), FALSE);

  return self->remove;
}

/**
 * rail_folder_item_set_remove:
 * @self: a file
 * @remove: whether it shall go; %TRUE counts for a leftover alone
 */
void
rail_folder_item_set_remove (RailFolderItem *self,
                             gboolean        remove)
{
  g_return_if_fail (RAIL_IS_FOLDER_ITEM (self));

  remove = remove && self->kind == RAIL_FOLDER_LEFTOVER;
  if (self->remove == remove)
    return;
  self->remove = remove;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMOVE]);
}
