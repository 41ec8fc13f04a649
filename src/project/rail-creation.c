/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-creation.h"

#include "rail-creation-private.h"
#include "rail-project-error.h"
#include "rail-project.h"

#include <glib/gi18n-lib.h>

struct _RailCreation
{
  GObject                 parent_instance;

  RailProject            *project;
  RailCertificateRequest *request;
  RailEntry              *issuer;
  gboolean                issuer_chosen;
  char                   *device;
  GHashTable             *proposed;     /* rows that a template put in → the value it proposed */
  RailCreationProblems    problems;
};

static void update_problems (RailCreation *self);

G_DEFINE_FINAL_TYPE (RailCreation, rail_creation, G_TYPE_OBJECT)

/**
 * rail_creation_problems_get_type:
 *
 * Returns: the type of #RailCreationProblems
 */
G_DEFINE_FLAGS_TYPE (RailCreationProblems, rail_creation_problems,
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_REQUEST_INVALID, "request-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_UNPROTECTED, "unprotected"),
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_ISSUER_NO_KEY, "issuer-no-key"),
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_ISSUER_REVOKED, "issuer-revoked"),
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_DEVICE_UNKNOWN, "device-unknown"),
                     G_DEFINE_ENUM_VALUE (RAIL_CREATION_DEVICE_LOCAL, "device-local"))

enum
{
  PROP_PROJECT = 1,
  PROP_REQUEST,
  PROP_ISSUER,
  PROP_DEVICE,
  PROP_PROBLEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static RailCreationProblems
find_problems (RailCreation *self)
{
  RailUsage usage = rail_certificate_request_get_usage (self->request);
  RailDevice *device = self->device != NULL ? rail_project_get_device (self->project, self->device) : NULL;
  RailCreationProblems problems = 0;

  if (rail_certificate_request_validate (self->request) & RAIL_REQUEST_ERRORS)
    problems |= RAIL_CREATION_REQUEST_INVALID;
  if (!rail_project_is_protected (self->project) && (self->issuer != NULL || rail_profile_get (usage)->is_ca))
    problems |= RAIL_CREATION_UNPROTECTED;
  if (self->issuer != NULL && rail_entry_get_key (self->issuer) == NULL)
    problems |= RAIL_CREATION_ISSUER_NO_KEY;
  if (self->issuer != NULL && rail_entry_is_revoked (self->issuer, NULL, NULL))
    problems |= RAIL_CREATION_ISSUER_REVOKED;
  if (self->device != NULL && device == NULL)
    problems |= RAIL_CREATION_DEVICE_UNKNOWN;
  /* Without protection, the project itself is the reason. */
  if (device != NULL && !rail_device_uses_global_security (device) && rail_project_is_protected (self->project) &&
      (self->issuer != NULL || rail_profile_get (usage)->is_ca))
    problems |= RAIL_CREATION_DEVICE_LOCAL;
  return problems;
}

static void
changed_cb (RailCreation *self)
{
  update_problems (self);
}

static void
update_problems (RailCreation *self)
{
  RailCreationProblems problems = find_problems (self);

  if (self->problems == problems)
    return;

  self->problems = problems;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEMS]);
}

static void
rail_creation_constructed (GObject *object)
{
  RailCreation *self = RAIL_CREATION (object);

  G_OBJECT_CLASS (rail_creation_parent_class)->constructed (object);

  self->request = rail_certificate_request_new (rail_project_get_environment (self->project));
  g_signal_connect_object (self->request, "notify::problems", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->request, "notify::usage", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::protected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rail_project_get_devices (self->project), "items-changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->problems = find_problems (self);
}

static void
rail_creation_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  RailCreation *self = RAIL_CREATION (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;
    case PROP_ISSUER:
      g_value_set_object (value, self->issuer);
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
rail_creation_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  RailCreation *self = RAIL_CREATION (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;
    case PROP_ISSUER:
      rail_creation_set_issuer (self, g_value_get_object (value));
      break;
    case PROP_DEVICE:
      rail_creation_set_device (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_creation_finalize (GObject *object)
{
  RailCreation *self = RAIL_CREATION (object);

  g_clear_object (&self->request);
  g_clear_object (&self->issuer);
  g_clear_object (&self->project);
  g_hash_table_unref (self->proposed);
  g_free (self->device);

  G_OBJECT_CLASS (rail_creation_parent_class)->finalize (object);
}

static void
rail_creation_class_init (RailCreationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rail_creation_constructed;
  object_class->get_property = rail_creation_get_property;
  object_class->set_property = rail_creation_set_property;
  object_class->finalize = rail_creation_finalize;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REQUEST] =
    g_param_spec_object ("request", NULL, NULL, RAIL_TYPE_CERTIFICATE_REQUEST,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ISSUER] = g_param_spec_object ("issuer", NULL, NULL, RAIL_TYPE_ENTRY, writable);
  properties[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, NULL, writable);
  properties[PROP_PROBLEMS] =
    g_param_spec_flags ("problems", NULL, NULL, RAIL_TYPE_CREATION_PROBLEMS, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_creation_init (RailCreation *self)
{
  self->proposed = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

/**
 * rail_creation_new:
 * @project: the project that the certificate is to be made in
 *
 * One certificate to be made, as a form: the request, plus what the project knows of issuer and device. Starts
 * self-signed, without device; see rail_creation_apply_template().
 *
 * Returns: (transfer full): a new creation
 */
RailCreation *
rail_creation_new (RailProject *project)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  return g_object_new (RAIL_TYPE_CREATION, "project", project, NULL);
}

/*< private >
 * rail_creation_get_project:
 * @self: a creation
 *
 * Returns: (transfer none): the project
 */
RailProject *
rail_creation_get_project (RailCreation *self)
{
  return self->project;
}

/*< private >
 * rail_creation_is_issuer_chosen:
 * @self: a creation
 *
 * Returns: whether the issuer was set by rail_creation_set_issuer(), so that a template leaves it
 */
gboolean
rail_creation_is_issuer_chosen (RailCreation *self)
{
  return self->issuer_chosen;
}

/*< private >
 * rail_creation_propose_issuer:
 * @self: a creation
 * @issuer: (nullable): an issuer
 *
 * Sets the issuer without taking it for somebody's choice.
 */
void
rail_creation_propose_issuer (RailCreation *self,
                              RailEntry    *issuer)
{
  rail_creation_set_issuer (self, issuer);
  self->issuer_chosen = FALSE;
}

/*< private >
 * rail_creation_get_proposed:
 * @self: a creation
 *
 * Returns: (transfer none): the rows that a template put in, each with the value that it proposed
 */
GHashTable *
rail_creation_get_proposed (RailCreation *self)
{
  return self->proposed;
}

/**
 * rail_creation_get_request:
 * @self: a creation
 *
 * Returns: (transfer none): the request, to be filled; its issuer follows rail_creation_set_issuer()
 */
RailCertificateRequest *
rail_creation_get_request (RailCreation *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION (self), NULL);

  return self->request;
}

/**
 * rail_creation_get_issuer:
 * @self: a creation
 *
 * Returns: (transfer none) (nullable): the authority that is to sign; %NULL for self-signed
 */
RailEntry *
rail_creation_get_issuer (RailCreation *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION (self), NULL);

  return self->issuer;
}

/**
 * rail_creation_set_issuer:
 * @self: a creation
 * @issuer: (nullable): an entry of the project; %NULL for self-signed
 *
 * Sets the issuer, here and in the request. From now on templates do not propose another one, unless the usage leaves
 * no choice.
 */
void
rail_creation_set_issuer (RailCreation *self,
                          RailEntry    *issuer)
{
  g_return_if_fail (RAIL_IS_CREATION (self));
  g_return_if_fail (issuer == NULL || RAIL_IS_ENTRY (issuer));

  self->issuer_chosen = TRUE;
  if (!g_set_object (&self->issuer, issuer))
    return;

  rail_certificate_request_set_issuer (self->request, issuer != NULL ? rail_entry_get_certificate (issuer) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISSUER]);
  update_problems (self);
}

/**
 * rail_creation_get_device:
 * @self: a creation
 *
 * Returns: (transfer none) (nullable): the name of the device that the certificate is for
 */
const char *
rail_creation_get_device (RailCreation *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION (self), NULL);

  return self->device;
}

/**
 * rail_creation_set_device:
 * @self: a creation
 * @device: (nullable): the name of a device of the project; %NULL and "" mean none
 *
 * Sets the device that the certificate is for. Its addresses are proposed by the next rail_creation_apply_template().
 */
void
rail_creation_set_device (RailCreation *self,
                          const char   *device)
{
  g_return_if_fail (RAIL_IS_CREATION (self));

  if (device != NULL && *device == '\0')
    device = NULL;
  if (g_strcmp0 (self->device, device) == 0)
    return;

  g_free (self->device);
  self->device = g_strdup (device);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
  update_problems (self);
}

/**
 * rail_creation_validate:
 * @self: a creation
 *
 * Returns: what stands in the way, 0 if it can be created; also the property "problems"
 */
RailCreationProblems
rail_creation_validate (RailCreation *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION (self), 0);

  /* An issuer can be revoked without telling us. */
  update_problems (self);
  return self->problems;
}

/**
 * rail_creation_describe:
 * @self: a creation
 * @problem: one of the problems
 *
 * Returns: (transfer full): the problem in one translated sentence
 */
char *
rail_creation_describe (RailCreation         *self,
                        RailCreationProblems  problem)
{
  const char *issuer;
  RailRequestProblems problems;

  g_return_val_if_fail (RAIL_IS_CREATION (self), NULL);

  issuer = self->issuer != NULL ? rail_certificate_get_common_name (rail_entry_get_certificate (self->issuer)) : "";
  switch (problem)
    {
    case RAIL_CREATION_REQUEST_INVALID:
      problems = rail_certificate_request_validate (self->request) & RAIL_REQUEST_ERRORS;
      return rail_certificate_request_describe (self->request, problems & -problems);
    case RAIL_CREATION_UNPROTECTED:
      return g_strdup (_("A project without protection makes self-signed certificates only; protect it first."));
    case RAIL_CREATION_ISSUER_NO_KEY:
      return g_strdup_printf (_("The private key of “%s” is not in this project, so it cannot sign."), issuer);
    case RAIL_CREATION_ISSUER_REVOKED:
      return g_strdup_printf (_("“%s” is revoked; what it signs would be refused."), issuer);
    case RAIL_CREATION_DEVICE_UNKNOWN:
      return g_strdup_printf (_("There is no device “%s” in this project."), self->device);
    case RAIL_CREATION_DEVICE_LOCAL:
      return g_strdup_printf (_("“%s” does not use the global security settings, so its certificates are self-signed; "
                                "let it use them first."), self->device);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_creation_set_error:
 * @self: a creation that rail_creation_validate() finds a problem in
 * @error: return location for an error
 *
 * Sets an error of RAIL_PROJECT_ERROR from the first problem.
 */
void
rail_creation_set_error (RailCreation  *self,
                         GError       **error)
{
  RailCreationProblems problems;
  RailCreationProblems first;
  RailProjectError code = RAIL_PROJECT_ERROR_INVALID;
  g_autofree char *text = NULL;

  g_return_if_fail (RAIL_IS_CREATION (self));

  problems = rail_creation_validate (self);
  g_return_if_fail (problems != 0);

  /* What the project says comes first: it is the reason for more than one field. */
  first = problems & ~RAIL_CREATION_REQUEST_INVALID;
  first = first != 0 ? first & -first : RAIL_CREATION_REQUEST_INVALID;
  if (first == RAIL_CREATION_UNPROTECTED)
    code = RAIL_PROJECT_ERROR_UNPROTECTED;
  else if (first == RAIL_CREATION_ISSUER_NO_KEY)
    code = RAIL_PROJECT_ERROR_NO_KEY;
  else if (first == RAIL_CREATION_DEVICE_UNKNOWN)
    code = RAIL_PROJECT_ERROR_NOT_FOUND;
  text = rail_creation_describe (self, first);
  g_set_error_literal (error, RAIL_PROJECT_ERROR, code, text);
}
