/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-device-operations.h"
#include "rail-export.h"
#include "rail-file-set.h"
#include "rail-project-lists.h"

typedef struct
{
  char     *path;
  gboolean  is_private;
} Folder;

struct _RailHandOver
{
  GObject       parent_instance;

  /* Owned References */
  RailProject  *project;        /* a copy: what was planned is what gets written */
  RailEntry    *certificate;
  RailEntry    *server;         /* or NULL */
  GArray       *folders;        /* of Folder */
  GListStore   *files;          /* of RailHandOverFile */
  GPtrArray    *removed;        /* of paths below the partner's folder, that may be there from an earlier hand-over */
};

/* What a worker needs of a plan. The plan itself belongs to the main thread, and is finalised there. */
typedef struct
{
  RailProject  *project;
  GArray       *folders;
  GListStore   *files;
  GPtrArray    *removed;
  GFile        *output;
} Job;

G_DEFINE_FINAL_TYPE (RailHandOver, rail_hand_over, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (RailTarget, rail_target,
  G_DEFINE_ENUM_VALUE (RAIL_TARGET_UAEXPERT, "uaexpert"))

/* The partners. A further one is a further row, and a file with its plan. */
static const struct
{
  const char  *nick;
  const char  *label;
  gboolean   (*accepts) (RailEntry *, gboolean);
  gboolean   (*plan) (RailHandOver *, GError **);
} targets[] = {
  [RAIL_TARGET_UAEXPERT] = { "uaexpert", N_("UaExpert"), rail_hand_over_uaexpert_accepts, rail_hand_over_plan_uaexpert },
};

/*
 * Auxiliary methods
 */

static void
folder_clear (gpointer data)
{
  g_free (((Folder *) data)->path);
}

static const char *
get_name (RailEntry *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));

  return name != NULL ? name : "";
}

static Job *
job_new (RailHandOver *self,
         GFile        *output)
{
  Job *job = g_new0 (Job, 1);

  job->project = g_object_ref (self->project);
  job->folders = g_array_ref (self->folders);
  job->files = g_object_ref (self->files);
  job->removed = g_ptr_array_ref (self->removed);
  job->output = g_object_ref (output);
  return job;
}

static void
job_free (Job *job)
{
  g_object_unref (job->project);
  g_array_unref (job->folders);
  g_object_unref (job->files);
  g_ptr_array_unref (job->removed);
  g_object_unref (job->output);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static gboolean
add_content (Job               *job,
             RailHandOverFile  *file,
             RailFileSet       *set,
             GError           **error)
{
  const char *path = rail_hand_over_file_get_path (file);
  RailEntry *entry = rail_hand_over_file_get_entry (file);
  RailCertificate *certificate = rail_hand_over_file_get_certificate (file);
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(RailSecret) pem = NULL;

  switch (rail_hand_over_file_get_content (file))
    {
    case RAIL_CONTENT_CERTIFICATE:
      rail_file_set_add (set, path, rail_certificate_get_der (certificate));
      return TRUE;
    case RAIL_CONTENT_KEY:
      pem = rail_key_export_pem (rail_entry_get_key (entry), error);
      if (pem != NULL)
        rail_file_set_add_secret (set, path, pem);
      return pem != NULL;
    case RAIL_CONTENT_REVOCATION_LIST:
      list = rail_project_issue_revocation_list_for (job->project, entry, certificate, error);
      if (list != NULL)
        rail_file_set_add_renewed (set, path, rail_revocation_list_get_der (list));
      return list != NULL;
    default:
      g_assert_not_reached ();
    }
}

static GPtrArray *
write_files (Job           *job,
             GCancellable  *cancellable,
             GError       **error)
{
  const char *path = g_file_peek_path (job->output);
  g_autoptr(RailFileSet) set = NULL;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (job->output);

      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("“%s” is not a place in this computer's file system; choose a local folder."), uri);
      return NULL;
    }

  set = rail_file_set_new (path);
  for (guint i = 0; i < job->folders->len; i++)
    {
      const Folder *item = &g_array_index (job->folders, Folder, i);

      rail_file_set_add_folder (set, item->path, item->is_private);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job->files)); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (G_LIST_MODEL (job->files), i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_content (job, file, set, error))
        return NULL;
    }
  for (guint i = 0; i < job->removed->len; i++)
    rail_file_set_remove (set, g_ptr_array_index (job->removed, i));
  return rail_file_set_write (set, cancellable, error);
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
  GError *error = NULL;
  GPtrArray *files = write_files (task_data, cancellable, &error);

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
rail_hand_over_finalize (GObject *object)
{
  RailHandOver *self = RAIL_HAND_OVER (object);

  g_clear_object (&self->project);
  g_clear_object (&self->certificate);
  g_clear_object (&self->server);
  g_clear_object (&self->files);
  g_clear_pointer (&self->folders, g_array_unref);
  g_clear_pointer (&self->removed, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_hand_over_parent_class)->finalize (object);
}

static void
rail_hand_over_class_init (RailHandOverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_hand_over_finalize;
}

static void
rail_hand_over_init (RailHandOver *self)
{
  self->folders = g_array_new (FALSE, TRUE, sizeof (Folder));
  g_array_set_clear_func (self->folders, folder_clear);
  self->files = g_list_store_new (RAIL_TYPE_HAND_OVER_FILE);
  self->removed = g_ptr_array_new_with_free_func (g_free);
}

/*
 * For the targets' plans
 */

/* The certificate that the partner gets as its own. */
RailEntry *
rail_hand_over_get_certificate (RailHandOver *self)
{
  return self->certificate;
}

/* The server that the partner shall connect to, or NULL. */
RailEntry *
rail_hand_over_get_server (RailHandOver *self)
{
  return self->server;
}

/* A partner refuses what is revoked or over, and all below it, so that is said here and not found out at the machine. */
static gboolean
check_status (RailHandOver  *self,
              RailEntry     *entry,
              GError       **error)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));

  switch (rail_entry_get_status (entry, now, NULL))
    {
    case RAIL_STATUS_REVOKED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is revoked, so it is not handed over; create a new certificate and hand that over."),
                   get_name (entry));
      return FALSE;
    case RAIL_STATUS_EXPIRED:
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” has expired, so it is not handed over; create a new certificate and hand that over."),
                   get_name (entry));
      return FALSE;
    default:
      return TRUE;
    }
}

/* The same for a certificate that an authority had before it was renewed, and that still stands above what it signed. */
static gboolean
check_earlier (RailHandOver     *self,
               RailEntry        *authority,
               RailCertificate  *certificate,
               GError          **error)
{
  gboolean over =
    rail_certificate_get_not_after (certificate) < rail_environment_get_now (rail_project_get_environment (self->project));

  for (guint i = 0; !over && i < rail_entry_get_n_generations (authority); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (authority, i);

      over = rail_generation_get_certificate (generation) == certificate &&
             rail_generation_is_revoked (generation, NULL, NULL);
    }
  if (!over)
    return TRUE;
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
               _("The earlier certificate of “%s”, with which it has signed, has expired or is revoked; renew what it has "
                 "signed and hand that over."), get_name (authority));
  return FALSE;
}

/*
 * The authorities above @entry, its issuer first and the root last; none above a self-signed one. All must be valid, and each authority able to sign
 * a revocation list: a partner that gets an authority without one refuses all that it has issued. @out_certificates are
 * theirs that have signed: of one that was renewed with a new key since, an earlier one.
 */
GPtrArray *
rail_hand_over_get_authorities (RailHandOver  *self,
                                RailEntry     *entry,
                                GPtrArray    **out_certificates,
                                GError       **error)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (self->project, entry, &complete);
  g_autoptr(GPtrArray) certificates = rail_project_get_chain_certificates (self->project, entry, NULL);
  g_autoptr(GPtrArray) authorities = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < chain->len; i++)
    {
      RailEntry *link = g_ptr_array_index (chain, i);
      RailCertificate *certificate = g_ptr_array_index (certificates, i);

      if (certificate == rail_entry_get_certificate (link) ? !check_status (self, link, error)
                                                           : !check_earlier (self, link, certificate, error))
        return NULL;
    }
  if (!complete)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_ISSUER,
                   _("The chain of “%s” does not reach a root in this project; add the missing certificate authority."),
                   get_name (entry));
      return NULL;
    }
  for (guint i = 1; i < chain->len; i++)
    {
      RailEntry *authority = g_ptr_array_index (chain, i);

      if (rail_entry_get_key (authority) == NULL)
        {
          g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
                       _("The private key of “%s” is not in this project, so no revocation list can be signed for the "
                         "partner; add the key of this certificate authority."), get_name (authority));
          return NULL;
        }
      g_ptr_array_add (authorities, g_object_ref (authority));
    }
  g_ptr_array_remove_index (certificates, 0);
  *out_certificates = g_steal_pointer (&certificates);
  return g_steal_pointer (&authorities);
}

/* A folder that the partner expects even when it stays empty. */
void
rail_hand_over_add_folder (RailHandOver *self,
                           const char   *path,
                           gboolean      is_private)
{
  Folder folder = { g_strdup (path), is_private };

  g_array_append_val (self->folders, folder);
}

/* @description is taken over. What is planned twice, because two chains meet, is written once. */
void
rail_hand_over_add_file (RailHandOver    *self,
                         RailContent      content,
                         const char      *folder,
                         const char      *name,
                         RailEntry       *entry,
                         RailCertificate *certificate,
                         char            *description)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *owned = description;
  g_autoptr(RailHandOverFile) file = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr(RailHandOverFile) other = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      if (g_strcmp0 (rail_hand_over_file_get_path (other), path) == 0)
        return;
    }
  file = rail_hand_over_file_new (content, path, entry, certificate, g_steal_pointer (&owned));
  g_list_store_append (self->files, file);
}

/* A file of an earlier hand-over that this one replaces by another in another folder. */
void
rail_hand_over_remove_file (RailHandOver *self,
                            const char   *folder,
                            const char   *name)
{
  g_ptr_array_add (self->removed, g_build_filename (folder, name, NULL));
}

/*
 * Public API
 */

/**
 * rail_target_get_nick:
 * @target: a partner
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
rail_target_get_nick (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return targets[target].nick;
}

/**
 * rail_target_get_label:
 * @target: a partner
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
rail_target_get_label (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return _(targets[target].label);
}

/**
 * rail_target_parse:
 * @nick: a name as rail_target_get_nick() gives it
 * @out_target: (out): the partner
 *
 * Returns: whether there is a partner of that name
 */
gboolean
rail_target_parse (const char *nick,
                   RailTarget *out_target)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_target != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    if (g_strcmp0 (targets[i].nick, nick) == 0)
      {
        *out_target = (RailTarget) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_hand_over_accepts_certificate:
 * @target: a partner
 * @entry: an entry
 *
 * Returns: whether @entry can be the partner's own certificate: of the right kind, and with its key. Whether the rest of
 *   what is needed is there, rail_hand_over_new() says.
 */
gboolean
rail_hand_over_accepts_certificate (RailTarget  target,
                                    RailEntry  *entry)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  return targets[target].accepts (entry, FALSE);
}

/**
 * rail_hand_over_accepts_server:
 * @target: a partner
 * @entry: an entry
 *
 * Returns: whether @entry can be the certificate of a server that the partner shall trust
 */
gboolean
rail_hand_over_accepts_server (RailTarget  target,
                               RailEntry  *entry)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);

  return targets[target].accepts (entry, TRUE);
}

/**
 * rail_hand_over_new:
 * @project: the project, unlocked
 * @target: the partner whose folder is to be written
 * @certificate: the partner's own certificate, with its key in @project
 * @server: (nullable): the certificate of the server that the partner shall trust; %NULL: whatever the authority of
 *   @certificate has issued
 * @error: #RailExchangeError: %RAIL_EXCHANGE_ERROR_INVALID if a certificate does not fit its part, is
 *   revoked or has expired, %RAIL_EXCHANGE_ERROR_NO_KEY or %RAIL_EXCHANGE_ERROR_NO_ISSUER if something needed is not in the project
 *
 * Plans a hand-over on a copy of @project; nothing is signed or written yet.
 *
 * Returns: (transfer full): the plan
 */
RailHandOver *
rail_hand_over_new (RailProject  *project,
                    RailTarget    target,
                    RailEntry    *certificate,
                    RailEntry    *server,
                    GError      **error)
{
  g_autoptr(RailHandOver) self = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (certificate), NULL);
  g_return_val_if_fail (server == NULL || RAIL_IS_ENTRY (server), NULL);

  self = g_object_new (RAIL_TYPE_HAND_OVER, NULL);
  self->project = rail_project_copy (project);
  g_set_object (&self->certificate, rail_project_get_entry (self->project, rail_entry_get_id (certificate)));
  if (server != NULL)
    g_set_object (&self->server, rail_project_get_entry (self->project, rail_entry_get_id (server)));
  g_return_val_if_fail (self->certificate != NULL && (server == NULL || self->server != NULL), NULL);

  if (rail_project_is_local (self->project, self->certificate))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
                   _("“%s” belongs to the local certificate manager of “%s”, which gives no private key away, and the partner "
                     "needs that; let the device use the global security settings for it."),
                   get_name (self->certificate), rail_entry_get_device (self->certificate));
      return NULL;
    }
  if (!targets[target].plan (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * rail_hand_over_get_files:
 * @self: a plan
 *
 * Returns: (transfer none): its files, of type #RailHandOverFile
 */
GListModel *
rail_hand_over_get_files (RailHandOver *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);

  return G_LIST_MODEL (self->files);
}

/**
 * rail_hand_over_write:
 * @self: a plan
 * @folder: the partner's folder; made if need be
 * @error: #RailExchangeError, or what signing says
 *
 * Signs the revocation lists and writes all files, each complete or not at all. What an earlier hand-over has put for an
 * authority that now belongs into another folder goes. Files that the partner or somebody else keeps are left alone.
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_hand_over_write (RailHandOver  *self,
                      GFile         *folder,
                      GError       **error)
{
  g_autoptr(Job) job = NULL;

  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  job = job_new (self, folder);
  return write_files (job, NULL, error);
}

/**
 * rail_hand_over_write_async:
 * @self: a plan
 * @folder: the partner's folder; made if need be
 * @cancellable: (nullable): stops the work before the first file takes its place
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Does the work of rail_hand_over_write() in a worker.
 */
void
rail_hand_over_write_async (RailHandOver        *self,
                            GFile               *folder,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;

  g_return_if_fail (RAIL_IS_HAND_OVER (self));
  g_return_if_fail (G_IS_FILE (folder));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_hand_over_write_async);
  /* A task of its own, so that the worker never holds the plan. A plan has its own copy of the project and never changes,
   * so the worker may read both as they are. */
  work = g_task_new (NULL, cancellable, written_cb, g_steal_pointer (&task));
  g_task_set_task_data (work, job_new (self, folder), (GDestroyNotify) job_free);
  g_task_run_in_thread (work, write_thread_cb);
}

/**
 * rail_hand_over_write_finish:
 * @self: a plan
 * @result: what the callback got
 * @error: as in rail_hand_over_write(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_hand_over_write_finish (RailHandOver  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
