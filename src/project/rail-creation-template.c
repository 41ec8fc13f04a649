/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-creation.h"

#include "rail-creation-private.h"
#include "rail-project-private.h"

/*< private >
 * rail_creation_prefers_curve:
 * @usage: what a certificate is for
 *
 * Returns: whether it is issued with an elliptic curve: web server and PG/HMI (chapter 2.5.2 of the source)
 */
gboolean
rail_creation_prefers_curve (RailUsage usage)
{
  return usage == RAIL_USAGE_WEB_SERVER || usage == RAIL_USAGE_PG_HMI;
}

static RailDevice *
find_device (RailCreation *self)
{
  const char *name = rail_creation_get_device (self);

  return name != NULL ? rail_project_get_device (rail_creation_get_project (self), name) : NULL;
}

static gboolean
is_issuer_rsa (RailEntry *issuer)
{
  return rail_key_kind_is_rsa (rail_certificate_get_key_kind (rail_entry_get_certificate (issuer)));
}

/* How well an entry serves as the issuer; 0: not at all. */
static int
rate_issuer (RailEntry *entry,
             RailUsage  usage,
             gint64     now)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailStatus status = rail_entry_get_status (entry, now, NULL);

  if (rail_entry_get_kind (entry) != RAIL_ENTRY_CA || rail_entry_get_key (entry) == NULL ||
      (status != RAIL_STATUS_VALID && status != RAIL_STATUS_EXPIRING) ||
      (usage == RAIL_USAGE_CA_INTERMEDIATE && rail_certificate_get_path_length (certificate) == 0))
    return 0;
  return 1 + (is_issuer_rsa (entry) != rail_creation_prefers_curve (usage) ? 1 : 0) +
         (rail_certificate_is_signed_with_sha1 (certificate) ? 0 : 2);
}

/*< private >
 * rail_creation_find_issuer:
 * @project: a project
 * @usage: what a certificate is for
 *
 * Returns: (transfer none) (nullable): the authority of the project that suits it best; %NULL if none can sign
 */
RailEntry *
rail_creation_find_issuer (RailProject *project,
                           RailUsage    usage)
{
  g_autoptr(GPtrArray) authorities = rail_project_list_authorities (project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  RailEntry *best = NULL;
  int best_rating = 0;

  for (guint i = 0; i < authorities->len; i++)
    {
      int rating = rate_issuer (authorities->pdata[i], usage, now);

      if (rating > best_rating)
        {
          best = authorities->pdata[i];   /* the project keeps it */
          best_rating = rating;
        }
    }
  return best;
}

static void
propose_issuer (RailCreation *self,
                RailUsage     usage)
{
  RailProject *project = rail_creation_get_project (self);
  RailDevice *device = find_device (self);

  if (usage == RAIL_USAGE_CA_ROOT || (device != NULL && !rail_device_uses_global_security (device)))
    rail_creation_propose_issuer (self, NULL);
  else if (!rail_creation_is_issuer_chosen (self) ||
           (usage == RAIL_USAGE_CA_INTERMEDIATE && rail_creation_get_issuer (self) == NULL))
    rail_creation_propose_issuer (self, rail_creation_find_issuer (project, usage));
}

/* The key is of the issuer's kind: OPC UA wants it so, and it is what every partner of the issuer can verify. The hash is
 * left alone: it follows the key that signs until somebody chooses one. */
static void
propose_key (RailCreation *self,
             RailUsage     usage)
{
  RailCertificateRequest *request = rail_creation_get_request (self);
  RailEntry *issuer = rail_creation_get_issuer (self);
  gboolean rsa = issuer != NULL ? is_issuer_rsa (issuer) : !rail_creation_prefers_curve (usage);

  rail_certificate_request_set_key_kind (request, rsa ? RAIL_KEY_KIND_RSA_2048 : RAIL_KEY_KIND_EC_P256);
}

static gboolean
is_ip_address (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL;
}

static void
add_row (GPtrArray    *rows,
         RailNameType  type,
         const char   *value)
{
  g_ptr_array_add (rows, rail_alternative_name_new (type, value));
}

/* Returns: how many there were */
static guint
add_addresses (GPtrArray    *rows,
               RailDevice   *device,
               RailNameType  type)
{
  const char * const *addresses = rail_device_get_addresses (device);
  guint before = rows->len;

  for (guint i = 0; addresses[i] != NULL; i++)
    if (is_ip_address (addresses[i]) == (type == RAIL_NAME_TYPE_IP))
      add_row (rows, type, addresses[i]);
  return rows->len - before;
}

static const char *
get_host_name (RailDevice *device)
{
  const char * const *addresses = device != NULL ? rail_device_get_addresses (device) : NULL;

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (!is_ip_address (addresses[i]))
      return addresses[i];
  return g_get_host_name ();
}

/* A URI in a certificate is ASCII (RFC 5280 §4.2.1.6), so other letters are escaped byte by byte (RFC 3986 §2.5). ASCII stays
 * as it is, even a space: the CPU writes “Software PLC_1” just so. */
static char *
escape_name (const char *name)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isprint (*p))
      g_string_append_c (escaped, *p);
    else
      g_string_append_printf (escaped, "%%%02X", (guchar) *p);
  return g_string_free (escaped, FALSE);
}

/* The ApplicationUri that the partner compares byte by byte (OPC 10000-6 §6.2.2), where it can be known. */
static char *
propose_uri (RailDevice *device,
             RailUsage   usage)
{
  g_autofree char *name = device != NULL ? escape_name (rail_device_get_name (device)) : NULL;

  if (device != NULL && rail_device_get_family (device) == RAIL_FAMILY_S7_1500)
    return g_strconcat ("urn:SIMATIC.S7-1500.OPC-UA.Application:", name, NULL);
  if (device != NULL && rail_device_get_family (device) == RAIL_FAMILY_S7_1200)
    return g_strconcat ("urn:SIMATIC.S7-1200.OPC-UA.Application:", name, NULL);
  if (usage == RAIL_USAGE_OPCUA_CLIENT && (device == NULL || rail_device_get_family (device) == RAIL_FAMILY_PC))
    return g_strdup_printf ("urn:%s:UnifiedAutomation:UaExpert", get_host_name (device));
  return g_strdup ("");
}

/*< private >
 * rail_creation_list_names:
 * @device: (nullable): the device that a certificate is for
 * @usage: what it is for
 *
 * Returns: (transfer full) (element-type RailAlternativeName): the alternative names that the usage needs, filled from the
 *   device as far as they are known; an empty one asks for what is missing
 */
GPtrArray *
rail_creation_list_names (RailDevice *device,
                          RailUsage   usage)
{
  const RailProfile *profile = rail_profile_get (usage);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  static const RailNameType address_types[] = { RAIL_NAME_TYPE_IP, RAIL_NAME_TYPE_DNS };
  RailNameType found = 0;

  if (profile->proposed_names & RAIL_NAME_TYPE_URI)
    {
      g_autofree char *uri = propose_uri (device, usage);

      add_row (rows, RAIL_NAME_TYPE_URI, uri);
    }
  for (guint i = 0; device != NULL && i < G_N_ELEMENTS (address_types); i++)
    if ((profile->proposed_names & address_types[i]) && add_addresses (rows, device, address_types[i]) > 0)
      found |= address_types[i];

  /* An empty row asks for what is still missing; without a device it asks for all that is usual. */
  for (guint i = 0; i < G_N_ELEMENTS (address_types); i++)
    {
      gboolean required = (profile->required_names & address_types[i]) ||
                          ((profile->required_one_of & address_types[i]) && !(profile->required_one_of & found));

      if (required && !(found & address_types[i]))
        {
          add_row (rows, address_types[i], "");
          found |= address_types[i];
        }
    }
  return rows;
}

/* Rows of the last template that nobody has touched go; what somebody typed stays. */
static void
replace_rows (RailCreation *self,
              GPtrArray    *rows)
{
  GHashTable *proposed = rail_creation_get_proposed (self);
  GListStore *store = rail_certificate_request_get_names (rail_creation_get_request (self));
  g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func (g_object_unref);
  RailNameType kept_types = 0;
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (store));

  for (guint i = 0; i < n_before; i++)
    {
      g_autoptr(RailAlternativeName) row = g_list_model_get_item (G_LIST_MODEL (store), i);
      const char *value = g_hash_table_lookup (proposed, row);

      if (value != NULL && g_str_equal (value, rail_alternative_name_get_value (row)))
        continue;
      kept_types |= rail_alternative_name_get_name_type (row);
      g_ptr_array_add (result, g_object_ref (row));
    }
  g_hash_table_remove_all (proposed);
  for (guint i = 0, n = 0; i < rows->len; i++)
    {
      RailAlternativeName *row = rows->pdata[i];

      if (kept_types & rail_alternative_name_get_name_type (row))
        continue;
      g_hash_table_insert (proposed, g_object_ref (row), g_strdup (rail_alternative_name_get_value (row)));
      /* In front of what was typed: open62541 reads only the first URI, and that one is the template's. */
      g_ptr_array_insert (result, n++, g_object_ref (row));
    }
  g_list_store_splice (store, 0, n_before, result->pdata, result->len);
}

/**
 * rail_creation_apply_template:
 * @self: a creation
 * @usage: a usage
 *
 * Makes the request one for @usage: key usage and purposes; an issuer, unless one was chosen; a key that fits
 * the issuer; and the alternative names that the usage needs, filled from the device as far as they are known. An
 * alternative name that somebody typed stays, and keeps the template from proposing one of the same type.
 */
void
rail_creation_apply_template (RailCreation *self,
                              RailUsage     usage)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_if_fail (RAIL_IS_CREATION (self));
  g_return_if_fail (rail_profile_get (usage) != NULL);

  rail_certificate_request_set_usage (rail_creation_get_request (self), usage);
  propose_issuer (self, usage);
  propose_key (self, usage);
  rows = rail_creation_list_names (find_device (self), usage);
  replace_rows (self, rows);
}
