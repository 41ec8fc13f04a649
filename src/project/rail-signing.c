/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-signing.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

#define HONOUR_ALL (RAIL_HONOUR_SUBJECT | RAIL_HONOUR_NAMES | RAIL_HONOUR_KEY_USAGE | RAIL_HONOUR_PURPOSES)

struct _RailSigning
{
  GObject                 parent_instance;

  RailProject            *project;
  RailSigningRequest     *signing_request;
  RailCertificateRequest *request;
  RailEntry              *issuer;
  RailHonour              honour;
  char                   *device;
  RailSigningProblems     problems;
};

static void update_problems (RailSigning *self);

G_DEFINE_FINAL_TYPE (RailSigning, rail_signing, G_TYPE_OBJECT)

/**
 * rail_signing_problems_get_type:
 *
 * Returns: the type of #RailSigningProblems
 */
G_DEFINE_FLAGS_TYPE (RailSigningProblems, rail_signing_problems,
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_REQUEST_INVALID, "request-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_UNPROTECTED, "unprotected"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_LOCKED, "locked"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ISSUER_MISSING, "issuer-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ISSUER_NO_KEY, "issuer-no-key"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ISSUER_REVOKED, "issuer-revoked"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_DEVICE_UNKNOWN, "device-unknown"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ADVICE_SHA1, "advice-sha1"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ADVICE_IGNORED, "advice-ignored"),
                     G_DEFINE_ENUM_VALUE (RAIL_SIGNING_ADVICE_KNOWN_KEY, "advice-known-key"))

enum
{
  PROP_PROJECT = 1,
  PROP_SIGNING_REQUEST,
  PROP_REQUEST,
  PROP_ISSUER,
  PROP_USAGE,
  PROP_HONOUR,
  PROP_VERBATIM,
  PROP_DEVICE,
  PROP_PROBLEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_names (RailSigningRequest *request,
           RailNameType        type)
{
  GListModel *names = rail_signing_request_get_names (request);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) == type)
        return TRUE;
    }
  return FALSE;
}

/* What somebody wants, judged by what is asked for; the user has the last word. It is never an authority, which nobody gets
 * for the asking: that usage must be chosen. */
static RailUsage
guess_usage (RailSigningRequest *request)
{
  RailPurpose purposes = rail_signing_request_get_purposes (request, NULL);
  gboolean server = (purposes & RAIL_PURPOSE_SERVER_AUTH) != 0;
  gboolean client = (purposes & RAIL_PURPOSE_CLIENT_AUTH) != 0;

  if (has_names (request, RAIL_NAME_TYPE_URI))
    return client && !server ? RAIL_USAGE_OPCUA_CLIENT : RAIL_USAGE_OPCUA_SERVER;
  if (server && client)
    return RAIL_USAGE_TLS_CLIENT_SERVER;
  if (client)
    return RAIL_USAGE_TLS_CLIENT;
  return server ? RAIL_USAGE_TLS_SERVER : RAIL_USAGE_CUSTOM;
}

/* The first authority that can sign, of the same algorithm if there is one. */
static RailEntry *
find_issuer (RailSigning *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  RailEntry *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *certificate = rail_entry_get_certificate (entry);

      if (!rail_certificate_is_ca (certificate) || rail_entry_get_key (entry) == NULL ||
          rail_entry_is_revoked (entry, NULL, NULL) || rail_certificate_get_not_after (certificate) < now ||
          rail_certificate_is_signed_with_sha1 (certificate))
        continue;
      if (g_strcmp0 (rail_certificate_get_key_algorithm (certificate),
                     rail_signing_request_get_key_algorithm (self->signing_request)) == 0)
        return entry;   /* the project keeps it */
      if (found == NULL)
        found = entry;
    }
  return found;
}

static gboolean
is_key_known (RailSigning *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  GBytes *key_id = rail_signing_request_get_key_id (self->signing_request);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (g_bytes_equal (rail_certificate_get_key_id (rail_entry_get_certificate (entry)), key_id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
ignores_something (RailSigning *self)
{
  RailSigningRequest *request = self->signing_request;
  gboolean wants_ca = rail_signing_request_is_ca (request);

  if (wants_ca && !rail_profile_get (rail_certificate_request_get_usage (self->request))->is_ca)
    return TRUE;
  if ((self->honour & RAIL_HONOUR_SUBJECT) == 0)
    return TRUE;
  if ((self->honour & RAIL_HONOUR_VERBATIM) != 0)
    return FALSE;
  return ((self->honour & RAIL_HONOUR_NAMES) == 0 &&
          g_list_model_get_n_items (rail_signing_request_get_names (request)) > 0) ||
         ((self->honour & RAIL_HONOUR_KEY_USAGE) == 0 && rail_signing_request_get_key_usage (request, NULL) != 0) ||
         ((self->honour & RAIL_HONOUR_PURPOSES) == 0 && rail_signing_request_get_purposes (request, NULL) != 0);
}

static RailSigningProblems
find_problems (RailSigning *self)
{
  RailProtection *protection = rail_project_get_protection (self->project);
  RailSigningProblems problems = 0;

  if (protection == NULL)
    problems |= RAIL_SIGNING_UNPROTECTED;
  else if (rail_protection_get_vault_key (protection) == NULL)
    problems |= RAIL_SIGNING_LOCKED;
  if (self->issuer == NULL)
    problems |= RAIL_SIGNING_ISSUER_MISSING;
  else if (rail_entry_get_key (self->issuer) == NULL)
    problems |= RAIL_SIGNING_ISSUER_NO_KEY;
  else if (rail_entry_is_revoked (self->issuer, NULL, NULL))
    problems |= RAIL_SIGNING_ISSUER_REVOKED;
  if (self->issuer != NULL && rail_certificate_request_validate (self->request) & RAIL_REQUEST_ERRORS)
    problems |= RAIL_SIGNING_REQUEST_INVALID;
  if (self->device != NULL && rail_project_get_device (self->project, self->device) == NULL)
    problems |= RAIL_SIGNING_DEVICE_UNKNOWN;
  if (rail_signing_request_is_signed_with_sha1 (self->signing_request))
    problems |= RAIL_SIGNING_ADVICE_SHA1;
  if (ignores_something (self))
    problems |= RAIL_SIGNING_ADVICE_IGNORED;
  if (is_key_known (self))
    problems |= RAIL_SIGNING_ADVICE_KNOWN_KEY;
  return problems;
}

static void
update_problems (RailSigning *self)
{
  RailSigningProblems problems = find_problems (self);

  if (self->problems == problems)
    return;
  self->problems = problems;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEMS]);
}

static void
set_usage (RailSigning *self,
           RailUsage    usage)
{
  if (rail_certificate_request_get_usage (self->request) == usage)
    return;
  rail_certificate_request_set_usage (self->request, usage);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USAGE]);
  update_problems (self);
}

static void
set_honour (RailSigning *self,
            RailHonour   honour)
{
  gboolean was_verbatim = (self->honour & RAIL_HONOUR_VERBATIM) != 0;

  if (self->honour == honour)
    return;
  self->honour = honour;
  rail_certificate_request_set_signing_request (self->request, self->signing_request, honour);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HONOUR]);
  if (was_verbatim != ((honour & RAIL_HONOUR_VERBATIM) != 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERBATIM]);
  update_problems (self);
}

static void
set_device (RailSigning *self,
            const char  *device)
{
  if (device != NULL && *device == '\0')
    device = NULL;
  if (g_strcmp0 (self->device, device) == 0)
    return;
  g_free (self->device);
  self->device = g_strdup (device);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
  update_problems (self);
}

static void
request_changed_cb (RailSigning *self)
{
  update_problems (self);
}

static void
rail_signing_constructed (GObject *object)
{
  RailSigning *self = RAIL_SIGNING (object);

  G_OBJECT_CLASS (rail_signing_parent_class)->constructed (object);

  self->honour = HONOUR_ALL;
  self->request = rail_certificate_request_new (rail_project_get_environment (self->project));
  rail_certificate_request_set_usage (self->request, guess_usage (self->signing_request));
  rail_certificate_request_set_signing_request (self->request, self->signing_request, self->honour);
  g_set_object (&self->issuer, find_issuer (self));
  if (self->issuer != NULL)
    rail_certificate_request_set_issuer (self->request, rail_entry_get_certificate (self->issuer));
  g_signal_connect_object (self->request, "notify::problems", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->problems = find_problems (self);
}

static void
rail_signing_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  RailSigning *self = RAIL_SIGNING (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SIGNING_REQUEST:
      g_value_set_object (value, self->signing_request);
      break;
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;
    case PROP_ISSUER:
      g_value_set_object (value, self->issuer);
      break;
    case PROP_USAGE:
      g_value_set_enum (value, rail_certificate_request_get_usage (self->request));
      break;
    case PROP_HONOUR:
      g_value_set_flags (value, self->honour);
      break;
    case PROP_VERBATIM:
      g_value_set_boolean (value, (self->honour & RAIL_HONOUR_VERBATIM) != 0);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->device);
      break;
    case PROP_PROBLEMS:
      g_value_set_flags (value, self->problems);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_signing_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  RailSigning *self = RAIL_SIGNING (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;
    case PROP_SIGNING_REQUEST:
      self->signing_request = g_value_dup_object (value);
      break;
    case PROP_ISSUER:
      rail_signing_set_issuer (self, g_value_get_object (value));
      break;
    case PROP_USAGE:
      set_usage (self, (RailUsage) g_value_get_enum (value));
      break;
    case PROP_HONOUR:
      set_honour (self, g_value_get_flags (value));
      break;
    case PROP_VERBATIM:
      set_honour (self, g_value_get_boolean (value) ? self->honour | RAIL_HONOUR_VERBATIM
                                                    : self->honour & ~RAIL_HONOUR_VERBATIM);
      break;
    case PROP_DEVICE:
      set_device (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_signing_finalize (GObject *object)
{
  RailSigning *self = RAIL_SIGNING (object);

  g_clear_object (&self->request);
  g_clear_object (&self->signing_request);
  g_clear_object (&self->issuer);
  g_clear_object (&self->project);
  g_free (self->device);

  G_OBJECT_CLASS (rail_signing_parent_class)->finalize (object);
}

static void
rail_signing_class_init (RailSigningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rail_signing_constructed;
  object_class->get_property = rail_signing_get_property;
  object_class->set_property = rail_signing_set_property;
  object_class->finalize = rail_signing_finalize;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT, given);
  properties[PROP_SIGNING_REQUEST] =
    g_param_spec_object ("signing-request", NULL, NULL, RAIL_TYPE_SIGNING_REQUEST, given);
  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, RAIL_TYPE_CERTIFICATE_REQUEST, readable);
  properties[PROP_ISSUER] = g_param_spec_object ("issuer", NULL, NULL, RAIL_TYPE_ENTRY, writable);
  properties[PROP_USAGE] =
    g_param_spec_enum ("usage", NULL, NULL, RAIL_TYPE_USAGE, RAIL_USAGE_CUSTOM, writable);
  properties[PROP_HONOUR] = g_param_spec_flags ("honour", NULL, NULL, RAIL_TYPE_HONOUR, HONOUR_ALL, writable);
  properties[PROP_VERBATIM] = g_param_spec_boolean ("verbatim", NULL, NULL, FALSE, writable);
  properties[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, NULL, writable);
  properties[PROP_PROBLEMS] = g_param_spec_flags ("problems", NULL, NULL, RAIL_TYPE_SIGNING_PROBLEMS, 0,
                                                  readable | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_signing_init (RailSigning *self)
{
}

/**
 * rail_signing_new:
 * @project: a project
 * @signing_request: somebody's request
 *
 * The signing of somebody's request as a form. It proposes the usage that the request looks like, honours all that is
 * asked for, and proposes the first authority that can sign. With "verbatim" every extension goes into the certificate
 * exactly as it was asked for, whether critical or not, as CODESYS devices demand.
 *
 * Returns: (transfer full): a signing
 */
RailSigning *
rail_signing_new (RailProject        *project,
                  RailSigningRequest *signing_request)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_SIGNING_REQUEST (signing_request), NULL);

  return g_object_new (RAIL_TYPE_SIGNING, "project", project, "signing-request", signing_request, NULL);
}

/**
 * rail_signing_get_request:
 * @self: a signing
 *
 * Returns: (transfer none): what will be issued; its validity and further names are to be chosen there
 */
RailCertificateRequest *
rail_signing_get_request (RailSigning *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING (self), NULL);

  return self->request;
}

/**
 * rail_signing_get_issuer:
 * @self: a signing
 *
 * Returns: (transfer none) (nullable): the authority that is to sign
 */
RailEntry *
rail_signing_get_issuer (RailSigning *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING (self), NULL);

  return self->issuer;
}

/**
 * rail_signing_set_issuer:
 * @self: a signing
 * @issuer: (nullable): the authority that is to sign
 */
void
rail_signing_set_issuer (RailSigning *self,
                         RailEntry   *issuer)
{
  g_return_if_fail (RAIL_IS_SIGNING (self));
  g_return_if_fail (issuer == NULL || RAIL_IS_ENTRY (issuer));

  if (!g_set_object (&self->issuer, issuer))
    return;
  rail_certificate_request_set_issuer (self->request, issuer != NULL ? rail_entry_get_certificate (issuer) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISSUER]);
  update_problems (self);
}

/**
 * rail_signing_validate:
 * @self: a signing
 *
 * Returns: what stands in the way (RAIL_SIGNING_ERRORS) and what is worth to know; also the property "problems"
 */
RailSigningProblems
rail_signing_validate (RailSigning *self)
{
  g_return_val_if_fail (RAIL_IS_SIGNING (self), 0);

  /* An issuer can be revoked without telling us. */
  update_problems (self);
  return self->problems;
}

/**
 * rail_signing_describe:
 * @self: a signing
 * @problem: one of its problems
 *
 * Returns: (transfer full): the problem in one translated sentence
 */
char *
rail_signing_describe (RailSigning         *self,
                       RailSigningProblems  problem)
{
  const char *issuer;
  RailRequestProblems problems;

  g_return_val_if_fail (RAIL_IS_SIGNING (self), NULL);

  issuer = self->issuer != NULL ? rail_entry_get_name (self->issuer) : "";
  switch (problem)
    {
    case RAIL_SIGNING_REQUEST_INVALID:
      problems = rail_certificate_request_validate (self->request) & RAIL_REQUEST_ERRORS;
      return rail_certificate_request_describe (self->request, problems & -problems);
    case RAIL_SIGNING_UNPROTECTED:
      return g_strdup (_("A project without protection has no authorities that could sign; protect it first."));
    case RAIL_SIGNING_LOCKED:
      return g_strdup (_("Requests are signed only while an administrator is logged in."));
    case RAIL_SIGNING_ISSUER_MISSING:
      return g_strdup (_("Choose the authority that signs."));
    case RAIL_SIGNING_ISSUER_NO_KEY:
      return g_strdup_printf (_("The private key of “%s” is not in this project, so it cannot sign."), issuer);
    case RAIL_SIGNING_ISSUER_REVOKED:
      return g_strdup_printf (_("“%s” is revoked; what it signs would be refused."), issuer);
    case RAIL_SIGNING_DEVICE_UNKNOWN:
      return g_strdup_printf (_("There is no device “%s” in this project."), self->device);
    case RAIL_SIGNING_ADVICE_SHA1:
      return g_strdup (_("The request is signed with SHA-1, so somebody could have changed it on its way."));
    case RAIL_SIGNING_ADVICE_IGNORED:
      return g_strdup (_("Not all that is asked for will be in the certificate; its owner may refuse it."));
    case RAIL_SIGNING_ADVICE_KNOWN_KEY:
      return g_strdup (_("A certificate of this project has the same key."));
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_signing_set_error:
 * @self: a signing that rail_signing_validate() finds an error in
 * @error: return location for an error
 *
 * Sets an error of RAIL_PROJECT_ERROR from the first problem.
 */
void
rail_signing_set_error (RailSigning  *self,
                        GError      **error)
{
  RailSigningProblems first;
  RailProjectError code = RAIL_PROJECT_ERROR_INVALID;
  g_autofree char *text = NULL;

  g_return_if_fail (RAIL_IS_SIGNING (self));
  g_return_if_fail ((self->problems & RAIL_SIGNING_ERRORS) != 0);

  /* What the project says comes first: it is the reason for more than one field. */
  first = self->problems & RAIL_SIGNING_ERRORS & ~RAIL_SIGNING_REQUEST_INVALID;
  first = first != 0 ? first & -first : RAIL_SIGNING_REQUEST_INVALID;
  if (first == RAIL_SIGNING_UNPROTECTED)
    code = RAIL_PROJECT_ERROR_UNPROTECTED;
  else if (first == RAIL_SIGNING_LOCKED)
    code = RAIL_PROJECT_ERROR_LOCKED;
  else if (first == RAIL_SIGNING_ISSUER_NO_KEY)
    code = RAIL_PROJECT_ERROR_NO_KEY;
  else if (first == RAIL_SIGNING_DEVICE_UNKNOWN)
    code = RAIL_PROJECT_ERROR_NOT_FOUND;
  text = rail_signing_describe (self, first);
  g_set_error_literal (error, RAIL_PROJECT_ERROR, code, text);
}

/**
 * rail_project_sign:
 * @self: a project
 * @signing: somebody's request, and what is to become of it
 * @error: return location for an error
 *
 * Signs somebody's request. The certificate becomes an entry without key: the key stays with its owner.
 *
 * Returns: (transfer none): the new entry, or %NULL with the first of the problems or an error of the signing
 */
RailEntry *
rail_project_sign (RailProject  *self,
                   RailSigning  *signing,
                   GError      **error)
{
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  RailEntryKind kind;
  RailEntry *entry;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_SIGNING (signing), NULL);
  g_return_val_if_fail (signing->project == self, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((rail_signing_validate (signing) & RAIL_SIGNING_ERRORS) != 0)
    {
      rail_signing_set_error (signing, error);
      return NULL;
    }
  if (rail_project_get_next_id (self) >= RAIL_PROJECT_MAX_ID)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The project has no certificate IDs left for these certificates."));
      return NULL;
    }
  if (!rail_project_holds (self, signing->issuer))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("The issuer with ID %u is not in the project."), rail_entry_get_id (signing->issuer));
      return NULL;
    }
  certificate = rail_certificate_request_issue (signing->request, NULL, rail_entry_get_key (signing->issuer), error);
  if (certificate == NULL)
    return NULL;

  kind = rail_certificate_is_ca (certificate) ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE;
  entry = rail_entry_new (rail_project_take_id (self), kind, rail_certificate_request_get_usage (signing->request),
                          certificate, NULL);
  rail_entry_set_device (entry, signing->device);
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (entries, entry);
  change = rail_change_new (RAIL_ACTION_SIGN, g_strdup_printf (_("Sign “%s”"), rail_entry_get_name (entry)));
  rail_change_add_entries (change, entries);
  rail_project_apply (self, change);
  return entry;
}
