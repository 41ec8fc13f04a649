/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-private.h"

#include "rail-alternative-name.h"
#include "rail-project-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME 128

G_DEFINE_FINAL_TYPE (RailDevice, rail_device, G_TYPE_OBJECT)

/**
 * rail_family_get_type:
 *
 * Returns: the type of #RailFamily
 */
G_DEFINE_ENUM_TYPE (RailFamily, rail_family,
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_S7_1500, "s7-1500"),
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_S7_1200, "s7-1200"),
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_CP, "cp"),
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_HMI, "hmi"),
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_PC, "pc"),
                    G_DEFINE_ENUM_VALUE (RAIL_FAMILY_OTHER, "other"))

enum
{
  PROP_NAME = 1,
  PROP_FAMILY,
  PROP_FIRMWARE,
  PROP_ADDRESSES,
  PROP_COMMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *nick;
  const char *label;
} families[] = {
  [RAIL_FAMILY_S7_1500] = { "s7-1500", N_("S7-1500") },
  [RAIL_FAMILY_S7_1200] = { "s7-1200", N_("S7-1200") },
  [RAIL_FAMILY_CP] = { "cp", N_("Communications processor") },
  [RAIL_FAMILY_HMI] = { "hmi", N_("HMI") },
  [RAIL_FAMILY_PC] = { "pc", N_("PC or OPC UA client") },
  [RAIL_FAMILY_OTHER] = { "other", N_("Other device") },
};

static gboolean
is_address (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr(RailAlternativeName) host = NULL;

  if (address != NULL)
    return TRUE;
  /* A number with dots that is no address is a typing error, not a host name. */
  if (strspn (text, "0123456789.") == strlen (text))
    return FALSE;
  host = rail_alternative_name_new (RAIL_NAME_TYPE_DNS, text);
  return rail_alternative_name_validate (host, NULL);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static void
rail_device_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RailDevice *self = RAIL_DEVICE (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FAMILY:
      g_value_set_enum (value, self->family);
      break;
    case PROP_FIRMWARE:
      g_value_set_string (value, self->firmware);
      break;
    case PROP_ADDRESSES:
      g_value_set_boxed (value, self->addresses);
      break;
    case PROP_COMMENT:
      g_value_set_string (value, self->comment);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_device_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  RailDevice *self = RAIL_DEVICE (object);

  switch (property_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_FAMILY:
      self->family = g_value_get_enum (value);
      break;
    case PROP_FIRMWARE:
      rail_device_set_firmware (self, g_value_get_string (value));
      break;
    case PROP_ADDRESSES:
      rail_device_set_addresses (self, g_value_get_boxed (value));
      break;
    case PROP_COMMENT:
      rail_device_set_comment (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_device_finalize (GObject *object)
{
  RailDevice *self = RAIL_DEVICE (object);

  g_free (self->name);
  g_free (self->firmware);
  g_strfreev (self->addresses);
  g_free (self->comment);
  g_array_unref (self->partners);
  g_array_unref (self->clients);
  g_clear_object (&self->loaded);

  G_OBJECT_CLASS (rail_device_parent_class)->finalize (object);
}

static void
rail_device_class_init (RailDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_device_get_property;
  object_class->set_property = rail_device_set_property;
  object_class->finalize = rail_device_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, once);
  properties[PROP_FAMILY] =
    g_param_spec_enum ("family", NULL, NULL, RAIL_TYPE_FAMILY, RAIL_FAMILY_OTHER, once);
  properties[PROP_FIRMWARE] = g_param_spec_string ("firmware", NULL, NULL, "", often);
  properties[PROP_ADDRESSES] = g_param_spec_boxed ("addresses", NULL, NULL, G_TYPE_STRV, often);
  properties[PROP_COMMENT] = g_param_spec_string ("comment", NULL, NULL, "", often);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_device_init (RailDevice *self)
{
  self->firmware = g_strdup ("");
  self->addresses = g_new0 (char *, 1);
  self->comment = g_strdup ("");
  self->global_security = TRUE;
  self->policies = RAIL_POLICIES_DEFAULT;
  self->modes = RAIL_MODES_DEFAULT;
  self->partners = g_array_new (FALSE, FALSE, sizeof (guint));
  self->clients = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * rail_family_get_nick:
 * @family: a family
 *
 * Returns: the word for @family in files and on the command line
 */
const char *
rail_family_get_nick (RailFamily family)
{
  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (families), NULL);

  return families[family].nick;
}

/**
 * rail_family_get_label:
 * @family: a family
 *
 * Returns: the translated label of @family
 */
const char *
rail_family_get_label (RailFamily family)
{
  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (families), NULL);

  return _(families[family].label);
}

/**
 * rail_family_parse:
 * @nick: a word as rail_family_get_nick() returns
 * @out_family: (out): the family, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_family_parse (const char *nick,
                   RailFamily *out_family)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_family != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_equal (nick, families[i].nick))
      {
        *out_family = (RailFamily) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_device_new:
 * @name: its name, unique in a project
 * @family: its family
 *
 * The name of a device never changes: a renamed device is a copy, see rail_project_change_device().
 *
 * Returns: (transfer full): a new device without firmware, addresses and comment
 */
RailDevice *
rail_device_new (const char *name,
                 RailFamily  family)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (families), NULL);

  return g_object_new (RAIL_TYPE_DEVICE, "name", name, "family", family, NULL);
}

/**
 * rail_device_copy:
 * @self: a device
 *
 * Returns: (transfer full): an independent copy
 */
RailDevice *
rail_device_copy (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return rail_device_copy_as (self, self->name, self->family);
}

/**
 * rail_device_get_name:
 * @self: a device
 *
 * Returns: (transfer none): its name
 */
const char *
rail_device_get_name (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return self->name;
}

/**
 * rail_device_get_family:
 * @self: a device
 *
 * Returns: its family
 */
RailFamily
rail_device_get_family (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), RAIL_FAMILY_OTHER);

  return self->family;
}

/**
 * rail_device_get_firmware:
 * @self: a device
 *
 * Returns: (transfer none): its firmware version such as "2.9", or ""
 */
const char *
rail_device_get_firmware (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return self->firmware;
}

/**
 * rail_device_set_firmware:
 * @self: a device
 * @firmware: (nullable): a version; spaces at its ends and a leading V are dropped, as in “V2.9”
 *
 * Sets the firmware version. rail_device_validate() says whether it is one.
 */
void
rail_device_set_firmware (RailDevice *self,
                          const char *firmware)
{
  g_autofree char *text = NULL;
  const char *version;

  g_return_if_fail (RAIL_IS_DEVICE (self));

  text = g_strstrip (g_strdup (firmware != NULL ? firmware : ""));
  version = (*text == 'V' || *text == 'v') ? text + 1 : text;
  if (g_str_equal (self->firmware, version))
    return;

  g_free (self->firmware);
  self->firmware = g_strdup (version);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRMWARE]);
}

/**
 * rail_device_get_addresses:
 * @self: a device
 *
 * Returns: (transfer none) (array zero-terminated=1): IPv4 and IPv6 addresses and host names of its interfaces
 */
const char * const *
rail_device_get_addresses (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return (const char * const *) self->addresses;
}

/**
 * rail_device_set_addresses:
 * @self: a device
 * @addresses: (nullable) (array zero-terminated=1): addresses and host names
 *
 * Sets the addresses of the interfaces.
 */
void
rail_device_set_addresses (RailDevice         *self,
                           const char * const *addresses)
{
  static const char * const none[] = { NULL };

  g_return_if_fail (RAIL_IS_DEVICE (self));

  if (addresses == NULL)
    addresses = none;
  if (g_strv_equal ((const char * const *) self->addresses, addresses))
    return;

  g_strfreev (self->addresses);
  self->addresses = g_strdupv ((char **) addresses);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESSES]);
}

/**
 * rail_device_get_comment:
 * @self: a device
 *
 * Returns: (transfer none): its comment, or ""
 */
const char *
rail_device_get_comment (RailDevice *self)
{
  g_return_val_if_fail (RAIL_IS_DEVICE (self), NULL);

  return self->comment;
}

/**
 * rail_device_set_comment:
 * @self: a device
 * @comment: (nullable): any text
 *
 * Sets the comment.
 */
void
rail_device_set_comment (RailDevice *self,
                         const char *comment)
{
  g_return_if_fail (RAIL_IS_DEVICE (self));

  if (comment == NULL)
    comment = "";
  if (g_str_equal (self->comment, comment))
    return;

  g_free (self->comment);
  self->comment = g_strdup (comment);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMMENT]);
}

/**
 * rail_device_validate:
 * @self: a device
 * @error: return location for an error
 *
 * Checks the device by itself. That its name is not taken is checked by the project.
 *
 * Returns: whether it is fine; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_device_validate (RailDevice  *self,
                      GError     **error)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (RAIL_IS_DEVICE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  stripped = g_strstrip (g_strdup (self->name));
  if (*stripped == '\0' || !g_str_equal (stripped, self->name))
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The device has no name, or one that begins or ends with a space."));
      return FALSE;
    }
  if (!g_utf8_validate (self->name, -1, NULL) || has_control_character (self->name) ||
      g_utf8_strlen (self->name, -1) > MAX_NAME)
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("The name of a device can have at most %d characters, and no control characters."), MAX_NAME);
      return FALSE;
    }
  if (*self->firmware != '\0' &&
      !g_regex_match_simple ("^[0-9]{1,4}(\\.[0-9]{1,4}){1,3}$", self->firmware, G_REGEX_DOLLAR_ENDONLY, 0))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                   _("“%s” is no firmware version of “%s”; write it like 2.9 or V3.1."), self->firmware, self->name);
      return FALSE;
    }
  for (guint i = 0; self->addresses[i] != NULL; i++)
    if (!is_address (self->addresses[i]))
      {
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("“%s” of “%s” is neither an IP address nor a host name."), self->addresses[i], self->name);
        return FALSE;
      }
  return TRUE;
}
