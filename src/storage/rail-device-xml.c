/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-device-xml.h"

#include "rail-loaded.h"
#include "rail-project-writer.h"
#include "rail-service.h"
#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Hexadecimal digits of SHA-256. */
#define FINGERPRINT_LENGTH 64

static const RailSecurityModes all_modes[] = { RAIL_MODE_NONE, RAIL_MODE_SIGN, RAIL_MODE_SIGN_AND_ENCRYPT };

/*
 * Writing
 */

static const char *
get_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
write_truth (RailXmlWriter *writer,
             const char    *name,
             gboolean       value)
{
  rail_xml_writer_attribute (writer, name, value ? "true" : "false");
}

static void
write_services (RailXmlWriter *writer,
                RailDevice    *device)
{
  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    {
      gboolean is_on = rail_device_is_service_on (device, service);
      guint certificate = rail_device_get_service_certificate (device, service);

      if (!is_on && certificate == 0)
        continue;
      rail_xml_writer_start (writer, "service");
      rail_xml_writer_attribute (writer, "name", rail_service_get (service)->nick);
      write_truth (writer, "on", is_on);
      if (certificate != 0)
        rail_xml_writer_number (writer, "certificate", certificate);
      rail_xml_writer_end (writer);
    }
}

static char *
format_policies (RailSecurityPolicies policies)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  guint n_infos;
  const RailSecurityPolicyInfo *infos = rail_security_policy_get_all (&n_infos);

  for (guint i = 0; i < n_infos; i++)
    if ((policies & infos[i].policy) != 0)
      g_ptr_array_add (words, (gpointer) infos[i].nick);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static char *
format_modes (RailSecurityModes modes)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all_modes); i++)
    if ((modes & all_modes[i]) != 0)
      g_ptr_array_add (words, (gpointer) rail_security_mode_get_nick (all_modes[i]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

/* What nobody has changed is left out: most devices have no OPC UA server. */
static void
write_opcua (RailXmlWriter *writer,
             RailDevice    *device)
{
  g_autofree char *policies = format_policies (rail_device_get_policies (device));
  g_autofree char *modes = format_modes (rail_device_get_modes (device));

  if (rail_device_get_policies (device) == RAIL_POLICIES_DEFAULT && rail_device_get_modes (device) == RAIL_MODES_DEFAULT &&
      !rail_device_accepts_clients (device))
    return;
  rail_xml_writer_start (writer, "opcua");
  rail_xml_writer_attribute (writer, "policies", policies);
  rail_xml_writer_attribute (writer, "modes", modes);
  write_truth (writer, "accept-clients", rail_device_accepts_clients (device));
  rail_xml_writer_end (writer);
}

static void
write_partners (RailXmlWriter *writer,
                RailDevice    *device)
{
  guint n_partners;
  const guint *partners = rail_device_get_partners (device, &n_partners);

  for (guint i = 0; i < n_partners; i++)
    {
      rail_xml_writer_start (writer, "partner");
      rail_xml_writer_number (writer, "id", partners[i]);
      rail_xml_writer_attribute (writer, "client", rail_device_has_client (device, partners[i]) ? "true" : NULL);
      rail_xml_writer_end (writer);
    }
}

static void
write_loaded (RailXmlWriter *writer,
              RailLoaded    *loaded)
{
  if (loaded == NULL)
    return;
  rail_xml_writer_start (writer, "loaded");
  rail_xml_writer_time (writer, "date", rail_loaded_get_date (loaded));
  rail_xml_writer_attribute (writer, "by", rail_loaded_get_user (loaded));
  rail_xml_writer_attribute (writer, "settings", rail_loaded_get_settings (loaded));
  for (guint i = 0; i < rail_loaded_get_n_items (loaded); i++)
    {
      const RailLoadedItem *item = rail_loaded_get_item (loaded, i);

      rail_xml_writer_start (writer, "item");
      rail_xml_writer_attribute (writer, "role", rail_used_as_get_nick (item->role));
      if (item->role == RAIL_USED_AS_SERVICE)
        rail_xml_writer_attribute (writer, "service", rail_service_get (item->service)->nick);
      rail_xml_writer_number (writer, "id", item->id);
      rail_xml_writer_attribute (writer, "fingerprint", item->fingerprint);
      rail_xml_writer_end (writer);
    }
  rail_xml_writer_end (writer);
}

/*< private >
 * rail_device_xml_write:
 * @writer: a writer
 * @device: a device
 *
 * Writes a device with all that it does with certificates.
 */
void
rail_device_xml_write (RailXmlWriter *writer,
                       RailDevice    *device)
{
  const char * const *addresses = rail_device_get_addresses (device);

  rail_xml_writer_start (writer, "device");
  rail_xml_writer_attribute (writer, "name", rail_device_get_name (device));
  rail_xml_writer_attribute (writer, "family", rail_family_get_nick (rail_device_get_family (device)));
  write_truth (writer, "global-security", rail_device_uses_global_security (device));
  rail_xml_writer_attribute (writer, "firmware", get_unless_empty (rail_device_get_firmware (device)));
  rail_xml_writer_attribute (writer, "comment", get_unless_empty (rail_device_get_comment (device)));
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      rail_xml_writer_start (writer, "address");
      rail_xml_writer_text (writer, addresses[i]);
      rail_xml_writer_end (writer);
    }
  write_services (writer, device);
  write_opcua (writer, device);
  write_partners (writer, device);
  write_loaded (writer, rail_device_get_loaded (device));
  rail_xml_writer_end (writer);
}

/*
 * Reading
 */

static gboolean
read_truth (xmlNode    *node,
            const char *name)
{
  return g_strcmp0 (rail_xml_node_get_attribute (node, name), "true") == 0;
}

static gboolean
read_id (const RailXmlSource  *source,
         xmlNode              *node,
         const char           *attribute,
         guint                *out_id,
         GError              **error)
{
  return rail_xml_node_read_number (source, node, _("the ID"), rail_xml_node_get_attribute (node, attribute), G_MAXINT32,
                                    out_id, error);
}

static gboolean
read_service (const RailXmlSource  *source,
              xmlNode              *node,
              const char           *attribute,
              RailService          *out_service,
              GError              **error)
{
  const char *nick = rail_xml_node_get_attribute (node, attribute);

  if (nick != NULL && rail_service_parse (nick, out_service))
    return TRUE;
  rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("a service of a device is unknown"));
  return FALSE;
}

static gboolean
read_services (const RailXmlSource  *source,
               xmlNode              *parent,
               RailDevice           *device,
               GError              **error)
{
  gboolean is_known[RAIL_N_SERVICES] = { FALSE };

  for (xmlNode *node = rail_xml_node_get_first (parent, "service"); node != NULL;
       node = rail_xml_node_get_next (node, "service"))
    {
      RailService service;
      guint certificate = 0;

      if (!read_service (source, node, "name", &service, error) ||
          (rail_xml_node_get_attribute (node, "certificate") != NULL &&
           !read_id (source, node, "certificate", &certificate, error)))
        return FALSE;
      if (is_known[service])
        {
          rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("a device has the service “%s” twice"),
                                       rail_service_get (service)->nick);
          return FALSE;
        }
      is_known[service] = TRUE;
      rail_device_set_service (device, service, read_truth (node, "on"), certificate);
    }
  return TRUE;
}

static gboolean
parse_policy (const char *word,
              guint      *out_bit)
{
  RailSecurityPolicies policy;

  if (!rail_security_policy_parse (word, &policy))
    return FALSE;
  *out_bit = policy;
  return TRUE;
}

static gboolean
parse_mode (const char *word,
            guint      *out_bit)
{
  RailSecurityModes mode;

  if (!rail_security_mode_parse (word, &mode))
    return FALSE;
  *out_bit = mode;
  return TRUE;
}

/* Words with single spaces between them, each once; none at all is fine, too. */
static gboolean
read_flags (const RailXmlSource  *source,
            xmlNode              *node,
            const char           *attribute,
            gboolean            (*parse) (const char *word, guint *out_bit),
            guint                *out_flags,
            GError              **error)
{
  const char *text = rail_xml_node_get_attribute (node, attribute);
  g_auto(GStrv) words = NULL;
  guint flags = 0;

  /* No more words than there are: a long text must not become millions of strings. */
  words = g_strsplit (text != NULL ? text : "", " ", 32);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint bit;

      if (!parse (words[i], &bit) || (flags & bit) != 0)
        {
          rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                       _("the words in “%s” are not known, or one is there twice"), attribute);
          return FALSE;
        }
      flags |= bit;
    }
  *out_flags = flags;
  return TRUE;
}

static gboolean
read_opcua (const RailXmlSource  *source,
            xmlNode              *parent,
            RailDevice           *device,
            GError              **error)
{
  xmlNode *node = rail_xml_node_get_first (parent, "opcua");
  guint policies, modes;

  if (node == NULL)
    return TRUE;
  if (!read_flags (source, node, "policies", parse_policy, &policies, error) ||
      !read_flags (source, node, "modes", parse_mode, &modes, error))
    return FALSE;
  rail_device_set_policies (device, policies);
  rail_device_set_modes (device, modes);
  rail_device_set_accepts_clients (device, read_truth (node, "accept-clients"));
  return TRUE;
}

/* Rising IDs: so none is there twice, and each goes to the end of the table. */
static gboolean
read_partners (const RailXmlSource  *source,
               xmlNode              *parent,
               RailDevice           *device,
               GError              **error)
{
  guint last = 0, n_partners = 0;

  for (xmlNode *node = rail_xml_node_get_first (parent, "partner"); node != NULL;
       node = rail_xml_node_get_next (node, "partner"))
    {
      guint id;

      if (n_partners++ == RAIL_PROJECT_MAX_PARTNERS)
        {
          rail_xml_source_set_limit (source, _("partner certificates of one device"), RAIL_PROJECT_MAX_PARTNERS, error);
          return FALSE;
        }
      if (!read_id (source, node, "id", &id, error))
        return FALSE;
      if (id <= last)
        {
          rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                       _("the IDs of a device's partner certificates do not rise"));
          return FALSE;
        }
      last = id;
      rail_device_set_partner (device, id, TRUE);
      if (read_truth (node, "client"))
        rail_device_set_client (device, id, TRUE);
    }
  return TRUE;
}

static gboolean
is_fingerprint (const char *text)
{
  return text != NULL && strlen (text) == FINGERPRINT_LENGTH && strspn (text, "0123456789ABCDEF") == FINGERPRINT_LENGTH;
}

static gboolean
read_item (const RailXmlSource  *source,
           xmlNode              *node,
           RailLoaded           *loaded,
           GError              **error)
{
  const char *nick = rail_xml_node_get_attribute (node, "role");
  const char *fingerprint = rail_xml_node_get_attribute (node, "fingerprint");
  RailService service = RAIL_SERVICE_WEB_SERVER;
  RailUsedAs role;
  guint id;

  if (nick == NULL || !rail_used_as_parse (nick, &role) ||
      (role == RAIL_USED_AS_SERVICE) != (rail_xml_node_get_attribute (node, "service") != NULL))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                   _("a device was loaded with a certificate that has no known role"));
      return FALSE;
    }
  if (!is_fingerprint (fingerprint))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error,
                                   _("the fingerprint of a loaded certificate is none of SHA-256"));
      return FALSE;
    }
  if (!read_id (source, node, "id", &id, error) ||
      (role == RAIL_USED_AS_SERVICE && !read_service (source, node, "service", &service, error)))
    return FALSE;
  rail_loaded_add (loaded, role, service, id, fingerprint);
  return TRUE;
}

static gboolean
read_loaded (const RailXmlSource  *source,
             xmlNode              *parent,
             RailDevice           *device,
             GError              **error)
{
  xmlNode *node = rail_xml_node_get_first (parent, "loaded");
  const char *settings;
  g_autoptr(RailLoaded) loaded = NULL;
  gint64 date;

  if (node == NULL)
    return TRUE;
  if (!rail_xml_node_read_time (source, node, "date", &date, error))
    return FALSE;
  settings = rail_xml_node_get_attribute (node, "settings");
  loaded = rail_loaded_new (date, rail_xml_node_get_attribute (node, "by"), settings != NULL ? settings : "");
  for (xmlNode *item = rail_xml_node_get_first (node, "item"); item != NULL; item = rail_xml_node_get_next (item, "item"))
    {
      if (rail_loaded_get_n_items (loaded) == RAIL_PROJECT_MAX_LOADED)
        {
          rail_xml_source_set_limit (source, _("loaded certificates of one device"), RAIL_PROJECT_MAX_LOADED, error);
          return FALSE;
        }
      if (!read_item (source, item, loaded, error))
        return FALSE;
    }
  rail_device_set_loaded (device, loaded);
  return TRUE;
}

static RailDevice *
read_device (const RailXmlSource  *source,
             xmlNode              *node,
             GError              **error)
{
  const char *name = rail_xml_node_get_attribute (node, "name");
  const char *nick = rail_xml_node_get_attribute (node, "family");
  g_autoptr(GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr(RailDevice) device = NULL;
  RailFamily family;

  if (name == NULL || nick == NULL || !rail_family_parse (nick, &family))
    {
      rail_xml_source_set_damaged (source, xmlGetLineNo (node), error, _("a device has no name or no known family"));
      return NULL;
    }
  device = rail_device_new (name, family);
  rail_device_set_global_security (device, read_truth (node, "global-security"));
  rail_device_set_firmware (device, rail_xml_node_get_attribute (node, "firmware"));
  rail_device_set_comment (device, rail_xml_node_get_attribute (node, "comment"));
  for (xmlNode *address = rail_xml_node_get_first (node, "address"); address != NULL;
       address = rail_xml_node_get_next (address, "address"))
    g_ptr_array_add (addresses, (gpointer) rail_xml_node_get_text (address));
  g_ptr_array_add (addresses, NULL);
  rail_device_set_addresses (device, (const char * const *) addresses->pdata);
  if (!read_services (source, node, device, error) || !read_opcua (source, node, device, error) ||
      !read_partners (source, node, device, error) || !read_loaded (source, node, device, error))
    return NULL;
  return g_steal_pointer (&device);
}

/*< private >
 * rail_device_xml_read:
 * @source: where the XML comes from
 * @root: the project element
 * @error: return location for an error
 *
 * Whether the certificates exist that devices refer to, rail_project_restore() sees.
 *
 * Returns: (transfer full) (element-type RailDevice): the devices, or %NULL with RAIL_STORAGE_ERROR_DAMAGED or
 *   RAIL_STORAGE_ERROR_LIMIT
 */
GPtrArray *
rail_device_xml_read (const RailXmlSource  *source,
                      xmlNode              *root,
                      GError              **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);

  for (xmlNode *node = rail_xml_node_find (root, "devices", "device", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "device"))
    {
      RailDevice *device;

      if (devices->len == RAIL_PROJECT_MAX_DEVICES)
        {
          rail_xml_source_set_limit (source, _("devices"), RAIL_PROJECT_MAX_DEVICES, error);
          return NULL;
        }
      device = read_device (source, node, error);
      if (device == NULL)
        return NULL;
      g_ptr_array_add (devices, device);
    }
  return g_steal_pointer (&devices);
}
