/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-change.h"

#include "rail-entry-private.h"
#include "rail-project-private.h"

typedef enum
{
  PART_ENTRIES,   /* added; with swapped ends removed */
  PART_ENTRY,
  PART_DEVICE,
  PART_NAME,
} PartKind;

/* What a part of the project was before and is after; which fields count depends on the kind. */
typedef struct
{
  PartKind        kind;

  GPtrArray      *removed;
  GPtrArray      *added;

  RailEntry      *entry;
  RailEntryState *state_before;
  RailEntryState *state_after;

  guint           position;
  RailDevice     *device_before;
  RailDevice     *device_after;

  char           *name_before;
  char           *name_after;
} Part;

struct _RailChange
{
  RailAction  action;
  char       *text;
  char       *detail;
  GPtrArray  *parts;
  guint       id;      /* that it is about, without a part of its own; 0: none */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_clear_pointer (&part->removed, g_ptr_array_unref);
  g_clear_pointer (&part->added, g_ptr_array_unref);
  g_clear_object (&part->entry);
  g_clear_pointer (&part->state_before, rail_entry_state_unref);
  g_clear_pointer (&part->state_after, rail_entry_state_unref);
  g_clear_object (&part->device_before);
  g_clear_object (&part->device_after);
  g_free (part->name_before);
  g_free (part->name_after);
  g_free (part);
}

static Part *
add_part (RailChange *self,
          PartKind    kind)
{
  Part *part = g_new0 (Part, 1);

  part->kind = kind;
  g_ptr_array_add (self->parts, part);
  return part;
}

static void
turn_part (Part        *part,
           gboolean     back,
           RailProject *project)
{
  GPtrArray *added, *removed;

  switch (part->kind)
    {
    case PART_ENTRIES:
      added = back ? part->removed : part->added;
      removed = back ? part->added : part->removed;
      if (removed != NULL)
        rail_project_remove_entries (project, removed);
      if (added != NULL)
        rail_project_insert_entries (project, added);
      break;
    case PART_ENTRY:
      rail_project_set_entry_state (project, part->entry, back ? part->state_before : part->state_after);
      break;
    case PART_DEVICE:
      rail_project_splice_devices (project, part->position,
                                   back ? part->device_after : part->device_before,
                                   back ? part->device_before : part->device_after);
      break;
    case PART_NAME:
      rail_project_set_name (project, back ? part->name_before : part->name_after);
      break;
    default:
      g_assert_not_reached ();
    }
}

static GPtrArray *
copy_entries (GPtrArray *entries)
{
  GPtrArray *copy = g_ptr_array_new_full (entries->len, g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (copy, g_object_ref (entries->pdata[i]));
  return copy;
}

/*< private >
 * rail_change_new:
 * @action: what it is
 * @text: (transfer full): the same in the user's words, such as “Delete 3 certificates”
 *
 * Returns: (transfer full): a change of nothing yet
 */
RailChange *
rail_change_new (RailAction  action,
                 char       *text)
{
  RailChange *self = g_new0 (RailChange, 1);

  self->action = action;
  self->text = text;
  self->parts = g_ptr_array_new_with_free_func (part_free);
  return self;
}

/*< private >
 * rail_change_free:
 * @self: (nullable): a change
 */
void
rail_change_free (RailChange *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->parts);
  g_free (self->text);
  g_free (self->detail);
  g_free (self);
}

/*< private >
 * rail_change_add_entries:
 * @self: a change
 * @entries: (element-type RailEntry): entries with IDs from rail_project_take_id()
 */
void
rail_change_add_entries (RailChange *self,
                         GPtrArray  *entries)
{
  if (entries->len > 0)
    add_part (self, PART_ENTRIES)->added = copy_entries (entries);
}

/*< private >
 * rail_change_remove_entries:
 * @self: a change
 * @entries: (element-type RailEntry): entries of the project
 */
void
rail_change_remove_entries (RailChange *self,
                            GPtrArray  *entries)
{
  if (entries->len > 0)
    add_part (self, PART_ENTRIES)->removed = copy_entries (entries);
}

/*< private >
 * rail_change_set_entry:
 * @self: a change
 * @entry: an entry of the project; at most once in a change
 * @state: what it is to become
 */
void
rail_change_set_entry (RailChange     *self,
                       RailEntry      *entry,
                       RailEntryState *state)
{
  Part *part = add_part (self, PART_ENTRY);

  part->entry = g_object_ref (entry);
  part->state_before = rail_entry_state_ref (rail_entry_get_state (entry));
  part->state_after = rail_entry_state_ref (state);
}

/*< private >
 * rail_change_set_device:
 * @self: a change
 * @position: where in the list of devices
 * @before: (nullable): the device that is there; %NULL adds one
 * @after: (nullable): the device that takes its place; %NULL deletes it
 *
 * The entries of a device that gets another name, or goes, are the caller's business.
 */
void
rail_change_set_device (RailChange *self,
                        guint       position,
                        RailDevice *before,
                        RailDevice *after)
{
  Part *part = add_part (self, PART_DEVICE);

  part->position = position;
  g_set_object (&part->device_before, before);
  g_set_object (&part->device_after, after);
}

/*< private >
 * rail_change_set_name:
 * @self: a change
 * @before: the name of the project
 * @after: the name that it gets
 */
void
rail_change_set_name (RailChange *self,
                      const char *before,
                      const char *after)
{
  Part *part = add_part (self, PART_NAME);

  part->name_before = g_strdup (before);
  part->name_after = g_strdup (after);
}

/*< private >
 * rail_change_set_detail:
 * @self: a change
 * @detail: (nullable): what its line in the journal says beside the IDs, such as the name of a device; not translated
 */
void
rail_change_set_detail (RailChange *self,
                        const char *detail)
{
  char *copy = g_strdup (detail);

  g_free (self->detail);
  self->detail = copy;
}

/*< private >
 * rail_change_note_id:
 * @self: a change
 * @id: the ID of a certificate that the change is about, whether or not the certificate itself changes
 */
void
rail_change_note_id (RailChange *self,
                     guint       id)
{
  self->id = id;
}

/*< private >
 * rail_change_get_action:
 * @self: a change
 *
 * Returns: what it is
 */
RailAction
rail_change_get_action (RailChange *self)
{
  return self->action;
}

/*< private >
 * rail_change_get_text:
 * @self: a change
 *
 * Returns: (transfer none): what it is, in the user's words
 */
const char *
rail_change_get_text (RailChange *self)
{
  return self->text;
}

/*< private >
 * rail_change_get_detail:
 * @self: a change
 *
 * Returns: (transfer none) (nullable): what the journal says beside the IDs
 */
const char *
rail_change_get_detail (RailChange *self)
{
  return self->detail;
}

static void
append_ids (GArray    *ids,
            GPtrArray *entries)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      guint id = rail_entry_get_id (entries->pdata[i]);

      g_array_append_val (ids, id);
    }
}

/*< private >
 * rail_change_list_ids:
 * @self: a change
 *
 * Returns: (transfer full) (element-type guint): the IDs of the entries that it is about: the noted one, then those that it
 *   adds, removes or changes, in its order
 */
GArray *
rail_change_list_ids (RailChange *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint));

  if (self->id != 0)
    g_array_append_val (ids, self->id);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = self->parts->pdata[i];

      append_ids (ids, part->removed);
      append_ids (ids, part->added);
      if (part->entry != NULL && rail_entry_get_id (part->entry) != self->id)
        {
          guint id = rail_entry_get_id (part->entry);

          g_array_append_val (ids, id);
        }
    }
  return ids;
}

/*< private >
 * rail_change_gives_ids:
 * @self: a change
 *
 * Returns: whether it gave IDs, which undo does not take back
 */
gboolean
rail_change_gives_ids (RailChange *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (((Part *) self->parts->pdata[i])->added != NULL)
      return TRUE;
  return FALSE;
}

/*< private >
 * rail_change_do:
 * @self: a change
 * @project: the project, as it was when the change was collected
 */
void
rail_change_do (RailChange  *self,
                RailProject *project)
{
  for (guint i = 0; i < self->parts->len; i++)
    turn_part (self->parts->pdata[i], FALSE, project);
}

/*< private >
 * rail_change_undo:
 * @self: a change
 * @project: the project, as it was after the change
 */
void
rail_change_undo (RailChange  *self,
                  RailProject *project)
{
  for (guint i = self->parts->len; i-- > 0; )
    turn_part (self->parts->pdata[i], TRUE, project);
}
