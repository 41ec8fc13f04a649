/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-search-result"

#include "config.h"

#include "rail-search-result.h"

#include <glib/gi18n.h>

struct _RailSearchResult
{
  GObject     parent_instance;
  char       *title;
  char       *subtitle;
  const char *icon;
  char       *action;
  GVariant   *target;   /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RailSearchResult, rail_search_result, G_TYPE_OBJECT)

static void
rail_search_result_finalize (GObject *object)
{
  RailSearchResult *self = RAIL_SEARCH_RESULT (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->action);
  g_clear_pointer (&self->target, g_variant_unref);

  G_OBJECT_CLASS (rail_search_result_parent_class)->finalize (object);
}

static void
rail_search_result_class_init (RailSearchResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_search_result_finalize;
}

static void
rail_search_result_init (RailSearchResult *self)
{
}

/**
 * rail_search_result_new_action:
 * @title: the label of a command, as in the menu
 * @action: its action
 * @target: (nullable): what the action is about
 *
 * Returns: (transfer full): the command
 */
RailSearchResult *
rail_search_result_new_action (const char *title,
                               const char *action,
                               GVariant   *target)
{
  RailSearchResult *self = g_object_new (RAIL_TYPE_SEARCH_RESULT, NULL);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (_("Command"));
  self->icon = "go-next-symbolic";
  self->action = g_strdup (action);
  self->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  return self;
}

/**
 * rail_search_result_new_hit:
 * @hit: a device or a certificate
 *
 * Returns: (transfer full): the way there
 */
RailSearchResult *
rail_search_result_new_hit (const RailHit *hit)
{
  RailSearchResult *self = g_object_new (RAIL_TYPE_SEARCH_RESULT, NULL);

  if (hit->device != NULL)
    {
      g_autofree char *addresses = g_strjoinv (", ", (char **) rail_device_get_addresses (hit->device));
      const char *family = rail_family_get_label (rail_device_get_family (hit->device));

      self->title = g_strdup (rail_device_get_name (hit->device));
      self->subtitle = *addresses != '\0' ? g_strdup_printf ("%s · %s", family, addresses) : g_strdup (family);
      self->icon = "rail-device-symbolic";
      self->action = g_strdup ("win.go");
      self->target = g_variant_ref_sink (g_variant_new_take_string (g_strconcat ("device:", self->title, NULL)));
    }
  else
    {
      RailCertificate *certificate = rail_entry_get_certificate (hit->entry);
      guint id = rail_entry_get_id (hit->entry);

      self->title = g_strdup (rail_certificate_get_common_name (certificate));
      /* Translators: the ID and the serial number of a certificate */
      self->subtitle = g_strdup_printf (_("Certificate with ID %u · serial number %s"), id,
                                        rail_certificate_get_serial (certificate));
      self->icon = "rail-certificate-symbolic";
      self->action = g_strdup ("win.show-certificate");
      self->target = g_variant_ref_sink (g_variant_new_uint32 (id));
    }
  return self;
}

/**
 * rail_search_result_get_title:
 * @self: a result
 *
 * Returns: what it is
 */
const char *
rail_search_result_get_title (RailSearchResult *self)
{
  g_return_val_if_fail (RAIL_IS_SEARCH_RESULT (self), NULL);

  return self->title;
}

/**
 * rail_search_result_get_subtitle:
 * @self: a result
 *
 * Returns: what tells it from others with the same title
 */
const char *
rail_search_result_get_subtitle (RailSearchResult *self)
{
  g_return_val_if_fail (RAIL_IS_SEARCH_RESULT (self), NULL);

  return self->subtitle;
}

/**
 * rail_search_result_get_icon:
 * @self: a result
 *
 * Returns: the name of its icon
 */
const char *
rail_search_result_get_icon (RailSearchResult *self)
{
  g_return_val_if_fail (RAIL_IS_SEARCH_RESULT (self), NULL);

  return self->icon;
}

/**
 * rail_search_result_get_action:
 * @self: a result
 *
 * Returns: the name of the action that goes there, or does it
 */
const char *
rail_search_result_get_action (RailSearchResult *self)
{
  g_return_val_if_fail (RAIL_IS_SEARCH_RESULT (self), NULL);

  return self->action;
}

/**
 * rail_search_result_get_target:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): what the action is about
 */
GVariant *
rail_search_result_get_target (RailSearchResult *self)
{
  g_return_val_if_fail (RAIL_IS_SEARCH_RESULT (self), NULL);

  return self->target;
}
