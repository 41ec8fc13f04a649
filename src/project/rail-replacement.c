/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-replacement.h"

#include "rail-entry-private.h"
#include "rail-fit.h"
#include "rail-project-error.h"
#include "rail-project-private.h"
#include "rail-replacement-private.h"

#include <glib/gi18n-lib.h>

struct _RailReplacement
{
  GObject                  parent_instance;

  RailProject             *project;
  RailEntry               *entry;
  RailCertificate         *certificate;
  RailKey                 *key;
  gboolean                 force;
  RailReplacementProblems  problems;
};

G_DEFINE_FINAL_TYPE (RailReplacement, rail_replacement, G_TYPE_OBJECT)

/**
 * rail_replacement_problems_get_type:
 *
 * Returns: the type of #RailReplacementProblems
 */
G_DEFINE_FLAGS_TYPE (RailReplacementProblems, rail_replacement_problems,
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_LOCKED, "locked"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_KEY_MISMATCH, "key-mismatch"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_SAME, "same"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_TAKEN, "taken"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_KEY_MISSING, "key-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_KIND, "kind"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_USAGES, "usages"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_NAMES, "names"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_EXPIRED, "expired"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_UNPROTECTED, "unprotected"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_ADVICE_CHAIN, "advice-chain"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_ADVICE_EARLIER, "advice-earlier"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_ADVICE_ISSUED, "advice-issued"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_ADVICE_URI, "advice-uri"),
                     G_DEFINE_ENUM_VALUE (RAIL_REPLACEMENT_ADVICE_NOT_YET, "advice-not-yet"))

enum
{
  PROP_PROJECT = 1,
  PROP_ENTRY,
  PROP_CERTIFICATE,
  PROP_KEY,
  PROP_FORCE,
  PROP_PROBLEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
count_names (RailCertificate *certificate,
             RailNameType     types)
{
  GListModel *names = rail_certificate_get_names (certificate);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if ((rail_alternative_name_get_name_type (name) & types) != 0)
        count++;
    }
  return count;
}

/* The application URI of OPC UA: the first one, as open62541 takes it. */
static char *
dup_uri (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if (rail_alternative_name_get_name_type (name) == RAIL_NAME_TYPE_URI)
        return g_strdup (rail_alternative_name_get_value (name));
    }
  return NULL;
}

static gboolean
is_locked (RailReplacement *self)
{
  RailProtection *protection = rail_project_get_protection (self->project);

  return protection != NULL && rail_protection_get_vault_key (protection) == NULL &&
         (self->key != NULL || rail_entry_has_key (self->entry));
}

/* As with an import: keys of authorities, and of what those issued, only go into a vault (chapter 4.1.1 of the source). */
static gboolean
needs_protection (RailReplacement *self)
{
  gboolean has_key = rail_replacement_get_new_key (self) != NULL;
  gboolean is_own = has_key || rail_entry_get_kind (self->entry) != RAIL_ENTRY_TRUSTED;
  RailEntryKind kind = is_own && rail_certificate_is_ca (self->certificate) ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE;

  return !rail_project_is_protected (self->project) && !rail_project_may_hold (kind, self->certificate, has_key);
}

static RailReplacementProblems
find_key_problems (RailReplacement *self)
{
  if (is_locked (self))
    return RAIL_REPLACEMENT_LOCKED;
  if (needs_protection (self))
    return RAIL_REPLACEMENT_UNPROTECTED;
  if (self->key != NULL)
    return rail_certificate_matches_key (self->certificate, self->key) ? 0 : RAIL_REPLACEMENT_KEY_MISMATCH;
  return rail_entry_has_key (self->entry) && rail_replacement_get_new_key (self) == NULL
         ? RAIL_REPLACEMENT_KEY_MISSING : 0;
}

/* The same certificate with the key that was missing is something new. */
static RailReplacementProblems
find_identity_problems (RailReplacement *self)
{
  GListModel *entries = rail_project_get_entries (self->project);

  if (rail_certificate_equal (rail_entry_get_certificate (self->entry), self->certificate))
    return rail_entry_has_key (self->entry) || self->key == NULL ? RAIL_REPLACEMENT_SAME : 0;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (entry != self->entry && rail_certificate_equal (rail_entry_get_certificate (entry), self->certificate))
        return RAIL_REPLACEMENT_TAKEN;
    }
  return 0;
}

static gboolean
lacks_names (RailReplacement   *self,
             const RailProfile *profile)
{
  static const RailNameType types[] = { RAIL_NAME_TYPE_URI, RAIL_NAME_TYPE_IP, RAIL_NAME_TYPE_DNS };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if ((profile->required_names & types[i]) != 0 && count_names (self->certificate, types[i]) == 0)
      return TRUE;
  return profile->required_one_of != 0 && count_names (self->certificate, profile->required_one_of) == 0;
}

static gboolean
has_issued (RailReplacement *self)
{
  GListModel *entries = rail_project_get_entries (self->project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_project_get_issuer (self->project, entry) == self->entry)
        return TRUE;
    }
  return FALSE;
}

static RailReplacementProblems
find_advice (RailReplacement *self,
             gint64           now)
{
  RailCertificate *old = rail_entry_get_certificate (self->entry);
  g_autofree char *old_uri = dup_uri (old);
  g_autofree char *new_uri = dup_uri (self->certificate);
  RailReplacementProblems advice = 0;

  if (rail_project_find_issuer (self->project, self->certificate, self->entry) == NULL &&
      !rail_certificate_is_self_signed (self->certificate))
    advice |= RAIL_REPLACEMENT_ADVICE_CHAIN;
  if (rail_certificate_get_not_after (self->certificate) < rail_certificate_get_not_after (old))
    advice |= RAIL_REPLACEMENT_ADVICE_EARLIER;
  if (rail_certificate_get_not_before (self->certificate) > now)
    advice |= RAIL_REPLACEMENT_ADVICE_NOT_YET;
  if (old_uri != NULL && g_strcmp0 (old_uri, new_uri) != 0)
    advice |= RAIL_REPLACEMENT_ADVICE_URI;
  if (rail_certificate_is_ca (old) &&
      (!g_bytes_equal (rail_certificate_get_key_id (old), rail_certificate_get_key_id (self->certificate)) ||
       !g_str_equal (rail_certificate_get_subject (old), rail_certificate_get_subject (self->certificate))) &&
      has_issued (self))
    advice |= RAIL_REPLACEMENT_ADVICE_ISSUED;
  return advice;
}

static RailReplacementProblems
find_problems (RailReplacement *self)
{
  const RailProfile *profile = rail_profile_get (rail_entry_get_usage (self->entry));
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  RailReplacementProblems problems;

  problems = find_key_problems (self) | find_identity_problems (self) | find_advice (self, now);
  if (rail_certificate_get_not_after (self->certificate) < now)
    problems |= RAIL_REPLACEMENT_EXPIRED;
  /* What a trusted certificate must be able to do only its owner knows. */
  if (rail_entry_get_kind (self->entry) == RAIL_ENTRY_TRUSTED)
    return problems;
  if (rail_certificate_is_ca (self->certificate) != (rail_entry_get_kind (self->entry) == RAIL_ENTRY_CA))
    return problems | RAIL_REPLACEMENT_KIND;
  if (!rail_fit_has_key_usage (self->certificate, profile) ||
      !rail_fit_has_purposes (self->certificate, profile->purposes))
    problems |= RAIL_REPLACEMENT_USAGES;
  if (lacks_names (self, profile))
    problems |= RAIL_REPLACEMENT_NAMES;
  return problems;
}

static void
rail_replacement_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RailReplacement *self = RAIL_REPLACEMENT (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_KEY:
      g_value_set_object (value, self->key);
      break;
    case PROP_FORCE:
      g_value_set_boolean (value, self->force);
      break;
    case PROP_PROBLEMS:
      g_value_set_flags (value, self->problems);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_replacement_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RailReplacement *self = RAIL_REPLACEMENT (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;
    case PROP_ENTRY:
      self->entry = g_value_dup_object (value);
      break;
    case PROP_CERTIFICATE:
      self->certificate = g_value_dup_object (value);
      break;
    case PROP_KEY:
      self->key = g_value_dup_object (value);
      break;
    case PROP_FORCE:
      rail_replacement_set_force (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_replacement_constructed (GObject *object)
{
  RailReplacement *self = RAIL_REPLACEMENT (object);

  G_OBJECT_CLASS (rail_replacement_parent_class)->constructed (object);
  self->problems = find_problems (self);
}

static void
rail_replacement_finalize (GObject *object)
{
  RailReplacement *self = RAIL_REPLACEMENT (object);

  g_clear_object (&self->project);
  g_clear_object (&self->entry);
  g_clear_object (&self->certificate);
  g_clear_object (&self->key);

  G_OBJECT_CLASS (rail_replacement_parent_class)->finalize (object);
}

static void
rail_replacement_class_init (RailReplacementClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rail_replacement_constructed;
  object_class->get_property = rail_replacement_get_property;
  object_class->set_property = rail_replacement_set_property;
  object_class->finalize = rail_replacement_finalize;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT, given);
  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, RAIL_TYPE_ENTRY, given);
  properties[PROP_CERTIFICATE] = g_param_spec_object ("certificate", NULL, NULL, RAIL_TYPE_CERTIFICATE, given);
  properties[PROP_KEY] = g_param_spec_object ("key", NULL, NULL, RAIL_TYPE_KEY, given);
  properties[PROP_FORCE] =
    g_param_spec_boolean ("force", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEMS] =
    g_param_spec_flags ("problems", NULL, NULL, RAIL_TYPE_REPLACEMENT_PROBLEMS, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_replacement_init (RailReplacement *self)
{
}

/**
 * rail_replacement_new:
 * @project: a project
 * @entry: an entry of it
 * @certificate: the certificate that is to take the place of its present one
 * @key: (nullable): the private key of @certificate; %NULL leaves the key of the entry, if it fits
 *
 * A replacement as a form: what would be different, and what speaks against it.
 *
 * Returns: (transfer full): a replacement
 */
RailReplacement *
rail_replacement_new (RailProject     *project,
                      RailEntry       *entry,
                      RailCertificate *certificate,
                      RailKey         *key)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);

  return g_object_new (RAIL_TYPE_REPLACEMENT, "project", project, "entry", entry, "certificate", certificate, "key",
                       key, NULL);
}

/*< private >
 * rail_replacement_get_project:
 * @self: a replacement
 *
 * Returns: (transfer none): its project
 */
RailProject *
rail_replacement_get_project (RailReplacement *self)
{
  return self->project;
}

/*< private >
 * rail_replacement_get_new_key:
 * @self: a replacement
 *
 * Returns: (transfer none) (nullable): the key that the entry has afterwards
 */
RailKey *
rail_replacement_get_new_key (RailReplacement *self)
{
  RailKey *key = rail_entry_get_key (self->entry);

  if (self->key != NULL)
    return self->key;
  return key != NULL && rail_certificate_matches_key (self->certificate, key) ? key : NULL;
}

/**
 * rail_replacement_get_entry:
 * @self: a replacement
 *
 * Returns: (transfer none): the entry that gets another certificate
 */
RailEntry *
rail_replacement_get_entry (RailReplacement *self)
{
  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), NULL);

  return self->entry;
}

/**
 * rail_replacement_get_certificate:
 * @self: a replacement
 *
 * Returns: (transfer none): the certificate that it gets
 */
RailCertificate *
rail_replacement_get_certificate (RailReplacement *self)
{
  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), NULL);

  return self->certificate;
}

/**
 * rail_replacement_set_force:
 * @self: a replacement
 * @force: whether it is wanted in spite of its problems
 *
 * Some problems cannot be forced: see RAIL_REPLACEMENT_FINAL.
 */
void
rail_replacement_set_force (RailReplacement *self,
                            gboolean         force)
{
  g_return_if_fail (RAIL_IS_REPLACEMENT (self));

  if (self->force == !!force)
    return;
  self->force = !!force;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORCE]);
}

/**
 * rail_replacement_get_comparison:
 * @self: a replacement
 *
 * Returns: (transfer full) (element-type RailComparison): the present certificate and the new one, field by field
 */
GListModel *
rail_replacement_get_comparison (RailReplacement *self)
{
  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), NULL);

  return rail_certificate_compare (rail_entry_get_certificate (self->entry), self->certificate);
}

/**
 * rail_replacement_validate:
 * @self: a replacement
 *
 * Looks at the project anew.
 *
 * Returns: what speaks against it; also the property "problems"
 */
RailReplacementProblems
rail_replacement_validate (RailReplacement *self)
{
  RailReplacementProblems problems;

  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), 0);

  problems = find_problems (self);
  if (self->problems != problems)
    {
      self->problems = problems;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEMS]);
    }
  return self->problems;
}

/**
 * rail_replacement_is_possible:
 * @self: a replacement
 *
 * Returns: whether rail_project_replace() would do it: nothing speaks against it, or only what can be forced, and is
 */
gboolean
rail_replacement_is_possible (RailReplacement *self)
{
  RailReplacementProblems problems;

  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), FALSE);

  problems = rail_replacement_validate (self);
  return (problems & (self->force ? RAIL_REPLACEMENT_FINAL : RAIL_REPLACEMENT_ERRORS)) == 0;
}

static char *
describe_taken (RailReplacement *self)
{
  GListModel *entries = rail_project_get_entries (self->project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_certificate_equal (rail_entry_get_certificate (entry), self->certificate))
        return g_strdup_printf (_("This certificate is in the project already, with ID %u; delete that one first."),
                                rail_entry_get_id (entry));
    }
  return NULL;
}

/**
 * rail_replacement_describe:
 * @self: a replacement
 * @problem: one of its problems
 *
 * Returns: (transfer full) (nullable): the problem in one translated sentence
 */
char *
rail_replacement_describe (RailReplacement         *self,
                           RailReplacementProblems  problem)
{
  const RailProfile *profile;
  const char *label;

  g_return_val_if_fail (RAIL_IS_REPLACEMENT (self), NULL);

  profile = rail_profile_get (rail_entry_get_usage (self->entry));
  label = rail_profile_get_label (profile);
  switch (problem)
    {
    case RAIL_REPLACEMENT_LOCKED:
      return g_strdup (_("Certificates with keys are replaced only while an administrator is logged in."));
    case RAIL_REPLACEMENT_KEY_MISMATCH:
      return g_strdup (_("The private key is not the one of this certificate; choose the two that belong together."));
    case RAIL_REPLACEMENT_SAME:
      return g_strdup (_("This is the certificate that is there already."));
    case RAIL_REPLACEMENT_TAKEN:
      return describe_taken (self);
    case RAIL_REPLACEMENT_KEY_MISSING:
      return g_strdup (_("The private key of the new certificate is missing, and the present one does not fit; choose "
                         "a .p12 file or the file of the key as well."));
    case RAIL_REPLACEMENT_KIND:
      return g_strdup (rail_certificate_is_ca (self->certificate)
                       ? _("The new certificate is of a certification authority, the present one is not.")
                       : _("The present certificate is of a certification authority, the new one is not."));
    case RAIL_REPLACEMENT_USAGES:
      return g_strdup_printf (_("The new certificate does not allow all that “%s” needs; compare its key usage and "
                                "extended key usage."), label);
    case RAIL_REPLACEMENT_NAMES:
      return g_strdup_printf (_("The new certificate lacks an alternative name that “%s” needs."), label);
    case RAIL_REPLACEMENT_EXPIRED:
      return g_strdup (_("The new certificate has expired."));
    case RAIL_REPLACEMENT_UNPROTECTED:
      return g_strdup (_("Only a protected project can hold the key of a certificate authority, or of what one has "
                         "issued; protect this one first."));
    case RAIL_REPLACEMENT_ADVICE_CHAIN:
      return g_strdup (_("The authority that issued the new certificate is not in this project; import it, so that "
                         "partners can be given the whole chain."));
    case RAIL_REPLACEMENT_ADVICE_EARLIER:
      return g_strdup (_("The new certificate ends before the present one."));
    case RAIL_REPLACEMENT_ADVICE_ISSUED:
      return g_strdup (_("What the present authority has issued stays with its old key or name; partners need its old "
                         "certificate for as long as that is in use."));
    case RAIL_REPLACEMENT_ADVICE_URI:
      return g_strdup (_("The application URI is another one; partners that know the present one will refuse it."));
    case RAIL_REPLACEMENT_ADVICE_NOT_YET:
      return g_strdup (_("The new certificate is not valid yet."));
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_replacement_set_error:
 * @self: a replacement that is not possible
 * @error: return location for an error
 *
 * Sets an error of RAIL_PROJECT_ERROR from the first problem.
 */
void
rail_replacement_set_error (RailReplacement  *self,
                            GError          **error)
{
  RailReplacementProblems problems;
  RailProjectError code = RAIL_PROJECT_ERROR_INVALID;
  g_autofree char *text = NULL;

  g_return_if_fail (RAIL_IS_REPLACEMENT (self));

  problems = self->problems & RAIL_REPLACEMENT_ERRORS;
  /* What is forced, or would not help to force, is not the reason. */
  if (problems & RAIL_REPLACEMENT_FINAL)
    problems &= RAIL_REPLACEMENT_FINAL;
  g_return_if_fail (problems != 0);

  problems &= -problems;
  if (problems == RAIL_REPLACEMENT_LOCKED)
    code = RAIL_PROJECT_ERROR_LOCKED;
  else if (problems == RAIL_REPLACEMENT_TAKEN)
    code = RAIL_PROJECT_ERROR_EXISTS;
  else if (problems == RAIL_REPLACEMENT_KEY_MISSING)
    code = RAIL_PROJECT_ERROR_NO_KEY;
  else if (problems == RAIL_REPLACEMENT_UNPROTECTED)
    code = RAIL_PROJECT_ERROR_UNPROTECTED;
  text = rail_replacement_describe (self, problems);
  g_set_error (error, RAIL_PROJECT_ERROR, code, _("“%s” with ID %u is not replaced: %s"),
               rail_entry_get_name (self->entry), rail_entry_get_id (self->entry), text);
}
