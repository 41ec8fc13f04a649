/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"

struct _RailTrustStore
{
  GObject        parent_instance;

  RailTrustKind  kind;
  char          *path;
  char          *label;
  char          *problem;   /* or NULL */
};

/* What a worker needs: certificates are values, entries are not. */
typedef struct
{
  RailTrustStore  *store;
  GPtrArray       *items;          /* of RailTrustItem, for reading */
  RailCertificate *certificate;    /* for changing */
  gboolean         trusted;
} Job;

G_DEFINE_FINAL_TYPE (RailTrustStore, rail_trust_store, G_TYPE_OBJECT)

static const char * const kind_nicks[] = {
  [RAIL_TRUST_KIND_CHROMIUM] = "chromium",
  [RAIL_TRUST_KIND_FIREFOX] = "firefox",
  [RAIL_TRUST_KIND_SYSTEM] = "system",
};

/*
 * Auxiliary methods
 */

static void
job_free (Job *job)
{
  g_clear_object (&job->store);
  g_clear_object (&job->certificate);
  g_clear_pointer (&job->items, g_ptr_array_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static const char *
get_name (RailCertificate *certificate)
{
  const char *name = rail_certificate_get_common_name (certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate);
}

static void
collect_entry (GPtrArray   *items,
               RailProject *project,
               RailEntry   *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autoptr(GError) refusal = NULL;

  if (rail_trust_store_accepts (certificate, NULL))
    {
      rail_trust_store_check (project, entry, &refusal);
      g_ptr_array_add (items, rail_trust_item_new (rail_entry_get_id (entry), certificate, FALSE,
                                                   refusal != NULL ? refusal->message : NULL));
    }
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailCertificate *earlier = rail_generation_get_certificate (rail_entry_get_generation (entry, i));

      if (rail_trust_store_accepts (earlier, NULL))
        g_ptr_array_add (items, rail_trust_item_new (rail_entry_get_id (entry), earlier, TRUE,
                                                     _("It is an earlier certificate; trust the one that has come after "
                                                       "it.")));
    }
}

static Job *
job_new_for_reading (RailTrustStore *self,
                     RailProject    *project)
{
  GListModel *entries = rail_project_get_entries (project);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (self);
  job->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      collect_entry (job->items, project, entry);
    }
  return job;
}

static Job *
job_new_for_changing (RailTrustStore  *self,
                      RailCertificate *certificate,
                      gboolean         trusted)
{
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (self);
  job->certificate = g_object_ref (certificate);
  job->trusted = trusted;
  return job;
}

static gboolean
read_levels (RailTrustStore  *self,
             GPtrArray       *items,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr(GHashTable) levels = NULL;

  if (self->kind == RAIL_TRUST_KIND_SYSTEM)
    return rail_trust_system_read (self->path, items, cancellable, error);
  levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (rail_trust_store_exists (self) && !rail_trust_nss_read (self->path, levels, cancellable, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      RailTrustItem *item = g_ptr_array_index (items, i);
      const char *fingerprint = rail_certificate_get_fingerprint (rail_trust_item_get_certificate (item));

      rail_trust_item_set_level (item, GPOINTER_TO_UINT (g_hash_table_lookup (levels, fingerprint)));
    }
  return TRUE;
}

/* What there is to say of the store: all that may be trusted, and of what was, only what lies there still. */
static GListModel *
do_read (Job           *job,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GListStore) list = g_list_store_new (RAIL_TYPE_TRUST_ITEM);

  if (job->store->problem != NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED, job->store->problem);
      return NULL;
    }
  if (!read_levels (job->store, job->items, cancellable, error))
    return NULL;
  for (guint i = 0; i < job->items->len; i++)
    {
      RailTrustItem *item = g_ptr_array_index (job->items, i);

      if (rail_trust_item_can_add (item) || rail_trust_item_get_level (item) != RAIL_TRUST_ABSENT)
        g_list_store_append (list, item);
    }
  return G_LIST_MODEL (g_steal_pointer (&list));
}

static RailTrustLevel
look_for (RailTrustStore   *self,
          RailCertificate  *certificate,
          GCancellable     *cancellable,
          GError          **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, rail_trust_item_new (0, certificate, FALSE, NULL));
  if (!read_levels (self, items, cancellable, error))
    return RAIL_TRUST_ABSENT;
  return rail_trust_item_get_level (g_ptr_array_index (items, 0));
}

/* Does it, and believes it only when the store says so itself. */
static gboolean
do_set (Job           *job,
        GCancellable  *cancellable,
        GError       **error)
{
  RailTrustStore *self = job->store;
  g_autoptr(GError) failure = NULL;
  RailTrustLevel wanted = RAIL_TRUST_ABSENT;
  RailTrustLevel level;

  if (self->problem != NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED, self->problem);
      return FALSE;
    }
  if (self->kind == RAIL_TRUST_KIND_SYSTEM
        ? !rail_trust_system_set (self, job->certificate, job->trusted, cancellable, error)
      : job->trusted ? !rail_trust_nss_add (self, job->certificate, cancellable, error)
                     : !rail_trust_nss_remove (self, job->certificate, cancellable, error))
    return FALSE;
  if (job->trusted)
    rail_trust_store_accepts (job->certificate, &wanted);
  level = look_for (self, job->certificate, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (level == wanted)
    return TRUE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
               _("“%s” has taken the change of “%s”, but does not keep it; close all programs that use it and try again."),
               self->label, get_name (job->certificate));
  return FALSE;
}

/*
 * Callbacks
 */

static void
read_thread_cb (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GListModel *list = do_read (task_data, cancellable, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
set_thread_cb (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_set (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/*
 * Overrides
 */

static void
rail_trust_store_finalize (GObject *object)
{
  RailTrustStore *self = RAIL_TRUST_STORE (object);

  g_free (self->path);
  g_free (self->label);
  g_free (self->problem);

  G_OBJECT_CLASS (rail_trust_store_parent_class)->finalize (object);
}

static void
rail_trust_store_class_init (RailTrustStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_trust_store_finalize;
}

static void
rail_trust_store_init (RailTrustStore *self)
{
}

/* Takes over @problem, a sentence that says why the store cannot be worked with. */
void
rail_trust_store_set_problem (RailTrustStore *self,
                              char           *problem)
{
  g_free (self->problem);
  self->problem = problem;
}

/*
 * Public API
 */

/**
 * rail_trust_kind_get_nick:
 * @kind: a kind of store
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
rail_trust_kind_get_nick (RailTrustKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_nicks), NULL);

  return kind_nicks[kind];
}

/**
 * rail_trust_store_find:
 * @home: the home folder to look in
 *
 * Looks for the stores of the browsers of a user and for the one of the system. It only reads, and believes nothing that it
 * finds: what belongs to somebody else or cannot be read is listed with its problem.
 *
 * Returns: (transfer full): the stores, of type #RailTrustStore
 */
GListModel *
rail_trust_store_find (const char *home)
{
  g_autoptr(GListStore) stores = g_list_store_new (RAIL_TYPE_TRUST_STORE);

  g_return_val_if_fail (home != NULL, NULL);

  rail_trust_find_chromium (stores, home);
  rail_trust_find_firefox (stores, home);
  rail_trust_find_system (stores);
  return G_LIST_MODEL (g_steal_pointer (&stores));
}

/**
 * rail_trust_store_new:
 * @kind: what it is
 * @path: the folder of an NSS database, or the file with all that a system trusts
 * @profile: (nullable): what tells it from others of its kind
 *
 * Returns: (transfer full): the store, which need not exist
 */
RailTrustStore *
rail_trust_store_new (RailTrustKind  kind,
                      const char    *path,
                      const char    *profile)
{
  RailTrustStore *self;
  const char *label;

  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_nicks), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (RAIL_TYPE_TRUST_STORE, NULL);
  self->kind = kind;
  self->path = g_strdup (path);
  label = kind == RAIL_TRUST_KIND_CHROMIUM  ? _("Chromium, Chrome and Edge")
          : kind == RAIL_TRUST_KIND_FIREFOX ? _("Firefox")
                                            : _("This system");
  /* Translators: a browser, and one of its profiles or how it was installed */
  self->label = profile != NULL ? g_strdup_printf (_("%s (%s)"), label, profile) : g_strdup (label);
  return self;
}

/**
 * rail_trust_store_get_kind:
 * @self: a store
 *
 * Returns: what it is
 */
RailTrustKind
rail_trust_store_get_kind (RailTrustStore *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), RAIL_TRUST_KIND_SYSTEM);

  return self->kind;
}

/**
 * rail_trust_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none) (type filename): where it is
 */
const char *
rail_trust_store_get_path (RailTrustStore *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), NULL);

  return self->path;
}

/**
 * rail_trust_store_get_label:
 * @self: a store
 *
 * Returns: (transfer none): whose it is, translated
 */
const char *
rail_trust_store_get_label (RailTrustStore *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), NULL);

  return self->label;
}

/**
 * rail_trust_store_get_problem:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): why it cannot be worked with, in a sentence
 */
const char *
rail_trust_store_get_problem (RailTrustStore *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), NULL);

  return self->problem;
}

/**
 * rail_trust_store_exists:
 * @self: a store
 *
 * Returns: whether there is one already; else the first certificate makes it
 */
gboolean
rail_trust_store_exists (RailTrustStore *self)
{
  g_autofree char *database = NULL;

  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), FALSE);

  if (self->kind == RAIL_TRUST_KIND_SYSTEM)
    return g_file_test (self->path, G_FILE_TEST_IS_REGULAR);
  database = g_build_filename (self->path, "cert9.db", NULL);
  return g_file_test (database, G_FILE_TEST_IS_REGULAR);
}

/**
 * rail_trust_store_accepts:
 * @certificate: a certificate
 * @out_level: (out) (optional): how it would be trusted
 *
 * Only what nobody stands above is an anchor: a root, for all that it has issued, and a self-signed server, for itself.
 * What stands between comes with the server.
 *
 * Returns: whether it makes sense to trust it
 */
gboolean
rail_trust_store_accepts (RailCertificate *certificate,
                          RailTrustLevel  *out_level)
{
  gboolean is_ca;
  RailPurpose purposes;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), FALSE);

  is_ca = rail_certificate_is_ca (certificate);
  purposes = rail_certificate_get_purposes (certificate, NULL);
  if (out_level != NULL)
    *out_level = is_ca ? RAIL_TRUST_AUTHORITY : RAIL_TRUST_PEER;
  /* The signature last: verifying it takes longer than all else. */
  return (is_ca || purposes == 0 || (purposes & RAIL_PURPOSE_SERVER_AUTH) != 0) &&
         rail_certificate_is_self_signed (certificate);
}

/**
 * rail_trust_store_check:
 * @project: the project
 * @entry: a certificate of it
 * @error: #RailExchangeError with %RAIL_EXCHANGE_ERROR_INVALID
 *
 * Returns: whether @entry may be trusted: it is an anchor, valid and not revoked
 */
gboolean
rail_trust_store_check (RailProject  *project,
                        RailEntry    *entry,
                        GError      **error)
{
  const char *name;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  name = get_name (rail_entry_get_certificate (entry));
  if (!rail_trust_store_accepts (rail_entry_get_certificate (entry), NULL))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is neither a root nor a self-signed server, so programs cannot begin to trust with it; add the "
                     "root above it instead."), name);
      return FALSE;
    }
  switch (rail_entry_get_status (entry, rail_environment_get_now (rail_project_get_environment (project)), NULL))
    {
    case RAIL_STATUS_REVOKED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is revoked, so it is not to be trusted; create a new certificate and add that."), name);
      return FALSE;
    case RAIL_STATUS_EXPIRED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” has expired, so no program would trust it; renew it and add that."), name);
      return FALSE;
    default:
      return TRUE;
    }
}

/**
 * rail_trust_store_read:
 * @self: a store
 * @project: the project whose certificates are looked for
 * @cancellable: (nullable): stops it
 * @error: #RailExchangeError, or %G_IO_ERROR_CANCELLED
 *
 * Reads what the store trusts of @project. What may be trusted and is not there is in the list as well, and so is what has
 * expired, is revoked or was renewed, as long as it lies there. Foreign certificates are not.
 *
 * Returns: (transfer full): a list of #RailTrustItem
 */
GListModel *
rail_trust_store_read (RailTrustStore  *self,
                       RailProject     *project,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autoptr(Job) job = NULL;

  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  job = job_new_for_reading (self, project);
  return do_read (job, cancellable, error);
}

/**
 * rail_trust_store_read_async:
 * @self: a store
 * @project: the project whose certificates are looked for
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_trust_store_read() in a worker.
 */
void
rail_trust_store_read_async (RailTrustStore      *self,
                             RailProject         *project,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RAIL_IS_TRUST_STORE (self));
  g_return_if_fail (RAIL_IS_PROJECT (project));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_trust_store_read_async);
  g_task_set_task_data (task, job_new_for_reading (self, project), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_thread_cb);
}

/**
 * rail_trust_store_read_finish:
 * @self: a store
 * @result: what the callback got
 * @error: as in rail_trust_store_read()
 *
 * Returns: (transfer full): a list of #RailTrustItem
 */
GListModel *
rail_trust_store_read_finish (RailTrustStore  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_trust_store_set:
 * @self: a store
 * @certificate: a certificate that rail_trust_store_accepts(), or any to be taken out
 * @trusted: whether it shall be trusted from now on, or be gone
 * @cancellable: (nullable): stops it
 * @error: #RailExchangeError, or %G_IO_ERROR_CANCELLED
 *
 * Changes the store, makes it if it is Chromium's and not there yet, and looks afterwards whether it has the change.
 *
 * Returns: whether the store is as wanted
 */
gboolean
rail_trust_store_set (RailTrustStore   *self,
                      RailCertificate  *certificate,
                      gboolean          trusted,
                      GCancellable     *cancellable,
                      GError          **error)
{
  g_autoptr(Job) job = NULL;

  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), FALSE);
  g_return_val_if_fail (!trusted || rail_trust_store_accepts (certificate, NULL), FALSE);

  job = job_new_for_changing (self, certificate, trusted);
  return do_set (job, cancellable, error);
}

/**
 * rail_trust_store_set_async:
 * @self: a store
 * @certificate: a certificate that rail_trust_store_accepts(), or any to be taken out
 * @trusted: whether it shall be trusted from now on, or be gone
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_trust_store_set() in a worker.
 */
void
rail_trust_store_set_async (RailTrustStore      *self,
                            RailCertificate     *certificate,
                            gboolean             trusted,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RAIL_IS_TRUST_STORE (self));
  g_return_if_fail (RAIL_IS_CERTIFICATE (certificate));
  g_return_if_fail (!trusted || rail_trust_store_accepts (certificate, NULL));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_trust_store_set_async);
  g_task_set_task_data (task, job_new_for_changing (self, certificate, trusted), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, set_thread_cb);
}

/**
 * rail_trust_store_set_finish:
 * @self: a store
 * @result: what the callback got
 * @error: as in rail_trust_store_set()
 *
 * Returns: whether the store is as wanted
 */
gboolean
rail_trust_store_set_finish (RailTrustStore  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
