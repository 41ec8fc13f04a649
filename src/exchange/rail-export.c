/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-device-operations.h"
#include "rail-export-private.h"

#include <glib/gi18n-lib.h>

#include "rail-file-name.h"

G_DEFINE_FINAL_TYPE (RailExport, rail_export, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FORMAT,
  PROP_PRIVATE_KEY,
  PROP_ENCRYPT,
  PROP_CIPHER,
  PROP_PASSWORD,
  PROP_CHAIN,
  PROP_FORM,
  PROP_BUNDLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/*
 * Auxiliary methods
 */

static gboolean
has_complete_chain (RailExport *self,
                    RailEntry  *entry)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (self->project, entry, &complete);

  return complete;
}

static RailExportProblems
validate_entry (RailExport *self,
                RailEntry  *entry)
{
  RailExportProblems problems = 0;

  if (self->format == RAIL_FORMAT_CRL)
    {
      if (!rail_certificate_is_ca (rail_entry_get_certificate (entry)))
        problems |= RAIL_EXPORT_NOT_AN_AUTHORITY;
      else if (rail_entry_get_key (entry) == NULL)
        problems |= rail_entry_has_key (entry) ? RAIL_EXPORT_KEY_LOCKED : RAIL_EXPORT_NOT_AN_AUTHORITY;
      return problems;
    }
  if (rail_export_wants_key (self) && rail_project_is_local (self->project, entry))
    problems |= RAIL_EXPORT_LOCAL;
  else if (rail_export_wants_key (self) && rail_entry_get_key (entry) == NULL)
    problems |= rail_entry_has_key (entry) ? RAIL_EXPORT_KEY_LOCKED : RAIL_EXPORT_NO_KEY;
  if (rail_export_wants_chain (self) && !has_complete_chain (self, entry))
    problems |= RAIL_EXPORT_CHAIN_INCOMPLETE;
  return problems;
}

/* The first entry that a problem is about; a long selection would not be read anyway. */
static RailEntry *
find_culprit (RailExport         *self,
              RailExportProblems  problem)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (validate_entry (self, self->entries->pdata[i]) & problem)
      return self->entries->pdata[i];
  return NULL;
}

/* What a worker may touch: a copy of the project and of all choices. */
static RailExport *
take_snapshot (RailExport *self)
{
  RailExport *copy = g_object_new (RAIL_TYPE_EXPORT, NULL);

  copy->project = rail_project_copy (self->project);
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint id = rail_entry_get_id (g_ptr_array_index (self->entries, i));
      RailEntry *entry = rail_project_get_entry (copy->project, id);

      /* An entry that was deleted while the dialog was open is not exported. */
      if (entry != NULL)
        g_ptr_array_add (copy->entries, g_object_ref (entry));
    }
  copy->password = self->password != NULL ? rail_secret_ref (self->password) : NULL;
  copy->format = self->format;
  copy->cipher = self->cipher;
  copy->form = self->form;
  copy->private_key = self->private_key;
  copy->encrypt = self->encrypt;
  copy->chain = self->chain;
  copy->bundle = self->bundle;
  return copy;
}

typedef struct
{
  RailExport *snapshot;
  GFile      *output;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->snapshot);
  g_object_unref (job->output);
  g_free (job);
}

/*
 * Callbacks
 */

static void
write_thread_cb (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GPtrArray *files = rail_export_write_files (job->snapshot, job->output, cancellable, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *files = g_task_propagate_pointer (G_TASK (result), &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/*
 * Overrides
 */

static void
rail_export_finalize (GObject *object)
{
  RailExport *self = RAIL_EXPORT (object);

  g_clear_object (&self->project);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->password, rail_secret_unref);

  G_OBJECT_CLASS (rail_export_parent_class)->finalize (object);
}

static void
rail_export_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RailExport *self = RAIL_EXPORT (object);

  switch (prop_id)
    {
    case PROP_FORMAT:
      g_value_set_enum (value, self->format);
      break;
    case PROP_PRIVATE_KEY:
      g_value_set_boolean (value, self->private_key);
      break;
    case PROP_ENCRYPT:
      g_value_set_boolean (value, self->encrypt);
      break;
    case PROP_CIPHER:
      g_value_set_enum (value, self->cipher);
      break;
    case PROP_PASSWORD:
      g_value_set_boxed (value, self->password);
      break;
    case PROP_CHAIN:
      g_value_set_boolean (value, self->chain);
      break;
    case PROP_FORM:
      g_value_set_enum (value, self->form);
      break;
    case PROP_BUNDLE:
      g_value_set_boolean (value, self->bundle);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_export_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  RailExport *self = RAIL_EXPORT (object);

  switch (prop_id)
    {
    case PROP_FORMAT:
      self->format = (RailFormat) g_value_get_enum (value);
      break;
    case PROP_PRIVATE_KEY:
      self->private_key = g_value_get_boolean (value);
      break;
    case PROP_ENCRYPT:
      self->encrypt = g_value_get_boolean (value);
      break;
    case PROP_CIPHER:
      self->cipher = (RailKeyCipher) g_value_get_enum (value);
      break;
    case PROP_PASSWORD:
      g_clear_pointer (&self->password, rail_secret_unref);
      self->password = g_value_dup_boxed (value);
      break;
    case PROP_CHAIN:
      self->chain = g_value_get_boolean (value);
      break;
    case PROP_FORM:
      self->form = (RailPkcs12Form) g_value_get_enum (value);
      break;
    case PROP_BUNDLE:
      self->bundle = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_export_class_init (RailExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rail_export_finalize;
  object_class->get_property = rail_export_get_property;
  object_class->set_property = rail_export_set_property;

  properties[PROP_FORMAT] = g_param_spec_enum ("format", NULL, NULL, RAIL_TYPE_FORMAT, RAIL_FORMAT_CER, flags);
  properties[PROP_PRIVATE_KEY] = g_param_spec_boolean ("private-key", NULL, NULL, FALSE, flags);
  properties[PROP_ENCRYPT] = g_param_spec_boolean ("encrypt", NULL, NULL, TRUE, flags);
  properties[PROP_CIPHER] = g_param_spec_enum ("cipher", NULL, NULL, RAIL_TYPE_KEY_CIPHER, RAIL_KEY_CIPHER_AES_256, flags);
  properties[PROP_PASSWORD] = g_param_spec_boxed ("password", NULL, NULL, RAIL_TYPE_SECRET, flags);
  properties[PROP_CHAIN] = g_param_spec_boolean ("chain", NULL, NULL, FALSE, flags);
  properties[PROP_FORM] = g_param_spec_enum ("form", NULL, NULL, RAIL_TYPE_PKCS12_FORM, RAIL_PKCS12_MODERN, flags);
  properties[PROP_BUNDLE] = g_param_spec_boolean ("bundle", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_export_init (RailExport *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->encrypt = TRUE;
}

/*
 * Public API
 */

/**
 * rail_export_new:
 * @project: the project that the entries belong to
 * @entries: (element-type RailEntry): what is to be exported; may be empty, which is a problem of its own
 *
 * Begins an export: DER, without key and chain; a key in a PEM file is encrypted unless "encrypt" is turned off.
 *
 * Returns: (transfer full): the export, to be filled in
 */
RailExport *
rail_export_new (RailProject *project,
                 GPtrArray   *entries)
{
  RailExport *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  self = g_object_new (RAIL_TYPE_EXPORT, NULL);
  self->project = g_object_ref (project);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->entries, g_object_ref (g_ptr_array_index (entries, i)));
  return self;
}

/**
 * rail_export_validate:
 * @self: an export
 *
 * Returns: what forbids it as it stands now; 0 if nothing does
 */
RailExportProblems
rail_export_validate (RailExport *self)
{
  RailExportProblems problems = 0;

  g_return_val_if_fail (RAIL_IS_EXPORT (self), 0);

  if (self->entries->len == 0)
    return RAIL_EXPORT_NOTHING_CHOSEN;
  for (guint i = 0; i < self->entries->len; i++)
    problems |= validate_entry (self, g_ptr_array_index (self->entries, i));
  return problems;
}

/**
 * rail_export_describe:
 * @self: an export
 * @problem: one flag of those that rail_export_validate() gives
 *
 * Returns: (transfer full): a sentence that says what is wrong and what can be done
 */
char *
rail_export_describe (RailExport         *self,
                      RailExportProblems  problem)
{
  RailEntry *culprit;
  const char *name = NULL;

  g_return_val_if_fail (RAIL_IS_EXPORT (self), NULL);

  culprit = find_culprit (self, problem);
  if (culprit != NULL)
    name = rail_certificate_get_common_name (rail_entry_get_certificate (culprit));
  if (name == NULL)
    name = "";
  switch (problem)
    {
    case RAIL_EXPORT_NOTHING_CHOSEN:
      return g_strdup (_("No certificate is chosen; choose at least one."));
    case RAIL_EXPORT_NO_KEY:
      if (culprit != NULL && rail_entry_is_key_damaged (culprit))
        return rail_entry_dup_key_damage (culprit);
      return g_strdup_printf (_("The private key of “%s” is not in this project; export it without its key."), name);
    case RAIL_EXPORT_KEY_LOCKED:
      return g_strdup (rail_project_get_keys_reason (self->project));
    case RAIL_EXPORT_LOCAL:
      return g_strdup_printf (_("“%s” belongs to the local certificate manager of its device, which exports without the "
                                "private key only; let the device use the global security settings for more."), name);
    case RAIL_EXPORT_NOT_AN_AUTHORITY:
      return g_strdup_printf (_("“%s” cannot sign a revocation list; choose a certificate authority whose private key "
                                "is in this project."), name);
    case RAIL_EXPORT_CHAIN_INCOMPLETE:
      return g_strdup_printf (_("The chain of “%s” does not reach a root in this project; add the missing certificate "
                                "authority or export without the chain."), name);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_export_writes_plain_key:
 * @self: an export
 *
 * Returns: whether it writes a private key that nothing protects, so that somebody should be asked before
 */
gboolean
rail_export_writes_plain_key (RailExport *self)
{
  g_return_val_if_fail (RAIL_IS_EXPORT (self), FALSE);

  return rail_export_wants_key (self) && self->format != RAIL_FORMAT_P12 &&
         !(self->encrypt && (rail_format_get_options (self->format) & RAIL_EXPORT_OPTION_ENCRYPTION));
}

/**
 * rail_export_uses_project_name:
 * @self: an export
 *
 * Returns: whether it protects private keys with the project's name, which is no secret, because no password is set; so
 *   that somebody should be asked before
 */
gboolean
rail_export_uses_project_name (RailExport *self)
{
  g_return_val_if_fail (RAIL_IS_EXPORT (self), FALSE);

  return rail_export_wants_key (self) && !rail_export_writes_plain_key (self) &&
         (self->password == NULL || rail_secret_get_size (self->password) == 0);
}

/**
 * rail_export_writes_one_file:
 * @self: an export
 *
 * Returns: whether everything goes into one file, so that a name is asked for and not a folder
 */
gboolean
rail_export_writes_one_file (RailExport *self)
{
  g_return_val_if_fail (RAIL_IS_EXPORT (self), FALSE);

  return self->entries->len <= 1 || rail_export_wants_bundle (self);
}

/* Certificates, each one once; with their issuers behind them if these are wanted. */
char *
rail_export_join_pem (RailProject *project,
                      GPtrArray   *entries,
                      gboolean     with_chain)
{
  g_autoptr(GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) chains = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      GPtrArray *chain = rail_project_get_chain_certificates (project, entries->pdata[i], NULL);

      g_ptr_array_add (chains, chain);
      for (guint n = 0; n < (with_chain ? chain->len : 1); n++)
        {
          g_autofree char *pem = NULL;

          if (!g_hash_table_add (written, (gpointer) rail_certificate_get_fingerprint (chain->pdata[n])))
            continue;
          pem = rail_certificate_to_pem (chain->pdata[n]);
          g_string_append (text, pem);
        }
    }
  return g_string_free (text, FALSE);
}

/**
 * rail_export_to_pem_text:
 * @project: a project
 * @entries: (element-type RailEntry): entries of it
 *
 * Writes certificates with all their issuers for the clipboard, each one once; no keys.
 *
 * Returns: (transfer full): PEM, each certificate before its issuers
 */
char *
rail_export_to_pem_text (RailProject *project,
                         GPtrArray   *entries)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  return rail_export_join_pem (project, entries, TRUE);
}

/**
 * rail_export_dup_file_name:
 * @self: an export of at least one entry
 *
 * Returns: (transfer full) (nullable): the name to propose for the file: of a bundle after the project, otherwise after
 *   the first entry; %NULL without entries
 */
char *
rail_export_dup_file_name (RailExport *self)
{
  g_return_val_if_fail (RAIL_IS_EXPORT (self), NULL);

  if (self->entries->len == 0)
    return NULL;
  if (rail_export_wants_bundle (self))
    {
      g_autofree char *name = rail_file_name_sanitize (rail_project_get_name (self->project));

      return g_strconcat (name, ".", rail_format_get_nick (self->format), NULL);
    }
  return rail_file_name_for_entry (g_ptr_array_index (self->entries, 0), rail_format_get_nick (self->format));
}

/**
 * rail_export_dup_paths:
 * @self: an export
 * @output: as in rail_export_write()
 *
 * Tells what rail_export_write() would write as things stand, so that somebody can be asked before it is replaced.
 *
 * Returns: (transfer full) (element-type filename): the paths, key files behind their certificates; none if @output is no
 *   place in this computer's file system
 */
GPtrArray *
rail_export_dup_paths (RailExport *self,
                       GFile      *output)
{
  const char *path;

  g_return_val_if_fail (RAIL_IS_EXPORT (self), NULL);
  g_return_val_if_fail (G_IS_FILE (output), NULL);

  path = g_file_peek_path (output);
  return path != NULL ? rail_export_list_paths (self, path) : g_ptr_array_new_with_free_func (g_free);
}

/**
 * rail_export_write:
 * @self: an export
 * @output: with one entry or for a bundle the file, or a folder that exists; with several entries a folder, made if need
 *   be
 * @error: #RailExchangeError, or what signing and encrypting say
 *
 * Writes the files, as the table in §2.3.3 of the source has them: .cer and .der are DER with the key in a file of its own
 * (`NAME_key.pem`, PKCS #8, not encrypted); .crt and .pem hold the key too if it is wanted; .crl is a revocation list
 * signed now; .p12 always holds the key; a bundle, which is .crt or .pem, has all certificates in one file and no keys,
 * as trust stores are filled from. Files with keys get mode 0600. An existing file is replaced once the new one is
 * complete. Takes some milliseconds for each encrypted key.
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_export_write (RailExport  *self,
                   GFile       *output,
                   GError     **error)
{
  g_return_val_if_fail (RAIL_IS_EXPORT (self), NULL);
  g_return_val_if_fail (G_IS_FILE (output), NULL);

  return rail_export_write_files (self, output, NULL, error);
}

/**
 * rail_export_write_async:
 * @self: an export; later changes of it do not touch what has begun
 * @output: as in rail_export_write()
 * @cancellable: (nullable): stops the work before the first file takes its place
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_export_write() in a worker, on a snapshot of the project.
 */
void
rail_export_write_async (RailExport          *self,
                         GFile               *output,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  Job *job;

  g_return_if_fail (RAIL_IS_EXPORT (self));
  g_return_if_fail (G_IS_FILE (output));

  job = g_new0 (Job, 1);
  job->snapshot = take_snapshot (self);
  job->output = g_object_ref (output);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_export_write_async);

  /* A task of its own, so that the worker never holds @self, and with it the project of the main thread. */
  work = g_task_new (NULL, cancellable, written_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (work, write_thread_cb);
}

/**
 * rail_export_write_finish:
 * @self: an export
 * @result: what the callback got
 * @error: as in rail_export_write(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_export_write_finish (RailExport    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
