/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-loaded.h"

struct _RailLoaded
{
  GObject  parent_instance;

  gint64   date;
  char    *user;
  char    *settings;
  GArray  *items;
};

G_DEFINE_FINAL_TYPE (RailLoaded, rail_loaded, G_TYPE_OBJECT)

static const char * const role_nicks[] = {
  [RAIL_USED_AS_DEVICE] = "device",
  [RAIL_USED_AS_SERVICE] = "service",
  [RAIL_USED_AS_TRUSTED] = "trusted",
  [RAIL_USED_AS_CLIENT] = "client",
};

static void
item_clear (gpointer data)
{
  g_free (((RailLoadedItem *) data)->fingerprint);
}

static void
rail_loaded_finalize (GObject *object)
{
  RailLoaded *self = RAIL_LOADED (object);

  g_free (self->user);
  g_free (self->settings);
  g_array_unref (self->items);

  G_OBJECT_CLASS (rail_loaded_parent_class)->finalize (object);
}

static void
rail_loaded_class_init (RailLoadedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_loaded_finalize;
}

static void
rail_loaded_init (RailLoaded *self)
{
  self->items = g_array_new (FALSE, TRUE, sizeof (RailLoadedItem));
  g_array_set_clear_func (self->items, item_clear);
}

/**
 * rail_loaded_new:
 * @date: when it was loaded, in seconds since 1970 UTC
 * @user: (nullable): who said so; %NULL in a project without users
 * @settings: the settings of the device that belong to its hardware configuration, as one line of text
 *
 * What a device was loaded with. It never changes after the last rail_loaded_add() of its maker.
 *
 * Returns: (transfer full): one without certificates
 */
RailLoaded *
rail_loaded_new (gint64      date,
                 const char *user,
                 const char *settings)
{
  RailLoaded *self;

  g_return_val_if_fail (settings != NULL, NULL);

  self = g_object_new (RAIL_TYPE_LOADED, NULL);
  self->date = date;
  self->user = g_strdup (user);
  self->settings = g_strdup (settings);
  return self;
}

/**
 * rail_loaded_add:
 * @self: what a device was loaded with, not yet given to anybody
 * @role: how the device uses the certificate
 * @service: the service, with %RAIL_USED_AS_SERVICE; otherwise ignored
 * @id: the ID of the certificate
 * @fingerprint: its SHA-256 fingerprint
 *
 * Adds a certificate.
 */
void
rail_loaded_add (RailLoaded  *self,
                 RailUsedAs   role,
                 RailService  service,
                 guint        id,
                 const char  *fingerprint)
{
  RailLoadedItem item = { role, role == RAIL_USED_AS_SERVICE ? service : 0, id, g_strdup (fingerprint) };

  g_return_if_fail (RAIL_IS_LOADED (self));
  g_return_if_fail (fingerprint != NULL);

  g_array_append_val (self->items, item);
}

/**
 * rail_loaded_get_date:
 * @self: what a device was loaded with
 *
 * Returns: when, in seconds since 1970 UTC
 */
gint64
rail_loaded_get_date (RailLoaded *self)
{
  g_return_val_if_fail (RAIL_IS_LOADED (self), 0);

  return self->date;
}

/**
 * rail_loaded_get_user:
 * @self: what a device was loaded with
 *
 * Returns: (transfer none) (nullable): who said that it was
 */
const char *
rail_loaded_get_user (RailLoaded *self)
{
  g_return_val_if_fail (RAIL_IS_LOADED (self), NULL);

  return self->user;
}

/**
 * rail_loaded_get_settings:
 * @self: what a device was loaded with
 *
 * Returns: (transfer none): its settings at the time, to be compared only
 */
const char *
rail_loaded_get_settings (RailLoaded *self)
{
  g_return_val_if_fail (RAIL_IS_LOADED (self), NULL);

  return self->settings;
}

/**
 * rail_loaded_get_n_items:
 * @self: what a device was loaded with
 *
 * Returns: how many certificates, each once in each of its roles
 */
guint
rail_loaded_get_n_items (RailLoaded *self)
{
  g_return_val_if_fail (RAIL_IS_LOADED (self), 0);

  return self->items->len;
}

/**
 * rail_loaded_get_item:
 * @self: what a device was loaded with
 * @index: a number below rail_loaded_get_n_items()
 *
 * Returns: (transfer none): one certificate
 */
const RailLoadedItem *
rail_loaded_get_item (RailLoaded *self,
                      guint       index)
{
  g_return_val_if_fail (RAIL_IS_LOADED (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return &g_array_index (self->items, RailLoadedItem, index);
}

/**
 * rail_loaded_equal:
 * @self: (nullable): what a device was loaded with
 * @other: (nullable): likewise
 *
 * Returns: whether both say the same, of the same time
 */
gboolean
rail_loaded_equal (RailLoaded *self,
                   RailLoaded *other)
{
  if (self == NULL || other == NULL || self == other)
    return self == other;
  if (self->date != other->date || g_strcmp0 (self->user, other->user) != 0 ||
      !g_str_equal (self->settings, other->settings) || self->items->len != other->items->len)
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      const RailLoadedItem *a = rail_loaded_get_item (self, i);
      const RailLoadedItem *b = rail_loaded_get_item (other, i);

      if (a->role != b->role || a->service != b->service || a->id != b->id || !g_str_equal (a->fingerprint, b->fingerprint))
        return FALSE;
    }
  return TRUE;
}

/**
 * rail_used_as_get_nick:
 * @role: a role
 *
 * Returns: (transfer none): the word for it in project files
 */
const char *
rail_used_as_get_nick (RailUsedAs role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_nicks), NULL);

  return role_nicks[role];
}

/**
 * rail_used_as_parse:
 * @nick: a word as rail_used_as_get_nick() returns
 * @out_role: (out): the role, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_used_as_parse (const char *nick,
                    RailUsedAs *out_role)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_role != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (role_nicks); i++)
    if (g_str_equal (nick, role_nicks[i]))
      {
        *out_role = (RailUsedAs) i;
        return TRUE;
      }
  return FALSE;
}
