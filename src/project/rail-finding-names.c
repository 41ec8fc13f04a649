/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-finding-private.h"

#include "rail-creation-private.h"
#include "rail-entry-private.h"
#include "rail-service-jobs.h"

#include <glib/gi18n-lib.h>

/* One address has several spellings: letters of either case, IPv6 with and without zeros. */
static char *
normalize (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL ? g_inet_address_to_string (address) : g_ascii_strdown (text, -1);
}

static gboolean
is_ip (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL;
}

static RailNameType
get_type (gpointer name)
{
  return rail_alternative_name_get_name_type (RAIL_ALTERNATIVE_NAME (name));
}

/* Returns: (transfer full): the names of one of the types, normalized */
static GHashTable *
collect (RailCertificate *certificate,
         RailNameType     types)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if ((get_type (name) & types) != 0)
        g_hash_table_add (set, normalize (rail_alternative_name_get_value (name)));
    }
  return set;
}

/* The first name of a list that a set lacks. */
static const char *
find_missing (GHashTable         *set,
              const char * const *addresses,
              RailNameType        types)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *address = normalize (addresses[i]);
      RailNameType type = is_ip (addresses[i]) ? RAIL_NAME_TYPE_IP : RAIL_NAME_TYPE_DNS;

      if ((types & type) != 0 && !g_hash_table_contains (set, address))
        return addresses[i];
    }
  return NULL;
}

static const char *
find_first_uri (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (get_type (name) == RAIL_NAME_TYPE_URI)
        return rail_alternative_name_get_value (name);   /* the certificate keeps it */
    }
  return NULL;
}

/* Only of Siemens' CPUs is the URI known: it follows from the name of the device. */
static char *
find_known_uri (RailDevice *device,
                RailUsage   usage)
{
  g_autoptr(GPtrArray) names = NULL;

  if (rail_device_get_family (device) != RAIL_FAMILY_S7_1500 && rail_device_get_family (device) != RAIL_FAMILY_S7_1200)
    return NULL;
  names = rail_creation_list_names (device, usage);
  for (guint i = 0; i < names->len; i++)
    if (get_type (names->pdata[i]) == RAIL_NAME_TYPE_URI)
      return g_strdup (rail_alternative_name_get_value (names->pdata[i]));
  return NULL;
}

/*< private >
 * rail_certificate_has_name:
 * @certificate: a certificate
 * @type: a type of alternative names
 *
 * Returns: whether it has one of the type
 */
gboolean
rail_certificate_has_name (RailCertificate *certificate,
                           RailNameType     type)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (get_type (name) == type)
        return TRUE;
    }
  return FALSE;
}

/*< private >
 * rail_device_knows_names:
 * @device: a device
 * @usage: what a certificate for it is used for
 * @types: names that it must have beside those which the usage needs always
 *
 * Returns: whether the device says all names that the certificate needs; otherwise people have to
 */
gboolean
rail_device_knows_names (RailDevice   *device,
                         RailUsage     usage,
                         RailNameType  types)
{
  g_autoptr(GPtrArray) names = rail_creation_list_names (device, usage);

  for (guint i = 0; i < names->len; i++)
    {
      if (*rail_alternative_name_get_value (names->pdata[i]) == '\0')
        return FALSE;
      types &= ~get_type (names->pdata[i]);
    }
  return types == 0;
}

/*< private >
 * rail_device_needs_ip:
 * @device: a device
 *
 * Returns: whether its OPC UA wants IP addresses in every certificate: table 4-1, firmware 2.5 of an S7-1500
 */
gboolean
rail_device_needs_ip (RailDevice *device)
{
  const char *firmware = rail_device_get_firmware (device);

  return rail_device_get_family (device) == RAIL_FAMILY_S7_1500 && *firmware != '\0' &&
         rail_firmware_compare (firmware, "2.5") >= 0 && rail_firmware_compare (firmware, "2.6") < 0;
}

/*< private >
 * rail_device_get_names_usage:
 * @device: a device
 * @entry: one of its device certificates
 *
 * Returns: the usage whose names the certificate needs: that of the service which presents it, or its own
 */
RailUsage
rail_device_get_names_usage (RailDevice *device,
                             RailEntry  *entry)
{
  RailService service;

  if (rail_inspection_find_service (device, rail_entry_get_id (entry), &service))
    return rail_service_get (service)->usage;
  return rail_entry_get_usage (entry);
}

/*< private >
 * rail_device_describe_names:
 * @device: a device
 * @entry: one of its device certificates
 * @usage: what it is used for
 *
 * Holds the addresses in the certificate against those of the device. A device without any has nothing to say.
 *
 * Returns: (transfer full) (nullable): what differs, in a sentence
 */
char *
rail_device_describe_names (RailDevice *device,
                            RailEntry  *entry,
                            RailUsage   usage)
{
  const char * const *addresses = rail_device_get_addresses (device);
  RailNameType types = rail_profile_get (usage)->proposed_names & (RAIL_NAME_TYPE_IP | RAIL_NAME_TYPE_DNS);
  g_autoptr(GHashTable) named = NULL;
  g_autoptr(GHashTable) present = NULL;
  const char *missing;
  GHashTableIter iter;
  gpointer address;

  if (types == 0 || addresses[0] == NULL)
    return NULL;
  named = collect (rail_entry_get_certificate (entry), types);
  missing = find_missing (named, addresses, types);
  if (missing != NULL)
    /* Translators: a certificate, its ID, an address or host name, a device */
    return g_strdup_printf (_("“%s” (ID %u) does not name %s, which “%s” has now; renew it, because partners compare it."),
                            rail_entry_get_name (entry), rail_entry_get_id (entry), missing,
                            rail_device_get_name (device));

  present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; addresses[i] != NULL; i++)
    g_hash_table_add (present, normalize (addresses[i]));
  /* A host name that the device does not know may be an alias. */
  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    if (is_ip (address) && !g_hash_table_contains (present, address))
      /* Translators: a certificate, its ID, an address, a device */
      return g_strdup_printf (_("“%s” (ID %u) names %s, which “%s” does not have any more; renew it."),
                              rail_entry_get_name (entry), rail_entry_get_id (entry), (char *) address,
                              rail_device_get_name (device));
  return NULL;
}

/*< private >
 * rail_device_describe_uri:
 * @device: a device
 * @entry: one of its device certificates
 * @usage: what it is used for
 *
 * Returns: (transfer full) (nullable): how the URI in the certificate differs from that of the device, in a sentence
 */
char *
rail_device_describe_uri (RailDevice *device,
                          RailEntry  *entry,
                          RailUsage   usage)
{
  const char *uri;
  g_autofree char *known = NULL;

  if ((rail_profile_get (usage)->required_names & RAIL_NAME_TYPE_URI) == 0)
    return NULL;
  uri = find_first_uri (rail_entry_get_certificate (entry));
  known = uri != NULL ? find_known_uri (device, usage) : NULL;
  if (known == NULL || g_str_equal (uri, known))
    return NULL;
  /* Translators: a certificate, its ID, two URIs */
  return g_strdup_printf (_("“%s” (ID %u) is for the application “%s”, but the CPU calls itself “%s”, and partners compare "
                            "the two byte by byte; renew it."),
                          rail_entry_get_name (entry), rail_entry_get_id (entry), uri, known);
}

/*< private >
 * rail_device_find_common_name:
 * @device: a device
 * @entry: one of its device certificates
 *
 * A certificate that was made for a service has the name of its device in its own, see rail_service_make_common_name().
 *
 * Returns: (transfer full) (nullable): the common name that it would get now; %NULL if that is the one it has, or if it was
 *   given another by people
 */
char *
rail_device_find_common_name (RailDevice *device,
                              RailEntry  *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  guint id = rail_entry_get_id (entry);

  for (guint i = 0; name != NULL && i < RAIL_N_SERVICES; i++)
    {
      g_autofree char *end = g_strdup_printf ("/%s-%u", rail_service_get ((RailService) i)->word, id);
      g_autofree char *made = NULL;

      if (!g_str_has_suffix (name, end))
        continue;
      made = rail_service_make_common_name (device, (RailService) i, id);
      return g_str_equal (made, name) ? NULL : g_steal_pointer (&made);
    }
  return NULL;
}

static void
add_of_types (GPtrArray  *rows,
              GListModel *names,
              RailNameType types)
{
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if ((get_type (name) & types) != 0)
        g_ptr_array_add (rows, rail_alternative_name_new (get_type (name), rail_alternative_name_get_value (name)));
    }
}

/* The names of the device as it is now, and what is not the device's to know, such as an e-mail address, as it was. What the
 * device has none of stays, too. */
static GPtrArray *
list_names (RailDevice *device,
            RailEntry  *entry,
            RailUsage   usage)
{
  static const RailNameType types[] = { RAIL_NAME_TYPE_URI, RAIL_NAME_TYPE_IP, RAIL_NAME_TYPE_DNS };
  GListModel *old = rail_certificate_get_names (rail_entry_get_certificate (entry));
  gboolean knows_uri = rail_device_get_family (device) == RAIL_FAMILY_S7_1500 ||
                       rail_device_get_family (device) == RAIL_FAMILY_S7_1200;
  g_autoptr(GPtrArray) proposed = rail_creation_list_names (device, usage);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      guint before = rows->len;

      for (guint n = 0; n < proposed->len; n++)
        if (get_type (proposed->pdata[n]) == types[i] && *rail_alternative_name_get_value (proposed->pdata[n]) != '\0' &&
            (types[i] != RAIL_NAME_TYPE_URI || knows_uri ||
             !rail_certificate_has_name (rail_entry_get_certificate (entry), RAIL_NAME_TYPE_URI)))
          g_ptr_array_add (rows, g_object_ref (proposed->pdata[n]));
      /* Of IP addresses, the device knows all as soon as it knows any address. */
      if (rows->len == before &&
          (types[i] != RAIL_NAME_TYPE_IP || rail_device_get_addresses (device)[0] == NULL ||
           (rail_profile_get (usage)->proposed_names & RAIL_NAME_TYPE_IP) == 0))
        add_of_types (rows, old, types[i]);
    }
  add_of_types (rows, old, RAIL_NAME_TYPE_RID | RAIL_NAME_TYPE_EMAIL | RAIL_NAME_TYPE_OTHER);
  return rows;
}

/*< private >
 * rail_device_set_names:
 * @device: a device
 * @renewal: a renewal of one of its device certificates
 * @entry: the certificate
 *
 * Lets the new certificate have the names that the device has now.
 */
void
rail_device_set_names (RailDevice  *device,
                       RailRenewal *renewal,
                       RailEntry   *entry)
{
  g_autoptr(GPtrArray) names = list_names (device, entry, rail_device_get_names_usage (device, entry));
  g_autofree char *common_name = rail_device_find_common_name (device, entry);

  rail_renewal_set_names (renewal, entry, names, common_name);
}
