/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-alternative-name"

#include "config.h"

#include "rail-alternative-name.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-pki-private.h"

#define MAXIMUM_VALUE_SIZE 2048
#define MAXIMUM_HOST_SIZE 253
#define MAXIMUM_LABEL_SIZE 63

struct _RailAlternativeName
{
  GObject       parent_instance;

  RailNameType  type;
  char         *value;
  GBytes       *origin;      /* nullable: the GeneralName that it was read from, in DER; as long as it is not changed */
};

G_DEFINE_FINAL_TYPE (RailAlternativeName, rail_alternative_name, G_TYPE_OBJECT)

G_DEFINE_FLAGS_TYPE (RailNameType, rail_name_type,
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_URI, "uri"),
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_IP, "ip"),
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_DNS, "dns"),
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_RID, "rid"),
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_EMAIL, "email"),
                     G_DEFINE_ENUM_VALUE (RAIL_NAME_TYPE_OTHER, "other"))

enum
{
  PROP_0,
  PROP_NAME_TYPE,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  RailNameType   type;
  const char    *prefix;                      /* of the text form */
  const char    *label;
  const char *(*check) (const char *value);   /* NULL, or what is wrong, translated */
} TypeRow;

/* RFC 3986 §3: a scheme, a colon and something behind it. Spaces stay allowed, because application URIs of real
 * controllers have them and servers compare byte by byte. */
static const char *
check_uri (const char *value)
{
  const char *colon = strchr (value, ':');

  if (colon == NULL || colon == value || colon[1] == '\0' || !g_ascii_isalpha (value[0]))
    return _("it must begin with a scheme such as “urn:”");
  for (const char *at = value; at < colon; at++)
    if (!g_ascii_isalnum (*at) && strchr ("+-.", *at) == NULL)
      return _("it must begin with a scheme such as “urn:”");
  for (const char *at = value; *at != '\0'; at++)
    if ((*at & 0x80) != 0)
      return _("only ASCII characters can stand in it, write others as percent codes");
  return NULL;
}

/* GLib also reads what inet_aton() does, such as "10.1" or "010.0.0.1", and a zone, which no certificate can hold. */
static const char *
check_ip (const char *value)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (value);
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;

  if (text == NULL
      || strchr (value, '%') != NULL
      || (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 && strcmp (text, value) != 0))
    return _("write it as 192.168.0.1 or 2001:db8::1");
  return NULL;
}

/* RFC 1123 §2.1; the underscore is no part of it, but Windows has it in host names. */
static const char *
check_dns (const char *value)
{
  g_auto(GStrv) labels = NULL;

  if (g_str_has_prefix (value, "*."))
    value += 2;
  if (strlen (value) > MAXIMUM_HOST_SIZE)
    return _("a host name has at most 253 characters");

  if (value[0] == '\0')
    return _("each part between the dots has 1 to 63 characters");
  labels = g_strsplit (value, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      gsize size = strlen (labels[i]);

      if (size == 0 || size > MAXIMUM_LABEL_SIZE)
        return _("each part between the dots has 1 to 63 characters");
      if (labels[i][0] == '-' || labels[i][size - 1] == '-')
        return _("no part between the dots begins or ends with a hyphen");
      for (gsize j = 0; j < size; j++)
        if (!g_ascii_isalnum (labels[i][j]) && labels[i][j] != '-' && labels[i][j] != '_')
          return _("only letters, digits, hyphens and dots can stand in it");
    }
  return NULL;
}

/* RFC 5280 §4.2.1.6: an addr-spec of ASCII characters. */
static const char *
check_email (const char *value)
{
  const char *at_sign = strrchr (value, '@');

  if (at_sign == NULL || at_sign == value || check_dns (at_sign + 1) != NULL || at_sign[1] == '*')
    return _("write it as name@example.com");
  for (const char *at = value; at < at_sign; at++)
    if (*at == ' ' || *at == '@' || (*at & 0x80) != 0)
      return _("write it as name@example.com");
  return NULL;
}

/* Dotted numbers; X.660 limits the first to 2 and, below 2, the second to 39. */
static gboolean
is_oid (const char *text,
        gsize       size)
{
  g_autofree char *copy = g_strndup (text, size);
  g_auto(GStrv) arcs = g_strsplit (copy, ".", -1);
  guint64 first = 0;

  for (gsize i = 0; arcs[i] != NULL; i++)
    {
      guint64 arc;

      if (!g_ascii_string_to_unsigned (arcs[i], 10, 0, G_MAXUINT32, &arc, NULL)
          || (arcs[i][0] == '0' && arcs[i][1] != '\0'))
        return FALSE;
      if ((i == 0 && arc > 2) || (i == 1 && first < 2 && arc > 39))
        return FALSE;
      if (i == 0)
        first = arc;
    }
  return g_strv_length (arcs) >= 2;
}

static const char *
check_rid (const char *value)
{
  return is_oid (value, strlen (value)) ? NULL : _("write it as an object identifier such as 1.3.6.1.4.1.4329");
}

static const char *
check_other (const char *value)
{
  const char *semicolon = strchr (value, ';');

  if (semicolon == NULL || !is_oid (value, semicolon - value))
    return _("write it as an object identifier and text, such as 1.3.6.1.4.1.4329.1;utf8:text");
  if (g_ascii_strncasecmp (semicolon + 1, "utf8:", 5) == 0 && semicolon[6] != '\0')
    return NULL;
  if (g_ascii_strncasecmp (semicolon + 1, "hex:", 4) == 0)
    {
      g_autoptr(GBytes) bytes = rail_pki_hex_to_bytes (semicolon + 5);

      if (bytes != NULL && g_bytes_get_size (bytes) > 1)
        return NULL;
    }
  return _("write it as an object identifier and text, such as 1.3.6.1.4.1.4329.1;utf8:text");
}

static const TypeRow types[] = {
  { RAIL_NAME_TYPE_URI, "URI", N_("URI"), check_uri },
  { RAIL_NAME_TYPE_IP, "IP", N_("IP address"), check_ip },
  { RAIL_NAME_TYPE_DNS, "DNS", N_("DNS name"), check_dns },
  { RAIL_NAME_TYPE_RID, "RID", N_("Registered ID"), check_rid },
  { RAIL_NAME_TYPE_EMAIL, "EMAIL", N_("E-mail"), check_email },
  { RAIL_NAME_TYPE_OTHER, "OTHER", N_("Other name"), check_other },
};

static const TypeRow *
find_type (RailNameType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return &types[i];
  return NULL;
}

static void
rail_alternative_name_finalize (GObject *object)
{
  RailAlternativeName *self = RAIL_ALTERNATIVE_NAME (object);

  g_free (self->value);
  g_clear_pointer (&self->origin, g_bytes_unref);

  G_OBJECT_CLASS (rail_alternative_name_parent_class)->finalize (object);
}

static void
rail_alternative_name_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  RailAlternativeName *self = RAIL_ALTERNATIVE_NAME (object);

  switch (prop_id)
    {
    case PROP_NAME_TYPE:
      g_value_set_flags (value, self->type);
      break;

    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_alternative_name_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  RailAlternativeName *self = RAIL_ALTERNATIVE_NAME (object);

  switch (prop_id)
    {
    case PROP_NAME_TYPE:
      rail_alternative_name_set_name_type (self, g_value_get_flags (value));
      break;

    case PROP_VALUE:
      rail_alternative_name_set_value (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_alternative_name_class_init (RailAlternativeNameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rail_alternative_name_finalize;
  object_class->get_property = rail_alternative_name_get_property;
  object_class->set_property = rail_alternative_name_set_property;

  properties[PROP_NAME_TYPE] =
    g_param_spec_flags ("name-type", NULL, NULL, RAIL_TYPE_NAME_TYPE, RAIL_NAME_TYPE_URI,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_alternative_name_init (RailAlternativeName *self)
{
  self->type = RAIL_NAME_TYPE_URI;
  self->value = g_strdup ("");
}

/**
 * rail_name_type_get_label:
 * @type: one type
 *
 * Returns: (transfer none): its name for people, translated, such as "IP address"
 */
const char *
rail_name_type_get_label (RailNameType type)
{
  const TypeRow *row = find_type (type);

  g_return_val_if_fail (row != NULL, NULL);

  return _(row->label);
}

/**
 * rail_alternative_name_new:
 * @type: one type
 * @value: (nullable): the value as people write it; it need not be valid yet
 *
 * Returns: (transfer full): a row of a form
 */
RailAlternativeName *
rail_alternative_name_new (RailNameType  type,
                           const char   *value)
{
  RailAlternativeName *self;

  g_return_val_if_fail (find_type (type) != NULL, NULL);

  self = g_object_new (RAIL_TYPE_ALTERNATIVE_NAME, NULL);
  self->type = type;
  g_free (self->value);
  self->value = g_strdup (value != NULL ? value : "");
  return self;
}

/**
 * rail_alternative_name_parse:
 * @text: a type, a colon and a valid value, such as "URI:urn:plc", "IP:10.0.0.1", "DNS:host", "RID:1.2.3",
 *   "EMAIL:name@example.com" or "OTHER:1.2.3;utf8:text"
 * @error: return location for an error
 *
 * Reads the text form that commands and tables use. The type may be in either case.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL with %RAIL_PKI_ERROR_MALFORMED
 */
RailAlternativeName *
rail_alternative_name_parse (const char  *text,
                             GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gsize size = strlen (types[i].prefix);

      if (g_ascii_strncasecmp (text, types[i].prefix, size) == 0 && text[size] == ':')
        {
          g_autoptr(RailAlternativeName) self = rail_alternative_name_new (types[i].type, text + size + 1);

          return rail_alternative_name_validate (self, error) ? g_steal_pointer (&self) : NULL;
        }
    }

  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
               _("The name “%s” has no known type: begin it with URI:, IP:, DNS:, RID:, EMAIL: or OTHER:"), text);
  return NULL;
}

/*< private >
 * rail_alternative_name_new_from_origin:
 * @type: one type
 * @value: the value for people
 * @origin: (nullable): DER of the GeneralName that it stands for
 *
 * Makes a name that is written as it was read, as long as nobody changes it.
 *
 * Returns: (transfer full): a row of a form
 */
RailAlternativeName *
rail_alternative_name_new_from_origin (RailNameType  type,
                                       const char   *value,
                                       GBytes       *origin)
{
  RailAlternativeName *self = rail_alternative_name_new (type, value);

  self->origin = origin != NULL ? g_bytes_ref (origin) : NULL;
  return self;
}

/*< private >
 * rail_alternative_name_copy:
 * @self: a name
 *
 * Returns: (transfer full): another one that is the same, its origin included
 */
RailAlternativeName *
rail_alternative_name_copy (RailAlternativeName *self)
{
  return rail_alternative_name_new_from_origin (self->type, self->value, self->origin);
}

/*< private >
 * rail_alternative_name_get_origin:
 * @self: a name
 *
 * Returns: (transfer none) (nullable): DER of the GeneralName that it was read from
 */
GBytes *
rail_alternative_name_get_origin (RailAlternativeName *self)
{
  return self->origin;
}

/**
 * rail_alternative_name_get_name_type:
 * @self: a name
 *
 * Returns: its type
 */
RailNameType
rail_alternative_name_get_name_type (RailAlternativeName *self)
{
  g_return_val_if_fail (RAIL_IS_ALTERNATIVE_NAME (self), RAIL_NAME_TYPE_URI);

  return self->type;
}

/**
 * rail_alternative_name_set_name_type:
 * @self: a name
 * @type: one type
 *
 * Changes the type; the value stays.
 */
void
rail_alternative_name_set_name_type (RailAlternativeName *self,
                                     RailNameType         type)
{
  g_return_if_fail (RAIL_IS_ALTERNATIVE_NAME (self));
  g_return_if_fail (find_type (type) != NULL);

  if (self->type == type)
    return;

  self->type = type;
  g_clear_pointer (&self->origin, g_bytes_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME_TYPE]);
}

/**
 * rail_alternative_name_get_value:
 * @self: a name
 *
 * Returns: (transfer none) (not nullable): the value as people write it
 */
const char *
rail_alternative_name_get_value (RailAlternativeName *self)
{
  g_return_val_if_fail (RAIL_IS_ALTERNATIVE_NAME (self), NULL);

  return self->value;
}

/**
 * rail_alternative_name_set_value:
 * @self: a name
 * @value: (nullable): the value as people write it; it need not be valid yet
 *
 * Changes the value.
 */
void
rail_alternative_name_set_value (RailAlternativeName *self,
                                 const char          *value)
{
  g_return_if_fail (RAIL_IS_ALTERNATIVE_NAME (self));

  if (value == NULL)
    value = "";
  if (strcmp (self->value, value) == 0)
    return;

  g_free (self->value);
  self->value = g_strdup (value);
  g_clear_pointer (&self->origin, g_bytes_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/**
 * rail_alternative_name_validate:
 * @self: a name
 * @error: return location for an error
 *
 * Checks that the value can stand in a certificate as its type (RFC 5280 §4.2.1.6). One that stands in a certificate or
 * a signing request already can, whatever it is, as long as it is not changed.
 *
 * Returns: whether it can; if not, @error is %RAIL_PKI_ERROR_MALFORMED and says how to write it
 */
gboolean
rail_alternative_name_validate (RailAlternativeName  *self,
                                GError              **error)
{
  const TypeRow *row;
  const char *problem;

  g_return_val_if_fail (RAIL_IS_ALTERNATIVE_NAME (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->origin != NULL)
    return TRUE;
  row = find_type (self->type);
  if (self->value[0] == '\0')
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                   _("The alternative name of type “%s” is empty"), _(row->label));
      return FALSE;
    }

  problem = row->check (self->value);
  if (strlen (self->value) > MAXIMUM_VALUE_SIZE)
    problem = _("it is longer than 2048 bytes");
  else if (!g_utf8_validate (self->value, -1, NULL))
    problem = _("it is not UTF-8");
  for (const char *at = self->value; *at != '\0' && problem == NULL; at++)
    if (g_ascii_iscntrl (*at))
      problem = _("it contains a control character");
  if (problem == NULL)
    return TRUE;

  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
               /* Translators: a type such as "IP address", the value, and what is wrong with it. */
               _("The alternative name of type “%s” cannot be “%s”: %s"), _(row->label), self->value, problem);
  return FALSE;
}

/**
 * rail_alternative_name_to_string:
 * @self: a name
 *
 * Returns: (transfer full): the text form, which rail_alternative_name_parse() reads
 */
char *
rail_alternative_name_to_string (RailAlternativeName *self)
{
  g_return_val_if_fail (RAIL_IS_ALTERNATIVE_NAME (self), NULL);

  return g_strconcat (find_type (self->type)->prefix, ":", self->value, NULL);
}
