/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-file.h"

#include "rail-cipher.h"
#include "rail-core-dump.h"
#include "rail-durable-write.h"
#include "rail-project-error.h"
#include "rail-project-reader.h"
#include "rail-format-version.h"
#include "rail-project-writer.h"
#include "rail-storage-posix.h"
#include "rail-xml-encryption.h"
#include "rail-xml-node.h"
#include "rail-xml-parser.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

struct _RailProjectFile
{
  GObject     parent_instance;

  char       *name;         /* as people know it */
  RailFileIdentity *identity;   /* NULL if it came from bytes */
  gboolean    is_writable;
  guint       version;

  GPtrArray  *users;        /* of a protected file, else empty; not even readers may share a list between threads … */
  GListStore *user_list;    /* … so this is for the main thread */
  GBytes     *sealed;       /* its ciphertext */

  RailSecret *text;         /* of an unprotected file … */
  xmlDoc     *document;     /* … and what it was parsed to */
};

G_DEFINE_FINAL_TYPE (RailProjectFile, rail_project_file, G_TYPE_OBJECT)

typedef struct
{
  RailEnvironment *environment;
  char            *user_name;
  RailSecret      *password;
  gboolean         is_again;
  RailProtection  *known;       /* (nullable): with keys that may still be the right ones, instead of a password */
} Login;

static void
login_free (gpointer data)
{
  Login *self = data;

  g_object_unref (self->environment);
  g_free (self->user_name);
  g_clear_pointer (&self->password, rail_secret_unref);
  g_clear_object (&self->known);
  g_free (self);
}

static char *
dup_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL ? g_filename_display_name (name) : g_file_get_parse_name (file);
}

static void
set_unreadable (const char  *name,
                GError      *cause,
                GError     **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                 _("“%s” could not be read (%s); check that it is there and that you may read it."), name,
                 cause->message);
}

static RailFileIdentity *
identify (RailSecret       *text,
          GFileInputStream *stream)
{
  return rail_file_identity_new (rail_secret_get_data (text, NULL), rail_secret_get_size (text),
                                 rail_storage_get_descriptor (G_INPUT_STREAM (stream)));
}

/* Reads into memory that is wiped, because the file may hold private keys in clear. */
static RailSecret *
load (GFile             *file,
      const char        *name,
      RailFileIdentity **out_identity,
      GCancellable      *cancellable,
      GError           **error)
{
  const RailXmlSource source = { .file_name = name };
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GFileInfo) info = NULL;
  g_autoptr(RailSecret) text = NULL;
  g_autoptr(GError) cause = NULL;
  goffset size;
  gsize n_read;
  guint8 *data;

  stream = g_file_read (file, cancellable, &cause);
  if (stream != NULL)
    info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                           cancellable, &cause);
  if (info == NULL)
    {
      set_unreadable (name, cause, error);
      return NULL;
    }
  size = g_file_info_get_size (info);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || size > RAIL_XML_MAX_SIZE)
    {
      g_autofree char *reason =
        g_strdup_printf (_("because it is no file, or is larger than %d MiB; choose a project file"),
                         RAIL_XML_MAX_SIZE / (1024 * 1024));

      rail_xml_source_set_error (&source, RAIL_STORAGE_ERROR_LIMIT, reason, error);
      return NULL;
    }
  text = rail_secret_new_uninitialized (size, &data);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, size, &n_read, cancellable, &cause))
    {
      set_unreadable (name, cause, error);
      return NULL;
    }
  /* It shrank meanwhile. */
  if (n_read != (gsize) size)
    {
      g_autoptr(RailSecret) rest = rail_secret_new (data, n_read);

      rail_secret_unref (text);
      text = g_steal_pointer (&rest);
    }
  *out_identity = identify (text, stream);
  return g_steal_pointer (&text);
}

/* A save makes a new file in the folder. A file that may not be written is meant to stay as it is. */
static gboolean
is_writable (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *target = path != NULL ? rail_durable_resolve (path, NULL) : NULL;
  g_autofree char *folder = target != NULL ? g_path_get_dirname (target) : NULL;

  return folder != NULL && g_access (target, W_OK) == 0 && g_access (folder, W_OK | X_OK) == 0;
}

static gboolean
read_outside (RailProjectFile      *self,
              const RailXmlSource  *source,
              xmlDoc               *document,
              GError              **error)
{
  xmlNode *root = xmlDocGetRootElement (document);

  for (xmlNode *node = rail_xml_node_get_first (root, "user"); node != NULL;
       node = rail_xml_node_get_next (node, "user"))
    {
      g_autoptr(RailUser) user = NULL;

      if (self->users->len == RAIL_PROJECT_MAX_USERS)
        {
          rail_xml_source_set_limit (source, _("users"), RAIL_PROJECT_MAX_USERS, error);
          return FALSE;
        }
      user = rail_xml_encryption_read_user (source, node, error);
      if (user == NULL)
        return FALSE;
      g_list_store_append (self->user_list, user);
      g_ptr_array_add (self->users, g_steal_pointer (&user));
    }
  self->sealed = rail_xml_encryption_read_data (source, rail_xml_node_get_first (root, "EncryptedData"), error);
  return self->sealed != NULL;
}

static RailProjectFile *
parse (RailSecret  *text,
       const char  *name,
       GError     **error)
{
  const RailXmlSource source = { .file_name = name };
  g_autoptr(RailProjectFile) self = g_object_new (RAIL_TYPE_PROJECT_FILE, NULL);
  xmlDoc *document = rail_xml_parse (&source, rail_secret_get_text (text), rail_secret_get_size (text), error);
  gboolean success;

  if (document == NULL)
    return NULL;
  self->name = g_strdup (name);
  self->version = rail_format_version_get (document);
  if (rail_xml_node_is (xmlDocGetRootElement (document), "project"))
    {
      self->text = rail_secret_ref (text);
      self->document = document;
      return g_steal_pointer (&self);
    }
  success = read_outside (self, &source, document, error);
  rail_xml_free (document);
  return success ? g_steal_pointer (&self) : NULL;
}

static RailProjectFile *
open_file (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *name = dup_name (file);
  g_autoptr(RailFileIdentity) identity = NULL;
  g_autoptr(RailSecret) text = load (file, name, &identity, cancellable, error);
  RailProjectFile *self = text != NULL ? parse (text, name, error) : NULL;

  if (self == NULL)
    return NULL;
  self->identity = g_steal_pointer (&identity);
  self->is_writable = is_writable (file);
  return self;
}

static void
set_login_failed (const RailXmlSource  *source,
                  GError               *cause,
                  GError              **error)
{
  if (g_error_matches (cause, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_WRONG_PASSWORD))
    rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_WRONG_PASSWORD,
                               _("because the user name or the password is wrong; check both, and the Caps Lock key, "
                                 "and try again"), error);
  else
    rail_xml_source_set_caused (source, 0, cause, error);
}

/* @protection is unlocked, and becomes the project's. */
static RailProject *
read_inside (RailProjectFile  *self,
             RailEnvironment  *environment,
             RailProtection   *protection,
             GError          **error)
{
  const RailXmlSource inside = { .file_name = self->name, .is_inside = TRUE };
  g_autoptr(RailSecret) text = NULL;
  RailProject *project;
  xmlDoc *document;

  text = rail_cipher_decrypt (rail_protection_get_project_key (protection), g_bytes_get_data (self->sealed, NULL),
                              g_bytes_get_size (self->sealed), NULL);
  if (text == NULL)
    {
      rail_xml_source_set_damaged (&inside, 0, error, _("the password is right, but the encrypted text has changed"));
      return NULL;
    }
  document = rail_xml_parse (&inside, rail_secret_get_text (text), rail_secret_get_size (text), error);
  if (document == NULL)
    return NULL;
  if (rail_format_version_get (document) != self->version)
    {
      rail_xml_source_set_damaged (&inside, 1, error, _("its format version is not that of the outside"));
      rail_xml_free (document);
      return NULL;
    }
  project = rail_project_read_xml (&inside, document, rail_secret_get_text (text), rail_secret_get_size (text),
                                   environment, protection, error);
  rail_xml_free (document);
  return project;
}

static RailProject *
read_protected (RailProjectFile  *self,
                RailEnvironment  *environment,
                const char       *user_name,
                RailSecret       *password,
                GError          **error)
{
  const RailXmlSource outside = { .file_name = self->name };
  g_autoptr(RailProtection) protection = rail_protection_new_for_users (self->users);
  g_autoptr(GError) cause = NULL;

  rail_core_dump_forbid ();
  if (rail_protection_unlock (protection, user_name, password, &cause))
    return read_inside (self, environment, protection, error);
  set_login_failed (&outside, cause, error);
  return NULL;
}

static RailProject *
read_unprotected (RailProjectFile  *self,
                  RailEnvironment  *environment,
                  GError          **error)
{
  const RailXmlSource source = { .file_name = self->name };

  return rail_project_read_xml (&source, self->document, rail_secret_get_text (self->text),
                                rail_secret_get_size (self->text), environment, NULL, error);
}

static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  RailProjectFile *self = open_file (task_data, cancellable, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
read_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Login *login = task_data;
  g_autoptr(GError) error = NULL;
  RailProject *project =
    login->is_again ? rail_project_file_read_again (source_object, login->environment, login->known, &error)
                    : rail_project_file_read (source_object, login->environment, login->user_name, login->password,
                                              &error);

  if (project != NULL)
    g_task_return_pointer (task, project, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
rail_project_file_finalize (GObject *object)
{
  RailProjectFile *self = RAIL_PROJECT_FILE (object);

  g_free (self->name);
  g_clear_pointer (&self->identity, rail_file_identity_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_clear_object (&self->user_list);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->document, rail_xml_free);
  g_clear_pointer (&self->text, rail_secret_unref);

  G_OBJECT_CLASS (rail_project_file_parent_class)->finalize (object);
}

static void
rail_project_file_class_init (RailProjectFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_project_file_finalize;
}

static void
rail_project_file_init (RailProjectFile *self)
{
  self->users = g_ptr_array_new_with_free_func (g_object_unref);
  self->user_list = g_list_store_new (RAIL_TYPE_USER);
}

/**
 * rail_project_file_open:
 * @file: a project file
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads a file and checks all of it that can be seen without a login. The bounds are those of docs/project-file.md.
 *
 * Returns: (transfer full): the file, or %NULL with RAIL_STORAGE_ERROR_FAILED if it could not be read,
 *   G_IO_ERROR_CANCELLED, or another RAIL_STORAGE_ERROR that says what it is or what is wrong with it
 */
RailProjectFile *
rail_project_file_open (GFile         *file,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return open_file (file, cancellable, error);
}

/**
 * rail_project_file_open_async:
 * @file: a project file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done; its source object is %NULL
 * @user_data: for @callback
 *
 * As rail_project_file_open(), in a worker.
 */
void
rail_project_file_open_async (GFile               *file,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_file_open_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_thread);
}

/**
 * rail_project_file_open_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): as rail_project_file_open()
 */
RailProjectFile *
rail_project_file_open_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_project_file_new_from_bytes:
 * @bytes: the content of a project file; the caller wipes it if it holds keys in clear
 * @name: the file's name, for errors
 * @error: return location for an error
 *
 * Returns: (transfer full): as rail_project_file_open()
 */
RailProjectFile *
rail_project_file_new_from_bytes (GBytes      *bytes,
                                  const char  *name,
                                  GError     **error)
{
  g_autoptr(RailSecret) text = NULL;
  gsize size;
  gconstpointer data;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  text = rail_secret_new (data, size);
  return parse (text, name, error);
}

/**
 * rail_project_file_is_protected:
 * @self: a project file
 *
 * Returns: whether a login is needed to read it
 */
gboolean
rail_project_file_is_protected (RailProjectFile *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), FALSE);

  return self->sealed != NULL;
}

/**
 * rail_project_file_get_identity:
 * @self: a project file
 *
 * Returns: (transfer none) (nullable): what the file was when it was read, for rail_project_save_with(); %NULL if it came
 *   from bytes
 */
RailFileIdentity *
rail_project_file_get_identity (RailProjectFile *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), NULL);

  return self->identity;
}

/**
 * rail_project_file_is_writable:
 * @self: a project file
 *
 * Returns: whether the system let us write the file and into its folder when it was read; if not, changes can only be saved
 *   somewhere else
 */
gboolean
rail_project_file_is_writable (RailProjectFile *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), FALSE);

  return self->is_writable;
}

/**
 * rail_project_file_get_version:
 * @self: a project file
 *
 * Returns: the version of the format that it is in; it is saved in the newest
 */
guint
rail_project_file_get_version (RailProjectFile *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), 0);

  return self->version;
}

/**
 * rail_project_file_get_users:
 * @self: a project file
 *
 * Returns: (transfer none) (element-type RailUser): who can log in, as the outside of the file says; empty if it is not
 *   protected
 */
GListModel *
rail_project_file_get_users (RailProjectFile *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), NULL);

  return G_LIST_MODEL (self->user_list);
}

/**
 * rail_project_file_read:
 * @self: a project file
 * @environment: for the project
 * @user_name: (nullable): the login name; %NULL if the file is not protected
 * @password: (nullable): the password; %NULL if the file is not protected
 * @error: return location for an error
 *
 * Logs in if needed and reads the project, all of it or nothing. A login takes about a second.
 *
 * Returns: (transfer full): the project, or %NULL with RAIL_STORAGE_ERROR_WRONG_PASSWORD, DAMAGED, LIMIT or TAMPERED
 */
RailProject *
rail_project_file_read (RailProjectFile  *self,
                        RailEnvironment  *environment,
                        const char       *user_name,
                        RailSecret       *password,
                        GError          **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (self->sealed == NULL || (user_name != NULL && password != NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->sealed != NULL)
    return read_protected (self, environment, user_name, password, error);
  return read_unprotected (self, environment, error);
}

/**
 * rail_project_file_read_again:
 * @self: a project file
 * @environment: for the project
 * @known: (nullable): users and unlocked keys of an earlier version of the file; %NULL if that was not protected
 * @error: return location for an error
 *
 * Reads a later version of a project that is open, without a login, if its user may read it by the same keys.
 *
 * Returns: (transfer full): as rail_project_file_read(); %NULL with RAIL_STORAGE_ERROR_WRONG_PASSWORD if a login is needed
 */
RailProject *
rail_project_file_read_again (RailProjectFile  *self,
                              RailEnvironment  *environment,
                              RailProtection   *known,
                              GError          **error)
{
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GError) cause = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT_FILE (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->sealed == NULL && known == NULL)
    return read_unprotected (self, environment, error);
  if (self->sealed == NULL || known == NULL)
    {
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_WRONG_PASSWORD,
                   self->sealed != NULL ? _("“%s” has been protected since it was opened; log in to see it.")
                                        : _("“%s” has been replaced by a file without protection since it was opened; find out "
                                            "who did that before you open it again."), self->name);
      return NULL;
    }
  protection = rail_protection_new_for_users (self->users);
  if (rail_protection_unlock_again (protection, known, &cause))
    return read_inside (self, environment, protection, error);
  /* Translators: a file name, and a sentence */
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_WRONG_PASSWORD,
               _("“%s” has been saved again, and what is in it now cannot be shown. %s"), self->name, cause->message);
  return NULL;
}

/**
 * rail_project_file_read_async:
 * @self: a project file
 * @environment: for the project
 * @user_name: (nullable): the login name; %NULL if the file is not protected
 * @password: (nullable): the password; %NULL if the file is not protected
 * @cancellable: (nullable): a cancellable; the callback comes at once when it is cancelled
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As rail_project_file_read(), in a worker.
 */
void
rail_project_file_read_async (RailProjectFile     *self,
                              RailEnvironment     *environment,
                              const char          *user_name,
                              RailSecret          *password,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Login *login;

  g_return_if_fail (RAIL_IS_PROJECT_FILE (self));
  g_return_if_fail (RAIL_IS_ENVIRONMENT (environment));
  g_return_if_fail (self->sealed == NULL || (user_name != NULL && password != NULL));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  login = g_new0 (Login, 1);
  login->environment = g_object_ref (environment);
  login->user_name = g_strdup (user_name);
  login->password = password != NULL ? rail_secret_ref (password) : NULL;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_file_read_async);
  g_task_set_task_data (task, login, login_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_thread);
}

/**
 * rail_project_file_read_again_async:
 * @self: a project file
 * @environment: for the project
 * @known: (nullable): users and unlocked keys of an earlier version of the file
 * @cancellable: (nullable): a cancellable; the callback comes at once when it is cancelled
 * @callback: called when it is done, calls rail_project_file_read_finish()
 * @user_data: for @callback
 *
 * As rail_project_file_read_again(), in a worker.
 */
void
rail_project_file_read_again_async (RailProjectFile     *self,
                                    RailEnvironment     *environment,
                                    RailProtection      *known,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Login *login;

  g_return_if_fail (RAIL_IS_PROJECT_FILE (self));
  g_return_if_fail (RAIL_IS_ENVIRONMENT (environment));

  login = g_new0 (Login, 1);
  login->environment = g_object_ref (environment);
  login->known = known != NULL ? rail_protection_copy (known) : NULL;
  login->is_again = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_project_file_read_again_async);
  g_task_set_task_data (task, login, login_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_thread);
}

/**
 * rail_project_file_read_finish:
 * @self: a project file
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): as rail_project_file_read(); from here on it belongs to this thread
 */
RailProject *
rail_project_file_read_finish (RailProjectFile  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
