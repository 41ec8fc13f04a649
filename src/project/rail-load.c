/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-load-private.h"

#include "rail-entry-private.h"
#include "rail-finding-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* From which firmware an S7-1500 takes certificates in RUN (chapter 2.3.4; TIA Portal V19). */
#define RUN_SINCE "3.1"

/* How many devices a line of the journal names. */
#define MAX_NAMES 20

struct _RailLoad
{
  GObject          parent_instance;

  RailDevice      *device;
  RailLoadVerdict  verdict;
  char            *reason;
  GArray          *lines;   /* of RailLoadLine, by kind */
};

G_DEFINE_FINAL_TYPE (RailLoad, rail_load, G_TYPE_OBJECT)

static const struct
{
  const char *nick;
  const char *label;
} kinds[] = {
  [RAIL_LOAD_ADDED] = { "added", NC_("load", "Added") },
  [RAIL_LOAD_REMOVED] = { "removed", NC_("load", "Removed") },
  [RAIL_LOAD_RENEWED] = { "renewed", NC_("load", "Renewed") },
  [RAIL_LOAD_SETTINGS] = { "settings", NC_("load", "Settings") },
}, verdicts[] = {
  [RAIL_LOAD_NOTHING] = { "nothing", NC_("load", "Nothing to load") },
  [RAIL_LOAD_RUN] = { "run", NC_("load", "RUN") },
  [RAIL_LOAD_STOP] = { "stop", NC_("load", "STOP") },
};

static void
line_clear (gpointer data)
{
  g_free (((RailLoadLine *) data)->text);
}

static void
rail_load_finalize (GObject *object)
{
  RailLoad *self = RAIL_LOAD (object);

  g_clear_object (&self->device);
  g_free (self->reason);
  g_array_unref (self->lines);

  G_OBJECT_CLASS (rail_load_parent_class)->finalize (object);
}

static void
rail_load_class_init (RailLoadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_load_finalize;
}

static void
rail_load_init (RailLoad *self)
{
  self->lines = g_array_new (FALSE, TRUE, sizeof (RailLoadLine));
  g_array_set_clear_func (self->lines, line_clear);
}

static void
add_item (RailLoaded  *loaded,
          RailUsedAs   role,
          RailService  service,
          RailEntry   *entry)
{
  rail_loaded_add (loaded, role, service, rail_entry_get_id (entry),
                   rail_certificate_get_fingerprint (rail_entry_get_certificate (entry)));
}

/* TIA Portal compiles before it loads, so what compiling adds is loaded, whether it was done here or not. */
static void
add_missing (RailLoaded  *loaded,
             RailProject *project,
             RailDevice  *device)
{
  g_autoptr(GPtrArray) missing = NULL;
  RailInspection inspection;

  rail_inspection_init_bare (&inspection, project);
  missing = rail_inspection_list_missing (&inspection, device);
  for (guint i = 0; i < missing->len; i++)
    add_item (loaded, RAIL_USED_AS_TRUSTED, 0, missing->pdata[i]);
  rail_inspection_clear (&inspection);
}

/* What would stand in the device if it was loaded now: the certificates of its services, then what else is in its
 * table, its partners and the clients that it trusts. */
static RailLoaded *
collect (RailProject *project,
         RailDevice  *device)
{
  g_autofree char *settings = rail_load_write_settings (device);
  RailLoaded *loaded = rail_loaded_new (rail_environment_get_now (rail_project_get_environment (project)),
                                        rail_project_get_user_name (project), settings);
  g_autoptr(GPtrArray) own = rail_project_list_own (project, device);
  g_autoptr(GPtrArray) partners = rail_project_list_partners (project, device);
  g_autoptr(GHashTable) serving = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    {
      guint id = rail_device_get_service_certificate (device, (RailService) i);
      RailEntry *entry = id != 0 ? rail_project_get_entry (project, id) : NULL;

      if (entry == NULL)
        continue;
      g_hash_table_add (serving, entry);
      add_item (loaded, RAIL_USED_AS_SERVICE, (RailService) i, entry);
    }
  for (guint i = 0; i < own->len; i++)
    if (!g_hash_table_contains (serving, own->pdata[i]))
      add_item (loaded, RAIL_USED_AS_DEVICE, 0, own->pdata[i]);
  for (guint i = 0; i < partners->len; i++)
    add_item (loaded, RAIL_USED_AS_TRUSTED, 0, partners->pdata[i]);
  add_missing (loaded, project, device);
  for (guint i = 0; i < partners->len; i++)
    if (rail_device_has_client (device, rail_entry_get_id (partners->pdata[i])))
      add_item (loaded, RAIL_USED_AS_CLIENT, 0, partners->pdata[i]);
  return loaded;
}

static guint
hash_item (gconstpointer key)
{
  const RailLoadedItem *item = key;

  return (item->id * 31 + item->role) * 31 + item->service;
}

static gboolean
items_match (gconstpointer a,
             gconstpointer b)
{
  const RailLoadedItem *item_a = a;
  const RailLoadedItem *item_b = b;

  return item_a->role == item_b->role && item_a->service == item_b->service && item_a->id == item_b->id;
}

/* Returns: (transfer full): the items by role, service and ID; @loaded keeps them */
static GHashTable *
index_items (RailLoaded *loaded)
{
  GHashTable *items = g_hash_table_new (hash_item, items_match);

  for (guint i = 0; loaded != NULL && i < rail_loaded_get_n_items (loaded); i++)
    g_hash_table_add (items, (gpointer) rail_loaded_get_item (loaded, i));
  return items;
}

static char *
describe_item (RailProject          *project,
               RailLoadKind          kind,
               const RailLoadedItem *item)
{
  RailEntry *entry = rail_project_get_entry (project, item->id);
  const char *role = rail_used_as_get_label (item->role, item->service);

  if (entry == NULL)
    /* Translators: an ID, then what the certificate is used as, in TIA Portal's words */
    return g_strdup_printf (_("The deleted certificate with ID %u goes as “%s”."), item->id, role);
  switch (kind)
    {
    case RAIL_LOAD_ADDED:
      /* Translators: a name, an ID, and what the certificate is used as, in TIA Portal's words */
      return g_strdup_printf (_("“%s” (ID %u) comes as “%s”."), rail_entry_get_name (entry), item->id, role);
    case RAIL_LOAD_REMOVED:
      /* Translators: a name, an ID, and what the certificate is used as, in TIA Portal's words */
      return g_strdup_printf (_("“%s” (ID %u) goes as “%s”."), rail_entry_get_name (entry), item->id, role);
    case RAIL_LOAD_RENEWED:
    case RAIL_LOAD_SETTINGS:
    default:
      /* Translators: a name, an ID, and what the certificate is used as, in TIA Portal's words */
      return g_strdup_printf (_("“%s” (ID %u) is another certificate under the same ID, used as “%s”."),
                              rail_entry_get_name (entry), item->id, role);
    }
}

static void
add_line (RailLoad             *self,
          RailLoadKind          kind,
          const RailLoadedItem *item,
          char                 *text)
{
  RailLoadLine line = { kind, item != NULL ? item->role : RAIL_USED_AS_DEVICE, item != NULL ? item->service : 0,
                        item != NULL ? item->id : 0, text };

  g_array_append_val (self->lines, line);
}

/* Adds a line for each item of @list that @kind says something about. @others has the items of the other side. */
static void
compare_items (RailLoad     *self,
               RailProject  *project,
               RailLoadKind  kind,
               RailLoaded   *list,
               GHashTable   *others)
{
  for (guint i = 0; list != NULL && i < rail_loaded_get_n_items (list); i++)
    {
      const RailLoadedItem *item = rail_loaded_get_item (list, i);
      const RailLoadedItem *other = g_hash_table_lookup (others, item);
      gboolean differs = kind == RAIL_LOAD_RENEWED
                         ? other != NULL && !g_str_equal (item->fingerprint, other->fingerprint) : other == NULL;

      if (differs)
        add_line (self, kind, item, describe_item (project, kind, item));
    }
}

static void
compare (RailLoad    *self,
         RailProject *project,
         RailLoaded  *before,
         RailLoaded  *after)
{
  g_autoptr(GHashTable) old_items = index_items (before);
  g_autoptr(GHashTable) new_items = index_items (after);
  g_autoptr(GPtrArray) texts = NULL;

  compare_items (self, project, RAIL_LOAD_ADDED, after, old_items);
  compare_items (self, project, RAIL_LOAD_REMOVED, before, new_items);
  compare_items (self, project, RAIL_LOAD_RENEWED, after, old_items);
  if (before == NULL)
    {
      add_line (self, RAIL_LOAD_SETTINGS, NULL, g_strdup (_("All settings of the device are loaded.")));
      return;
    }
  texts = rail_load_compare_settings (rail_loaded_get_settings (before), rail_loaded_get_settings (after));
  for (guint i = 0; i < texts->len; i++)
    add_line (self, RAIL_LOAD_SETTINGS, NULL, g_strdup (texts->pdata[i]));
}

static gboolean
changes_ids (RailLoad *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (g_array_index (self->lines, RailLoadLine, i).kind != RAIL_LOAD_RENEWED)
      return TRUE;
  return FALSE;
}

static char *
judge_s7_1500 (RailLoad        *self,
               RailLoadVerdict *out_verdict)
{
  const char *firmware = rail_device_get_firmware (self->device);

  if (rail_device_get_loaded (self->device) == NULL)
    return g_strdup (_("The CPU has to go to STOP: it was never marked as loaded, so what is in it is not known."));
  if (changes_ids (self))
    return g_strdup (_("The CPU has to go to STOP: in RUN it only takes other certificates under IDs that it has."));
  if (!rail_device_uses_global_security (self->device))
    return g_strdup (_("The CPU has to go to STOP: in RUN it only takes certificates of the global certificate manager, which "
                       "it does not use."));
  if (*firmware == '\0')
    return g_strdup_printf (_("The CPU has to go to STOP: it takes certificates in RUN from firmware V%s on, and which "
                              "one it has is not entered here."), RUN_SINCE);
  if (rail_firmware_compare (firmware, RUN_SINCE) < 0)
    return g_strdup_printf (_("The CPU has to go to STOP: it takes certificates in RUN from firmware V%s on, and has "
                              "V%s."), RUN_SINCE, firmware);
  *out_verdict = RAIL_LOAD_RUN;
  return g_strdup_printf (_("The CPU may stay in RUN: only certificates change, not their IDs, and from firmware V%s "
                            "on it takes them in RUN."), RUN_SINCE);
}

/* What the verdict means for a device that never takes certificates in RUN. */
static char *
describe_stop (RailFamily family)
{
  switch (family)
    {
    case RAIL_FAMILY_S7_1200:
      return g_strdup_printf (_("The CPU has to go to STOP: only an S7-1500 takes certificates in RUN, from firmware "
                                "V%s on."), RUN_SINCE);
    case RAIL_FAMILY_CP:
      return g_strdup (_("A communications processor is loaded with the hardware configuration of its station, so the "
                         "CPU there has to go to STOP."));
    case RAIL_FAMILY_HMI:
      return g_strdup (_("An HMI is no CPU: none goes to STOP, but its runtime stops while it is loaded."));
    case RAIL_FAMILY_PC:
      return g_strdup (_("A PC is no CPU: none goes to STOP, but its programs may have to be started again."));
    case RAIL_FAMILY_OTHER:
    case RAIL_FAMILY_S7_1500:
    default:
      return g_strdup (_("Whether this device goes on running while it is loaded is not known; plan for an "
                         "interruption."));
    }
}

static void
judge (RailLoad *self)
{
  self->verdict = RAIL_LOAD_STOP;
  if (self->lines->len == 0)
    {
      self->verdict = RAIL_LOAD_NOTHING;
      self->reason = g_strdup (_("The device was loaded with all of this already."));
    }
  else if (rail_device_get_family (self->device) == RAIL_FAMILY_S7_1500)
    self->reason = judge_s7_1500 (self, &self->verdict);
  else
    self->reason = describe_stop (rail_device_get_family (self->device));
}

/**
 * rail_load_new:
 * @project: a project
 * @device: a device of it
 *
 * Holds what would be loaded into a device against what it was loaded with last. The CPU may stay in RUN when nothing
 * but the certificates under IDs changes that it has already, by *Renew* or *Replace* in the global certificate manager,
 * and it is an S7-1500 with firmware 3.1 or later (chapter 2.3.4). Everything else is %RAIL_LOAD_STOP, also for a device
 * of which it is not known what or which firmware it has. For a device that is no CPU that verdict stands for an
 * interruption, and the reason says so: a communications processor stops the CPU of its station, an HMI or a PC only
 * itself.
 *
 * Returns: (transfer full): the preview
 */
RailLoad *
rail_load_new (RailProject *project,
               RailDevice  *device)
{
  RailLoad *self;
  g_autoptr(RailLoaded) now = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_LOAD, NULL);
  self->device = g_object_ref (device);
  now = collect (project, device);
  compare (self, project, rail_device_get_loaded (device), now);
  judge (self);
  return self;
}

/**
 * rail_load_get_device:
 * @self: a preview
 *
 * Returns: (transfer none): the device
 */
RailDevice *
rail_load_get_device (RailLoad *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD (self), NULL);

  return self->device;
}

/**
 * rail_load_get_verdict:
 * @self: a preview
 *
 * Returns: what loading does to the device
 */
RailLoadVerdict
rail_load_get_verdict (RailLoad *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD (self), RAIL_LOAD_STOP);

  return self->verdict;
}

/**
 * rail_load_get_reason:
 * @self: a preview
 *
 * Returns: (transfer none): why, in a translated sentence
 */
const char *
rail_load_get_reason (RailLoad *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD (self), NULL);

  return self->reason;
}

/**
 * rail_load_get_n_lines:
 * @self: a preview
 *
 * Returns: how many changes there are
 */
guint
rail_load_get_n_lines (RailLoad *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD (self), 0);

  return self->lines->len;
}

/**
 * rail_load_get_line:
 * @self: a preview
 * @index: a number below rail_load_get_n_lines()
 *
 * Returns: (transfer none): one change; they are sorted by kind
 */
const RailLoadLine *
rail_load_get_line (RailLoad *self,
                    guint     index)
{
  g_return_val_if_fail (RAIL_IS_LOAD (self), NULL);
  g_return_val_if_fail (index < self->lines->len, NULL);

  return &g_array_index (self->lines, RailLoadLine, index);
}

/**
 * rail_load_kind_get_nick:
 * @kind: a kind of change
 *
 * Returns: (transfer none): the word for it on the command line
 */
const char *
rail_load_kind_get_nick (RailLoadKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].nick;
}

/**
 * rail_load_kind_get_label:
 * @kind: a kind of change
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
rail_load_kind_get_label (RailLoadKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "load", kinds[kind].label);
}

/**
 * rail_load_verdict_get_nick:
 * @verdict: a verdict
 *
 * Returns: (transfer none): the word for it on the command line
 */
const char *
rail_load_verdict_get_nick (RailLoadVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdicts), NULL);

  return verdicts[verdict].nick;
}

/**
 * rail_load_verdict_get_label:
 * @verdict: a verdict
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
rail_load_verdict_get_label (RailLoadVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdicts), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "load", verdicts[verdict].label);
}

typedef struct
{
  guint       position;
  RailDevice *device;
  RailDevice *marked;
} Mark;

static void
mark_clear (gpointer data)
{
  Mark *mark = data;

  g_clear_object (&mark->device);
  g_clear_object (&mark->marked);
}

/* Adds the device to @marks if there is something to load into it. */
static void
mark_device (RailProject *self,
             GArray      *marks,
             guint        position,
             RailDevice  *device)
{
  g_autoptr(RailLoad) load = rail_load_new (self, device);
  g_autoptr(RailLoaded) loaded = NULL;
  Mark mark = { position, NULL, NULL };

  if (rail_load_get_verdict (load) == RAIL_LOAD_NOTHING)
    return;

  loaded = collect (self, device);
  mark.device = g_object_ref (device);
  mark.marked = rail_device_copy (device);
  rail_device_set_loaded (mark.marked, loaded);
  g_array_append_val (marks, mark);
}

/* One step; the journal names the first devices. */
static void
apply_marks (RailProject *self,
             GArray      *marks)
{
  g_autoptr(GString) names = g_string_new (NULL);
  RailChange *change;
  char *text;

  if (marks->len == 1)
    text = g_strdup_printf (_("Mark “%s” as loaded"), rail_device_get_name (g_array_index (marks, Mark, 0).device));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Mark %u device as loaded", "Mark %u devices as loaded",
                                         marks->len), marks->len);
  change = rail_change_new (RAIL_ACTION_LOAD, text);
  for (guint i = 0; i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);

      rail_change_set_device (change, mark->position, mark->device, mark->marked);
      if (i < MAX_NAMES)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", rail_device_get_name (mark->device));
    }
  if (marks->len > MAX_NAMES)
    g_string_append (names, ", …");
  rail_change_set_detail (change, names->str);
  rail_project_apply (self, change);
}

static gboolean
check_devices (RailProject  *self,
               GPtrArray    *devices,
               GError      **error)
{
  for (guint i = 0; i < devices->len; i++)
    if (rail_project_get_device (self, rail_device_get_name (devices->pdata[i])) != devices->pdata[i])
      {
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                     _("There is no device “%s” in this project."), rail_device_get_name (devices->pdata[i]));
        return FALSE;
      }
  return TRUE;
}

/**
 * rail_project_mark_loaded:
 * @self: a project
 * @devices: (element-type RailDevice): devices of it
 * @error: return location for an error
 *
 * Notes that devices were loaded with what they would be loaded with now, by this user at this time: the state that
 * rail_load_new() compares with from now on. A device that has all of it already stays as it is; if all do, nothing is
 * done.
 *
 * Returns: whether they are marked; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, and none is
 */
gboolean
rail_project_mark_loaded (RailProject  *self,
                          GPtrArray    *devices,
                          GError      **error)
{
  g_autoptr(GHashTable) chosen = NULL;
  g_autoptr(GArray) marks = NULL;
  GListModel *all;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (devices != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_devices (self, devices, error))
    return FALSE;

  chosen = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < devices->len; i++)
    g_hash_table_add (chosen, devices->pdata[i]);
  marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (marks, mark_clear);
  all = rail_project_get_devices (self);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (all, i);

      if (g_hash_table_contains (chosen, device))
        mark_device (self, marks, i, device);
    }
  if (marks->len > 0)
    apply_marks (self, marks);
  return TRUE;
}
