/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-file-set.h"

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
};

G_DEFINE_FINAL_TYPE (RailHandOver, rail_hand_over, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (RailTarget, rail_target,
  G_DEFINE_ENUM_VALUE (RAIL_TARGET_UAEXPERT, "uaexpert"))

/* The partners. A further one is a further row, and a file with its plan. */
static const struct
{
  const char  *nick;
  const char  *label;
  gboolean   (*plan) (RailHandOver *, GError **);
} targets[] = {
  [RAIL_TARGET_UAEXPERT] = { "uaexpert", N_("UaExpert"), rail_hand_over_plan_uaexpert },
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

static gboolean
add_content (RailHandOver      *self,
             RailHandOverFile  *file,
             RailFileSet       *set,
             GError           **error)
{
  const char *path = rail_hand_over_file_get_path (file);
  RailEntry *entry = rail_hand_over_file_get_entry (file);
  g_autoptr(RailRevocationList) list = NULL;
  g_autoptr(RailSecret) pem = NULL;

  switch (rail_hand_over_file_get_content (file))
    {
    case RAIL_CONTENT_CERTIFICATE:
      rail_file_set_add (set, path, rail_certificate_get_der (rail_entry_get_certificate (entry)));
      return TRUE;
    case RAIL_CONTENT_KEY:
      pem = rail_key_export_pem (rail_entry_get_key (entry), error);
      if (pem != NULL)
        rail_file_set_add_secret (set, path, pem);
      return pem != NULL;
    case RAIL_CONTENT_REVOCATION_LIST:
      list = rail_project_issue_revocation_list (self->project, entry, error);
      if (list != NULL)
        rail_file_set_add_renewed (set, path, rail_revocation_list_get_der (list));
      return list != NULL;
    default:
      g_assert_not_reached ();
    }
}

static GPtrArray *
write_files (RailHandOver  *self,
             GFile         *folder,
             GCancellable  *cancellable,
             GError       **error)
{
  const char *path = g_file_peek_path (folder);
  g_autoptr(RailFileSet) set = NULL;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("“%s” is not a place in this computer's file system; choose a local folder."), uri);
      return NULL;
    }

  set = rail_file_set_new (path);
  for (guint i = 0; i < self->folders->len; i++)
    {
      const Folder *item = &g_array_index (self->folders, Folder, i);

      rail_file_set_add_folder (set, item->path, item->is_private);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->files)); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_content (self, file, set, error))
        return NULL;
    }
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
  GPtrArray *files = write_files (RAIL_HAND_OVER (source), G_FILE (task_data), cancellable, &error);

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

/*
 * The authorities above @entry, its issuer first and the root last; none above a self-signed one. Each must be able to sign
 * a revocation list: a partner that gets an authority without one refuses all that it has issued.
 */
GPtrArray *
rail_hand_over_get_authorities (RailHandOver  *self,
                                RailEntry     *entry,
                                GError       **error)
{
  gboolean complete = FALSE;
  g_autoptr(GPtrArray) chain = rail_project_get_chain (self->project, entry, &complete);
  g_autoptr(GPtrArray) authorities = g_ptr_array_new_with_free_func (g_object_unref);

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
rail_hand_over_add_file (RailHandOver *self,
                         RailContent   content,
                         const char   *folder,
                         const char   *name,
                         RailEntry    *entry,
                         char         *description)
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
  file = rail_hand_over_file_new (content, path, entry, g_steal_pointer (&owned));
  g_list_store_append (self->files, file);
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
 * rail_hand_over_new:
 * @project: the project, unlocked
 * @target: the partner whose folder is to be written
 * @certificate: the partner's own certificate, with its key in @project
 * @server: (nullable): the certificate of the server that the partner shall trust; %NULL: whatever the authority of
 *   @certificate has issued
 * @error: #RailExchangeError: %RAIL_EXCHANGE_ERROR_INVALID if a certificate does not fit its part,
 *   %RAIL_EXCHANGE_ERROR_NO_KEY or %RAIL_EXCHANGE_ERROR_NO_ISSUER if something needed is not in the project
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
 * Signs the revocation lists and writes all files, each complete or not at all. Files that the partner or somebody else
 * keeps in these folders are left alone.
 *
 * Returns: (transfer full) (element-type GFile): the files that were written
 */
GPtrArray *
rail_hand_over_write (RailHandOver  *self,
                      GFile         *folder,
                      GError       **error)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  return write_files (self, folder, NULL, error);
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

  g_return_if_fail (RAIL_IS_HAND_OVER (self));
  g_return_if_fail (G_IS_FILE (folder));

  /* A plan has its own copy of the project and never changes, so the worker may read it as it is. */
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_hand_over_write_async);
  g_task_set_task_data (task, g_object_ref (folder), g_object_unref);
  g_task_run_in_thread (task, write_thread_cb);
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
