/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-service-jobs.h"

#include "rail-creation-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-service.h"

#include <glib/gi18n-lib.h>

#define MAX_COMMON_NAME 64   /* RFC 5280 ub-common-name */

struct _RailServiceJobs
{
  RailProject *project;
  GPtrArray   *jobs;         /* of RailJob; an authority first, if one is needed */
  RailJob     *authority;    /* (nullable): the first of them, which is made for those that want an elliptic curve */
  GArray      *ids;          /* of guint: that the certificates of the services get, in the order they were added */
};

/*< private >
 * rail_service_jobs_new:
 * @project: a project
 *
 * Returns: (transfer full): jobs for no service yet
 */
RailServiceJobs *
rail_service_jobs_new (RailProject *project)
{
  RailServiceJobs *self = g_new0 (RailServiceJobs, 1);

  self->project = g_object_ref (project);
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_job_free);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/*< private >
 * rail_service_jobs_free:
 * @self: jobs
 */
void
rail_service_jobs_free (RailServiceJobs *self)
{
  g_ptr_array_unref (self->jobs);
  g_array_unref (self->ids);
  g_object_unref (self->project);
  g_free (self);
}

/*< private >
 * rail_service_make_common_name:
 * @device: a device
 * @service: a service
 * @id: the ID of its certificate
 *
 * PLC_1 and OPCUA-1 make PLC-1/OPCUA-1-4 (chapter 2.3.3). Partners compare URIs and addresses, not this name, so one
 * that is too long loses the end of the device's.
 *
 * Returns: (transfer full): the name in the certificate of the service
 */
char *
rail_service_make_common_name (RailDevice  *device,
                               RailService  service,
                               guint        id)
{
  g_autofree char *end = g_strdup_printf ("/%s-%u", rail_service_get (service)->word, id);
  g_autofree char *begin = g_strdelimit (g_strdup (rail_device_get_name (device)), "_", '-');
  glong room = MAX_COMMON_NAME - g_utf8_strlen (end, -1);

  if (g_utf8_strlen (begin, -1) > room)
    *g_utf8_offset_to_pointer (begin, room) = '\0';
  return g_strconcat (begin, end, NULL);
}

static gboolean
has_curve (RailEntry *issuer)
{
  return issuer != NULL &&
         !rail_key_kind_is_rsa (rail_certificate_get_key_kind (rail_entry_get_certificate (issuer)));
}

static gboolean
check_keys (RailServiceJobs  *self,
            GError          **error)
{
  const char *reason = rail_project_get_keys_reason (self->project);

  if (reason != NULL)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED, reason);
      return FALSE;
    }
  if (RAIL_PROJECT_MAX_ID - rail_project_get_next_id (self->project) < 2)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The project has no certificate IDs left for these certificates."));
      return FALSE;
    }
  return TRUE;
}

/* The elliptic-curve authority, made on first need (chapter 2.5.2). */
static void
need_authority (RailServiceJobs *self)
{
  if (self->authority != NULL)
    return;

  self->authority = rail_project_make_authority_job (self->project, RAIL_KEY_KIND_EC_P256, RAIL_HASH_SHA256, "EC");
  self->authority->id = rail_project_take_id (self->project);
  g_ptr_array_insert (self->jobs, 0, self->authority);
}

static RailCertificateRequest *
make_request (RailServiceJobs *self,
              RailDevice      *device,
              RailUsage        usage,
              RailCertificate *issuer,
              gboolean         rsa)
{
  RailCertificateRequest *request =
    rail_certificate_request_new (rail_project_get_environment (self->project));
  g_autoptr(GPtrArray) names = rail_creation_list_names (device, usage);
  GListStore *store = rail_certificate_request_get_names (request);

  rail_certificate_request_set_usage (request, usage);
  rail_certificate_request_set_issuer (request, issuer);
  rail_certificate_request_set_key_kind (request, rsa ? RAIL_KEY_KIND_RSA_2048 : RAIL_KEY_KIND_EC_P256);
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), names->pdata, names->len);
  return request;
}

/* What the certificate needs and the device does not say. */
static gboolean
check_names (RailCertificateRequest  *request,
             RailDevice              *device,
             RailService              service,
             GError                 **error)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (request));

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (*rail_alternative_name_get_value (name) != '\0')
        continue;
      if (rail_alternative_name_get_name_type (name) == RAIL_NAME_TYPE_URI)
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("The application URI of “%s” is not known; create its certificate yourself, and assign it to “%s”."),
                     rail_device_get_name (device), rail_service_get_label (service));
      else
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("“%s” has no IP address, which the certificate for “%s” must carry; enter it first."),
                     rail_device_get_name (device), rail_service_get_label (service));
      return FALSE;
    }
  return TRUE;
}

/*< private >
 * rail_service_jobs_add:
 * @self: jobs that have not run
 * @device: a device, of the project or about to be added
 * @service: one of its services
 * @error: return location for an error
 *
 * Adds the certificate that @service of @device is to get: named and filled as TIA Portal does it, self-signed if the device
 * does not use the global security settings, and otherwise issued by the authority that suits it.
 *
 * Returns: whether it can be made; otherwise RAIL_PROJECT_ERROR_INVALID, for example when the device has no address,
 *   RAIL_PROJECT_ERROR_NO_KEY or RAIL_PROJECT_ERROR_LOCKED
 */
gboolean
rail_service_jobs_add (RailServiceJobs  *self,
                       RailDevice       *device,
                       RailService       service,
                       GError          **error)
{
  RailUsage usage = rail_service_get (service)->usage;
  gboolean global = rail_device_uses_global_security (device);
  RailEntry *issuer = global ? rail_creation_find_issuer (self->project, usage) : NULL;
  gboolean curve = rail_creation_prefers_curve (usage);
  gboolean make_issuer = global && curve && !has_curve (issuer);
  gboolean rsa = global && !make_issuer ? !has_curve (issuer) : !curve;
  g_autoptr(RailCertificateRequest) request = NULL;
  g_autofree char *name = NULL;
  RailJob *job;
  guint id;

  if (!check_keys (self, error))
    return FALSE;
  if (global && issuer == NULL && !make_issuer)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
                           _("There is no valid authority with a private key in this project; create one first."));
      return FALSE;
    }
  request = make_request (self, device, usage,
                          issuer != NULL && !make_issuer ? rail_entry_get_certificate (issuer) : NULL, rsa);
  if (!check_names (request, device, service, error))
    return FALSE;
  /* IDs are not given back, so all else is checked first, under a name as long as the real one. */
  name = rail_service_make_common_name (device, service, rail_project_get_next_id (self->project) + 1);
  rail_certificate_request_set_common_name (request, name);
  if (rail_certificate_request_validate (request) & RAIL_REQUEST_ERRORS)
    {
      rail_certificate_request_set_error (request, error);
      /* Translators: a service and a device, before a sentence */
      g_prefix_error (error, _("“%s” of “%s” cannot get a certificate: "), rail_service_get_label (service),
                      rail_device_get_name (device));
      return FALSE;
    }

  if (make_issuer)
    need_authority (self);
  id = rail_project_take_id (self->project);
  g_free (name);
  name = rail_service_make_common_name (device, service, id);
  rail_certificate_request_set_common_name (request, name);
  job = rail_job_new_for_key (request, make_issuer ? NULL : issuer, make_issuer ? self->authority : NULL, NULL);
  job->device = g_strdup (rail_device_get_name (device));
  job->id = id;
  g_ptr_array_add (self->jobs, job);
  g_array_append_val (self->ids, id);
  return TRUE;
}

/*< private >
 * rail_service_jobs_get_jobs:
 * @self: jobs
 *
 * Returns: (transfer none) (element-type RailJob): for rail_jobs_run()
 */
GPtrArray *
rail_service_jobs_get_jobs (RailServiceJobs *self)
{
  return self->jobs;
}

/*< private >
 * rail_service_jobs_finish:
 * @self: jobs that are done
 * @error: return location for an error
 *
 * Looks whether what they were made with is still there.
 *
 * Returns: (transfer full) (element-type RailEntry): the entries, not yet in the project; or %NULL with
 *   RAIL_PROJECT_ERROR_NOT_FOUND, or RAIL_PROJECT_ERROR_EXISTS when the authority that was made has become superfluous
 */
GPtrArray *
rail_service_jobs_finish (RailServiceJobs  *self,
                          GError          **error)
{
  if (!rail_jobs_check_issuers (self->jobs, self->project, error))
    return NULL;
  if (self->authority != NULL && has_curve (rail_creation_find_issuer (self->project, RAIL_USAGE_WEB_SERVER)))
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
                           _("Another authority with an elliptic curve was made at the same time; try again, and it issues "
                             "the certificate."));
      return NULL;
    }
  return rail_jobs_make_entries (self->jobs, self->project);
}

/*< private >
 * rail_service_jobs_get_id:
 * @self: jobs
 * @index: which of the services, in the order they were added
 *
 * Returns: the ID that its certificate gets
 */
guint
rail_service_jobs_get_id (RailServiceJobs *self,
                          guint            index)
{
  return g_array_index (self->ids, guint, index);
}
