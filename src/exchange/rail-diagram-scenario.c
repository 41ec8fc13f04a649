/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-alternative-name.h"
#include "rail-service.h"

/**
 * rail_scenario_get_type:
 *
 * Returns: the type of #RailScenario
 */
G_DEFINE_ENUM_TYPE (RailScenario, rail_scenario,
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_OPCUA_PROJECT, "opcua-project"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_OPCUA_OUTSIDE, "opcua-outside"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_OPCUA_CENTRAL, "opcua-central"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_HTTPS_PROJECT, "https-project"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_HTTPS_OUTSIDE, "https-outside"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_HTTPS_CENTRAL, "https-central"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_HTTPS_SELF_SIGNED, "https-self-signed"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_OUC_ONE_WAY, "ouc-one-way"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_OUC_MUTUAL, "ouc-mutual"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_GDS_KEY, "gds-key"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_GDS_REQUEST, "gds-request"),
                    G_DEFINE_ENUM_VALUE (RAIL_SCENARIO_GDS_WEB, "gds-web"))

#define OPCUA RAIL_SERVICE_OPCUA_SERVER
#define HTTPS RAIL_SERVICE_WEB_SERVER
#define OUC RAIL_SERVICE_SECURE_OUC
#define CLIENT RAIL_PARTNER_KIND_CLIENT
#define BROWSER RAIL_PARTNER_KIND_BROWSER
#define PEER RAIL_PARTNER_KIND_PEER

static const RailScenarioInfo scenarios[RAIL_N_SCENARIOS] = {
  { RAIL_SCENARIO_OPCUA_PROJECT, "opcua-project", N_("OPC UA with an authority of the project"),
    "Chapter 2.4.6, scenario 1", OPCUA, RAIL_ORIGIN_PROJECT, CLIENT, NULL, rail_diagram_build_opcua },
  { RAIL_SCENARIO_OPCUA_OUTSIDE, "opcua-outside", N_("OPC UA with an authority outside"),
    "Chapter 2.4.6, scenario 2", OPCUA, RAIL_ORIGIN_OUTSIDE, CLIENT, NULL, rail_diagram_build_opcua },
  { RAIL_SCENARIO_OPCUA_CENTRAL, "opcua-central", N_("OPC UA with a central certificate manager"),
    "Chapter 2.4.6, scenario 3", OPCUA, RAIL_ORIGIN_OUTSIDE, CLIENT, NULL, rail_diagram_build_opcua },
  { RAIL_SCENARIO_HTTPS_PROJECT, "https-project", N_("HTTPS with an authority of the project"),
    "Chapter 2.5.5, scenario 1", HTTPS, RAIL_ORIGIN_PROJECT, BROWSER, NULL, rail_diagram_build_https },
  { RAIL_SCENARIO_HTTPS_OUTSIDE, "https-outside", N_("HTTPS with an authority outside"),
    "Chapter 2.5.5, scenario 2", HTTPS, RAIL_ORIGIN_OUTSIDE, BROWSER, NULL, rail_diagram_build_https },
  { RAIL_SCENARIO_HTTPS_CENTRAL, "https-central", N_("HTTPS with a central certificate manager"),
    "Chapter 2.5.5, scenario 3", HTTPS, RAIL_ORIGIN_OUTSIDE, BROWSER, NULL, rail_diagram_build_https },
  { RAIL_SCENARIO_HTTPS_SELF_SIGNED, "https-self-signed", N_("HTTPS with a self-signed certificate"),
    "Chapters 2.3.2 and 2.5.3", HTTPS, RAIL_ORIGIN_SELF, BROWSER, NULL, rail_diagram_build_https },
  { RAIL_SCENARIO_OUC_ONE_WAY, "ouc-one-way", N_("Secure OUC, only the server has a certificate"),
    "Chapter 2.6.1", OUC, RAIL_ORIGIN_ANY, PEER, NULL, rail_diagram_build_ouc },
  { RAIL_SCENARIO_OUC_MUTUAL, "ouc-mutual", N_("Secure OUC, both have a certificate"),
    "Chapters 2.6.2 and 2.6.3", OUC, RAIL_ORIGIN_ANY, PEER, NULL, rail_diagram_build_ouc },
  { RAIL_SCENARIO_GDS_KEY, "gds-key", N_("GDS push of an OPC UA certificate with its key"),
    "Chapter 3.1.2, scenario 1", OPCUA, RAIL_ORIGIN_PROJECT, CLIENT, "2.9", rail_diagram_build_gds },
  { RAIL_SCENARIO_GDS_REQUEST, "gds-request", N_("GDS push of an OPC UA certificate by request"),
    "Chapter 3.1.2, scenario 2", OPCUA, RAIL_ORIGIN_PROJECT, CLIENT, "2.9", rail_diagram_build_gds },
  { RAIL_SCENARIO_GDS_WEB, "gds-web", N_("GDS push of a web server certificate"),
    "Chapter 3.1.2, scenario 3", HTTPS, RAIL_ORIGIN_PROJECT, BROWSER, "3.0", rail_diagram_build_gds },
};

#undef OPCUA
#undef HTTPS
#undef OUC
#undef CLIENT
#undef BROWSER
#undef PEER

const RailScenarioInfo *
rail_scenario_get (RailScenario scenario)
{
  return &scenarios[scenario];
}

/**
 * rail_scenario_get_nick:
 * @scenario: a scenario
 *
 * Returns: (transfer none): the word for it on command lines
 */
const char *
rail_scenario_get_nick (RailScenario scenario)
{
  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);

  return scenarios[scenario].nick;
}

/**
 * rail_scenario_get_label:
 * @scenario: a scenario
 *
 * Returns: (transfer none): what it is, translated
 */
const char *
rail_scenario_get_label (RailScenario scenario)
{
  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);

  return _(scenarios[scenario].label);
}

/**
 * rail_scenario_get_source:
 * @scenario: a scenario
 *
 * Returns: (transfer none): the chapter of 109769068 V2.0 that it is from
 */
const char *
rail_scenario_get_source (RailScenario scenario)
{
  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);

  return scenarios[scenario].source;
}

/**
 * rail_scenario_parse:
 * @nick: a word as rail_scenario_get_nick() returns
 * @out_scenario: (out): the scenario, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_scenario_parse (const char   *nick,
                     RailScenario *out_scenario)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_scenario != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (nick, scenarios[i].nick))
      {
        *out_scenario = scenarios[i].scenario;
        return TRUE;
      }
  return FALSE;
}

/*
 * What is there
 */

const char *
rail_scenario_get_entry_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (rail_entry_get_certificate (entry));
}

/* (transfer full): those above @entry, the next one first; without @entry none, and complete */
GPtrArray *
rail_scenario_get_authorities (RailProject *project,
                               RailEntry   *entry,
                               gboolean    *out_complete)
{
  gboolean complete = TRUE;
  GPtrArray *chain;

  if (entry == NULL)
    chain = g_ptr_array_new_with_free_func (g_object_unref);
  else
    {
      chain = rail_project_get_chain (project, entry, &complete);
      g_ptr_array_remove_index (chain, 0);
    }
  if (out_complete != NULL)
    *out_complete = complete;
  return chain;
}

/* Who has issued the certificate of @entry: what can be issued here has an authority with its key at the top. */
RailOrigin
rail_scenario_get_origin (RailProject *project,
                          RailEntry   *entry)
{
  gboolean complete;
  g_autoptr(GPtrArray) authorities = rail_scenario_get_authorities (project, entry, &complete);

  if (authorities->len == 0)
    return complete ? RAIL_ORIGIN_SELF : RAIL_ORIGIN_OUTSIDE;
  return complete && rail_entry_has_key (authorities->pdata[authorities->len - 1]) ? RAIL_ORIGIN_PROJECT
                                                                                    : RAIL_ORIGIN_OUTSIDE;
}

RailEntry *
rail_scenario_get_own (const RailScenarioInfo *info,
                       RailProject            *project,
                       RailDevice             *device)
{
  guint id = rail_device_get_service_certificate (device, info->service);

  return id != 0 ? rail_project_get_entry (project, id) : NULL;
}

static gboolean
is_usable (RailProject *project,
           RailEntry   *entry)
{
  RailStatus status = rail_entry_get_status (entry, rail_environment_get_now (rail_project_get_environment (project)),
                                             NULL);

  return status == RAIL_STATUS_VALID || status == RAIL_STATUS_EXPIRING;
}

/* How many of @authorities the device has among the certificates of its partners, per mille. */
static guint
count_trusted (RailDevice *device,
               GPtrArray  *authorities)
{
  guint n = 0;

  for (guint i = 0; i < authorities->len; i++)
    n += rail_device_has_partner (device, rail_entry_get_id (authorities->pdata[i])) ? 1 : 0;
  return authorities->len > 0 ? n * 1000 / authorities->len : 0;
}

/* As rail_scenario_get_origin(), for tables of thousands: certificates of one issuer have one origin. */
static RailOrigin
get_origin_quickly (RailProject *project,
                    RailEntry   *entry,
                    GHashTable  *origins)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *issuer = rail_certificate_get_issuer (certificate);
  gpointer origin;

  if (g_str_equal (issuer, rail_certificate_get_subject (certificate)))
    return RAIL_ORIGIN_SELF;
  if (!g_hash_table_lookup_extended (origins, issuer, NULL, &origin))
    {
      origin = GINT_TO_POINTER (rail_scenario_get_origin (project, entry));
      g_hash_table_insert (origins, g_strdup (issuer), origin);
    }
  return GPOINTER_TO_INT (origin);
}

/*
 * Choices, the best one first
 */

typedef struct
{
  GObject *object;
  guint    score;
  guint    position;
} Choice;

static int
compare_choices_cb (gconstpointer a,
                    gconstpointer b)
{
  const Choice *first = a;
  const Choice *second = b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  return first->position < second->position ? -1 : 1;
}

static void
take_choice (GArray   *choices,
             gpointer  object,
             guint     score)
{
  Choice choice = { object, score, choices->len };

  g_array_append_val (choices, choice);
}

static GPtrArray *
sort_choices (GArray *choices)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);

  g_array_sort (choices, compare_choices_cb);
  for (guint i = 0; i < choices->len; i++)
    g_ptr_array_add (sorted, g_array_index (choices, Choice, i).object);
  return sorted;
}

static guint
score_device (const RailScenarioInfo *info,
              RailProject            *project,
              RailDevice             *device,
              GHashTable             *origins)
{
  RailEntry *own = rail_scenario_get_own (info, project, device);
  const char *firmware = rail_device_get_firmware (device);
  guint n_clients;
  guint score = 0;

  rail_device_get_clients (device, &n_clients);
  if (own != NULL)
    score += 4 + (is_usable (project, own) ? 4 : 0) +
             (info->origin == RAIL_ORIGIN_ANY || get_origin_quickly (project, own, origins) == info->origin ? 16 : 0);
  /* The document's scenarios are about a CPU. */
  if (rail_device_get_family (device) == RAIL_FAMILY_S7_1500)
    score += 2;
  if (info->firmware != NULL && rail_firmware_compare (firmware, info->firmware) >= 0)
    score += 8;
  return score + (info->partner == RAIL_PARTNER_KIND_CLIENT && n_clients > 0 ? 1 : 0);
}

/**
 * rail_scenario_list_devices:
 * @scenario: a scenario
 * @project: a project
 *
 * Returns: (transfer full) (element-type RailDevice): the devices that serve in it, the one that fits best first
 */
GPtrArray *
rail_scenario_list_devices (RailScenario  scenario,
                            RailProject  *project)
{
  const RailScenarioInfo *info;
  g_autoptr(GArray) choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_autoptr(GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *devices;

  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  info = &scenarios[scenario];
  devices = rail_project_get_devices (project);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      if (rail_device_is_service_on (device, info->service))
        take_choice (choices, g_object_ref (device), score_device (info, project, device, origins));
    }
  return sort_choices (choices);
}

static gboolean
has_uri (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) == RAIL_NAME_TYPE_URI)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_client (RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailPurpose purposes = rail_certificate_get_purposes (certificate, NULL);

  switch (rail_entry_get_usage (entry))
    {
    case RAIL_USAGE_OPCUA_CLIENT:
    case RAIL_USAGE_OPCUA_CLIENT_SERVER:
      return TRUE;
    case RAIL_USAGE_CUSTOM:
      return !rail_certificate_is_ca (certificate) && has_uri (certificate) &&
             (purposes == 0 || (purposes & RAIL_PURPOSE_CLIENT_AUTH) != 0);
    default:
      return FALSE;
    }
}

static void
add_clients (const RailScenarioInfo *info,
             RailProject            *project,
             RailDevice             *device,
             GArray                 *choices)
{
  GListModel *entries = rail_project_get_entries (project);
  g_autoptr(GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *name = rail_device_get_name (device);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      const char *owner = rail_entry_get_device (entry);
      guint score;

      if (!is_client (entry) || g_strcmp0 (owner, name) == 0)
        continue;
      score = (is_usable (project, entry) ? 16 : 0) +
              (rail_device_has_client (device, rail_entry_get_id (entry)) ? 8 : 0) + (owner != NULL ? 2 : 0) +
              (info->origin == RAIL_ORIGIN_ANY || get_origin_quickly (project, entry, origins) == info->origin ? 4 : 0);
      take_choice (choices, g_steal_pointer (&entry), score);
    }
}

static void
add_devices (const RailScenarioInfo *info,
             RailProject            *project,
             RailDevice             *device,
             GArray                 *choices)
{
  GListModel *devices = rail_project_get_devices (project);
  RailEntry *own = rail_scenario_get_own (info, project, device);
  g_autoptr(GPtrArray) authorities = rail_scenario_get_authorities (project, own, NULL);

  if (own != NULL && authorities->len == 0)
    g_ptr_array_add (authorities, g_object_ref (own));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) other = g_list_model_get_item (devices, i);
      RailFamily family = rail_device_get_family (other);
      guint score = count_trusted (other, authorities);

      if (g_str_equal (rail_device_get_name (other), rail_device_get_name (device)))
        continue;
      if (info->partner == RAIL_PARTNER_KIND_PEER
          ? !rail_device_is_service_on (other, info->service)
          : family != RAIL_FAMILY_PC && family != RAIL_FAMILY_HMI && family != RAIL_FAMILY_OTHER)
        continue;
      score += info->partner == RAIL_PARTNER_KIND_BROWSER && family == RAIL_FAMILY_PC ? 2 : 0;
      score += info->partner == RAIL_PARTNER_KIND_BROWSER && !rail_device_is_service_on (other,
                                                                                         RAIL_SERVICE_OPCUA_CLIENT)
                 ? 1 : 0;
      score += info->partner == RAIL_PARTNER_KIND_PEER && rail_scenario_get_own (info, project,
                                                                                 other) != NULL ? 100 : 0;
      take_choice (choices, g_steal_pointer (&other), score);
    }
}

/**
 * rail_scenario_list_partners:
 * @scenario: a scenario
 * @project: a project
 * @device: the device that serves
 *
 * Lists whom it can serve: for OPC UA the certificates of clients, for HTTPS the devices that may have a browser,
 * for secure OUC the devices that have it, too.
 *
 * Returns: (transfer full) (element-type GObject): #RailEntry or #RailDevice, the one that fits best first
 */
GPtrArray *
rail_scenario_list_partners (RailScenario  scenario,
                             RailProject  *project,
                             RailDevice   *device)
{
  g_autoptr(GArray) choices = g_array_new (FALSE, FALSE, sizeof (Choice));

  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  if (scenarios[scenario].partner == RAIL_PARTNER_KIND_CLIENT)
    add_clients (&scenarios[scenario], project, device, choices);
  else
    add_devices (&scenarios[scenario], project, device, choices);
  return sort_choices (choices);
}

/**
 * rail_scenario_describe_partner:
 * @scenario: a scenario
 * @partner: a partner as rail_scenario_list_partners() lists them
 *
 * Returns: (transfer full): words for a list of them, such as “15 · UaExpert (Engineering-PC)”
 */
char *
rail_scenario_describe_partner (RailScenario  scenario,
                                GObject      *partner)
{
  RailEntry *entry;

  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (partner) || RAIL_IS_DEVICE (partner), NULL);

  if (RAIL_IS_DEVICE (partner))
    return g_strdup (rail_device_get_name (RAIL_DEVICE (partner)));
  entry = RAIL_ENTRY (partner);
  if (rail_entry_get_device (entry) == NULL)
    /* Translators: ID and name of a certificate */
    return g_strdup_printf (C_("diagram", "%u · %s"), rail_entry_get_id (entry), rail_scenario_get_entry_name (entry));
  /* Translators: ID and name of a certificate, and the device that has it */
  return g_strdup_printf (_("%u · %s (%s)"), rail_entry_get_id (entry), rail_scenario_get_entry_name (entry),
                          rail_entry_get_device (entry));
}
