/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decides what becomes of each part of the files. Main thread only; what is slow was done by the readers. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

#include <glib/gi18n-lib.h>

#include "rail-intake.h"
#include "rail-project-error.h"

/* A key of the files. Several parts may be the same key. */
typedef struct
{
  RailBundleItem   *part;
  RailImportSource *source;
  gboolean          is_used;        /* by a certificate of the files */
} FileKey;

typedef struct
{
  RailImport  *import;
  RailProject *project;
  GHashTable  *before;              /* RailBundleItem or RailImportSource → RailImportItem of the plan before */
  gboolean     as_trusted;

  GHashTable  *entries;             /* fingerprint → RailEntry that has or had that certificate */
  GHashTable  *entries_by_key;      /* hash of the public key → GPtrArray of RailEntry */
  GHashTable  *keys;                /* hash of the public key → GPtrArray of FileKey */
  GHashTable  *first;               /* fingerprint → RailImportItem */
  GHashTable  *authorities;         /* subject → GPtrArray of RailEntry and RailImportItem that are a CA */
  GHashTable  *lists;               /* RailEntry or RailImportItem → RailImportItem with its newest list */
  GPtrArray   *items;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->entries, g_hash_table_unref);
  g_clear_pointer (&plan->entries_by_key, g_hash_table_unref);
  g_clear_pointer (&plan->keys, g_hash_table_unref);
  g_clear_pointer (&plan->first, g_hash_table_unref);
  g_clear_pointer (&plan->authorities, g_hash_table_unref);
  g_clear_pointer (&plan->lists, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
add_to (GHashTable     *map,
        gconstpointer   key,
        gpointer        value,
        GDestroyNotify  free_value)
{
  GPtrArray *values = g_hash_table_lookup (map, key);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (free_value);
      g_hash_table_insert (map, (gpointer) key, values);
    }
  g_ptr_array_add (values, value);
}

static void
index_entry (Plan      *plan,
             RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);

  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailCertificate *old = rail_generation_get_certificate (rail_entry_get_generation (entry, i));

      g_hash_table_insert (plan->entries, (gpointer) rail_certificate_get_fingerprint (old), entry);
    }
  g_hash_table_insert (plan->entries, (gpointer) rail_certificate_get_fingerprint (certificate), entry);
  add_to (plan->entries_by_key, GUINT_TO_POINTER (rail_certificate_hash_key (certificate)), entry, NULL);
  if (rail_certificate_is_ca (certificate))
    add_to (plan->authorities, rail_certificate_get_subject (certificate), entry, NULL);
}

static void
index_key (Plan             *plan,
           RailBundleItem   *part,
           RailImportSource *source)
{
  FileKey *key;

  if (rail_bundle_item_get_kind (part) != RAIL_BUNDLE_KEY)
    return;
  key = g_new0 (FileKey, 1);
  key->part = part;
  key->source = source;
  add_to (plan->keys, GUINT_TO_POINTER (rail_key_hash (rail_bundle_item_get_key (part))), key, g_free);
}

static void
plan_init (Plan        *plan,
           RailImport  *import,
           RailProject *project,
           GPtrArray   *sources,
           GHashTable  *before,
           gboolean     as_trusted)
{
  GListModel *entries = rail_project_get_entries (project);

  plan->import = import;
  plan->project = project;
  plan->before = before;
  plan->as_trusted = as_trusted;
  plan->entries = g_hash_table_new (g_str_hash, g_str_equal);
  plan->entries_by_key = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  plan->keys = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  plan->first = g_hash_table_new (g_str_hash, g_str_equal);
  plan->authorities = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  plan->lists = g_hash_table_new (NULL, NULL);
  plan->items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      index_entry (plan, entry);
    }
  for (guint i = 0; i < sources->len; i++)
    {
      RailImportSource *source = sources->pdata[i];

      for (guint n = 0; n < source->items->len; n++)
        index_key (plan, source->items->pdata[n], source);
    }
}

static const char *
get_title (RailCertificate *certificate)
{
  const char *name = rail_certificate_get_common_name (certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate);
}

/* The item for a part: the one of the plan before, with the choices that were made. */
static RailImportItem *
take_item (Plan             *plan,
           RailBundleItem   *part,
           RailImportSource *source,
           RailImportState   state,
           const char       *title)
{
  gpointer identity = part != NULL ? (gpointer) part : (gpointer) source;
  RailImportItem *item = g_hash_table_lookup (plan->before, identity);
  const char *where = part != NULL ? rail_bundle_item_get_where (part) : NULL;
  const char *friendly = part != NULL ? rail_bundle_item_get_friendly_name (part) : NULL;
  g_autofree char *place = NULL;
  g_autofree char *name = NULL;

  if (item != NULL)
    g_object_ref (item);
  else
    {
      item = rail_import_item_new (plan->import, part);
      item->as_trusted = plan->as_trusted;
    }
  /* Translators: a file, and a place in it such as “line 12” */
  place = where != NULL ? g_strdup_printf (_("%s, %s"), source->name, where) : g_strdup (source->name);
  if (title == NULL)
    name = g_strdup (friendly != NULL ? friendly : source->name);
  else if (friendly != NULL && *friendly != '\0' && !g_str_equal (friendly, title))
    /* Translators: a common name, and the name that a file gives the certificate */
    name = g_strdup_printf (_("%s (%s)"), title, friendly);
  rail_import_item_reset (item, state, name != NULL ? name : title, place);
  g_ptr_array_add (plan->items, item);
  return item;
}

/* The key of a certificate, among those of the files. */
static RailKey *
find_key (Plan            *plan,
          RailCertificate *certificate)
{
  GPtrArray *keys = g_hash_table_lookup (plan->keys, GUINT_TO_POINTER (rail_certificate_hash_key (certificate)));
  RailKey *found = NULL;

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      FileKey *key = keys->pdata[i];

      if (!rail_certificate_matches_key (certificate, rail_bundle_item_get_key (key->part)))
        continue;
      if (found == NULL)
        key->is_used = TRUE;
      found = found != NULL ? found : rail_bundle_item_get_key (key->part);
    }
  return found;
}

static void
plan_known_certificate (RailImportItem *item,
                        RailEntry      *entry)
{
  RailCertificate *certificate = rail_import_item_get_certificate (item);
  g_autofree char *text = NULL;

  if (rail_certificate_equal (certificate, rail_entry_get_certificate (entry)))
    text = g_strdup_printf (_("In the project already, with ID %u."), rail_entry_get_id (entry));
  else
    text = g_strdup_printf (_("In the project already, as an earlier certificate of ID %u."), rail_entry_get_id (entry));
  rail_import_item_add_entry (item, entry);
  rail_import_item_update (item, text, "");
}

static void
plan_new_certificate (Plan           *plan,
                      RailImportItem *item)
{
  RailCertificate *certificate = rail_import_item_get_certificate (item);

  item->is_certificate = TRUE;
  g_set_object (&item->key, find_key (plan, certificate));
  if (item->key != NULL)
    {
      g_autoptr(RailIntake) intake = rail_intake_new (certificate, item->key);
      g_autoptr(GError) error = NULL;

      if (!rail_project_check_intake (plan->project, intake, &error))
        item->refusal = g_strdup (error->message);
    }
  if (rail_certificate_is_ca (certificate))
    add_to (plan->authorities, rail_certificate_get_subject (certificate), item, NULL);
  rail_import_item_settle (item);
}

static void
plan_certificate (Plan             *plan,
                  RailBundleItem   *part,
                  RailImportSource *source)
{
  RailCertificate *certificate = rail_bundle_item_get_certificate (part);
  const char *fingerprint = rail_certificate_get_fingerprint (certificate);
  RailEntry *entry = g_hash_table_lookup (plan->entries, fingerprint);
  RailImportItem *first = g_hash_table_lookup (plan->first, fingerprint);
  RailImportItem *item = take_item (plan, part, source, RAIL_IMPORT_STATE_DUPLICATE, get_title (certificate));

  if (entry != NULL)
    plan_known_certificate (item, entry);
  else if (first != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The same as in “%s”."), rail_import_item_get_source (first));

      rail_import_item_update (item, text, "");
    }
  else
    {
      g_hash_table_insert (plan->first, (gpointer) fingerprint, item);
      plan_new_certificate (plan, item);
    }
}

static void
describe_key_owners (RailImportItem *item)
{
  RailEntry *entry = rail_import_item_get_entry (item);
  g_autofree char *becomes = NULL;
  g_autofree char *text = NULL;

  if (item->entries->len == 1)
    becomes = g_strdup_printf (_("Private key of ID %u"), rail_entry_get_id (entry));
  else
    becomes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Private key of %u certificate",
                                            "Private key of %u certificates", item->entries->len), item->entries->len);
  text = g_strdup_printf (_("It belongs to “%s” with ID %u, whose private key was not here."),
                          get_title (rail_entry_get_certificate (entry)), rail_entry_get_id (entry));
  rail_import_item_update (item, text, becomes);
}

/* A key whose certificate is not new. */
static void
plan_key (Plan           *plan,
          RailImportItem *item)
{
  RailKey *key = rail_bundle_item_get_key (item->part);
  GPtrArray *entries = g_hash_table_lookup (plan->entries_by_key, GUINT_TO_POINTER (rail_key_hash (key)));
  RailEntry *owner = NULL;
  g_autofree char *refusal = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      g_autoptr(RailIntake) intake = NULL;
      g_autoptr(GError) error = NULL;

      if (!rail_certificate_matches_key (rail_entry_get_certificate (entries->pdata[i]), key))
        continue;
      owner = entries->pdata[i];
      intake = rail_intake_new_for_entry (owner, key);
      if (rail_project_check_intake (plan->project, intake, &error))
        rail_import_item_add_entry (item, owner);
      else if (!g_error_matches (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS) && refusal == NULL)
        refusal = g_strdup (error->message);
    }

  item->is_choosable = item->entries->len > 0;
  if (item->is_choosable)
    {
      item->state = RAIL_IMPORT_STATE_KEY_FOUND;
      describe_key_owners (item);
      return;
    }
  if (owner == NULL)
    item->state = RAIL_IMPORT_STATE_ORPHAN;
  else
    item->state = refusal != NULL ? RAIL_IMPORT_STATE_REFUSED : RAIL_IMPORT_STATE_DUPLICATE;
  if (owner == NULL)
    text = g_strdup (_("Its certificate is neither in these files nor in the project; add the file that has it."));
  else if (refusal == NULL)
    text = g_strdup_printf (_("In the project already, with ID %u."), rail_entry_get_id (owner));
  rail_import_item_update (item, text != NULL ? text : refusal, "");
}

/* Keys that came with a certificate are told with it. The same key again is told once as a duplicate. */
static void
plan_key_part (Plan             *plan,
               RailBundleItem   *part,
               RailImportSource *source)
{
  RailKey *key = rail_bundle_item_get_key (part);
  GPtrArray *keys = g_hash_table_lookup (plan->keys, GUINT_TO_POINTER (rail_key_hash (key)));
  FileKey *first = NULL;
  RailImportItem *item;

  for (guint i = 0; i < keys->len && first == NULL; i++)
    if (rail_key_equal (rail_bundle_item_get_key (((FileKey *) keys->pdata[i])->part), key))
      first = keys->pdata[i];
  g_assert (first != NULL);
  if (first->part == part && first->is_used)
    return;

  item = take_item (plan, part, source, RAIL_IMPORT_STATE_DUPLICATE, NULL);
  if (first->part == part)
    plan_key (plan, item);
  else
    {
      g_autofree char *text = g_strdup_printf (_("The same as in “%s”."), first->source->name);

      rail_import_item_update (item, text, "");
    }
}

/* Who signed a list: the authority with its key before one that is only trusted. */
static gpointer
find_authority (Plan               *plan,
                RailRevocationList *list)
{
  GPtrArray *candidates = g_hash_table_lookup (plan->authorities, rail_revocation_list_get_issuer (list));
  gpointer found = NULL;

  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    {
      gpointer candidate = candidates->pdata[i];
      gboolean is_entry = RAIL_IS_ENTRY (candidate);
      RailCertificate *certificate = is_entry ? rail_entry_get_certificate (candidate)
                                              : rail_import_item_get_certificate (candidate);

      if (found != NULL && !(is_entry && rail_entry_has_key (candidate)))
        continue;
      if (rail_revocation_list_is_issued_by (list, certificate))
        found = candidate;
    }
  return found;
}

/* Of several lists of one authority, the newest one is taken. */
static gboolean
is_outdone (Plan               *plan,
            RailImportItem     *item,
            gpointer            authority)
{
  RailImportItem *other = g_hash_table_lookup (plan->lists, authority);
  RailRevocationList *list = rail_bundle_item_get_revocation_list (item->part);

  if (other == NULL || rail_revocation_list_is_newer (list, rail_bundle_item_get_revocation_list (other->part)))
    {
      g_hash_table_insert (plan->lists, authority, item);
      if (other == NULL)
        return FALSE;
      other->state = RAIL_IMPORT_STATE_DUPLICATE;
      other->is_choosable = FALSE;
      rail_import_item_update (other, _("These files hold a newer revocation list of the same authority."), "");
      return FALSE;
    }
  return TRUE;
}

static void
plan_list (Plan           *plan,
           RailImportItem *item)
{
  RailRevocationList *list = rail_bundle_item_get_revocation_list (item->part);
  gpointer authority = find_authority (plan, list);
  g_autoptr(RailIntake) intake = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *becomes = NULL;
  const char *name;

  if (authority == NULL)
    {
      rail_import_item_update (item, _("No certificate authority in the project or in these files signed it; add the "
                                       "certificate of its authority."), "");
      return;
    }
  if (RAIL_IS_ENTRY (authority))
    {
      intake = rail_intake_new_for_entry (authority, NULL);
      rail_import_item_add_entry (item, authority);
      name = get_title (rail_entry_get_certificate (authority));
    }
  else
    {
      intake = rail_intake_new (rail_import_item_get_certificate (authority), NULL);
      g_set_object (&item->authority, authority);
      name = get_title (rail_import_item_get_certificate (authority));
    }
  rail_intake_set_list (intake, list);
  if (!rail_project_check_intake (plan->project, intake, &error))
    {
      if (g_error_matches (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS))
        item->state = RAIL_IMPORT_STATE_DUPLICATE;
      rail_import_item_update (item, error->message, "");
      return;
    }
  if (is_outdone (plan, item, authority))
    {
      item->state = RAIL_IMPORT_STATE_DUPLICATE;
      rail_import_item_update (item, _("These files hold a newer revocation list of the same authority."), "");
      return;
    }
  item->state = RAIL_IMPORT_STATE_NEW;
  item->is_choosable = TRUE;
  becomes = g_strdup_printf (_("Revocation list of “%s”"), name);
  rail_import_item_update (item, _("New."), becomes);
}

static void
plan_list_part (Plan             *plan,
                RailBundleItem   *part,
                RailImportSource *source)
{
  RailRevocationList *list = rail_bundle_item_get_revocation_list (part);

  plan_list (plan, take_item (plan, part, source, RAIL_IMPORT_STATE_REFUSED, rail_revocation_list_get_issuer (list)));
}

static void
plan_other_part (Plan             *plan,
                 RailBundleItem   *part,
                 RailImportSource *source)
{
  RailBundleItemKind kind = rail_bundle_item_get_kind (part);

  if (kind == RAIL_BUNDLE_SIGNING_REQUEST)
    rail_import_item_update (take_item (plan, part, source, RAIL_IMPORT_STATE_REQUEST,
                                        rail_signing_request_get_subject (rail_bundle_item_get_signing_request (part))),
                             _("A signing request is not imported but signed."), "");
  else if (kind == RAIL_BUNDLE_LOCKED || kind == RAIL_BUNDLE_UNREADABLE)
    rail_import_item_update (take_item (plan, part, source,
                                        kind == RAIL_BUNDLE_LOCKED ? RAIL_IMPORT_STATE_LOCKED
                                                                   : RAIL_IMPORT_STATE_UNREADABLE, NULL),
                             rail_bundle_item_get_reason (part), "");
}

static void
plan_part (Plan             *plan,
           RailBundleItem   *part,
           RailImportSource *source)
{
  switch (rail_bundle_item_get_kind (part))
    {
    case RAIL_BUNDLE_CERTIFICATE:
      plan_certificate (plan, part, source);
      break;
    case RAIL_BUNDLE_KEY:
    case RAIL_BUNDLE_REVOCATION_LIST:
      /* Only when all certificates are known. */
      break;
    case RAIL_BUNDLE_SIGNING_REQUEST:
    case RAIL_BUNDLE_UNREADABLE:
    case RAIL_BUNDLE_LOCKED:
      plan_other_part (plan, part, source);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
plan_late_part (Plan             *plan,
                RailBundleItem   *part,
                RailImportSource *source)
{
  RailBundleItemKind kind = rail_bundle_item_get_kind (part);

  if (kind == RAIL_BUNDLE_KEY)
    plan_key_part (plan, part, source);
  else if (kind == RAIL_BUNDLE_REVOCATION_LIST)
    plan_list_part (plan, part, source);
}

static void
plan_sources (Plan       *plan,
              GPtrArray  *sources)
{
  for (guint i = 0; i < sources->len; i++)
    {
      RailImportSource *source = sources->pdata[i];

      if (source->walked && source->is_foreign)
        continue;
      if (source->failure != NULL)
        rail_import_item_update (take_item (plan, NULL, source, RAIL_IMPORT_STATE_UNREADABLE, source->name),
                                 source->failure, "");
      for (guint n = 0; n < source->items->len; n++)
        plan_part (plan, source->items->pdata[n], source);
      for (guint n = 0; n < source->locked->len; n++)
        plan_part (plan, source->locked->pdata[n], source);
    }
  for (guint i = 0; i < sources->len; i++)
    {
      RailImportSource *source = sources->pdata[i];

      for (guint n = 0; n < source->items->len; n++)
        plan_late_part (plan, source->items->pdata[n], source);
    }
}

/*< private >
 * rail_import_plan:
 * @self: the import, to which the items report
 * @project: its project
 * @sources: (element-type RailImportSource): all files that were read
 * @before: the items of the plan before, by what they stand for
 * @as_trusted: whether certificates that are new here go to the trusted ones
 *
 * Compares the files with each other and with the project.
 *
 * Returns: (transfer full) (element-type RailImportItem): certificates and what could not be read in the order of the
 *   files, then keys and revocation lists
 */
GPtrArray *
rail_import_plan (RailImport  *self,
                  RailProject *project,
                  GPtrArray   *sources,
                  GHashTable  *before,
                  gboolean     as_trusted)
{
  g_auto(Plan) plan = { NULL };

  plan_init (&plan, self, project, sources, before, as_trusted);
  plan_sources (&plan, sources);
  return plan.items;
}

static void
add_intakes (GPtrArray      *intakes,
             GHashTable     *by_item,
             RailImportItem *item)
{
  RailIntake *intake;

  if (item->is_certificate)
    {
      intake = rail_intake_new (rail_import_item_get_certificate (item), item->as_trusted ? NULL : item->key);
      g_hash_table_insert (by_item, item, intake);
      g_ptr_array_add (intakes, intake);
      return;
    }
  if (rail_bundle_item_get_kind (item->part) == RAIL_BUNDLE_KEY)
    {
      for (guint i = 0; i < item->entries->len; i++)
        g_ptr_array_add (intakes, rail_intake_new_for_entry (item->entries->pdata[i],
                                                             rail_bundle_item_get_key (item->part)));
      return;
    }
  if (item->authority != NULL)
    intake = g_hash_table_lookup (by_item, item->authority);
  else
    {
      intake = rail_intake_new_for_entry (item->entries->pdata[0], NULL);
      g_ptr_array_add (intakes, intake);
    }
  rail_intake_set_list (intake, rail_bundle_item_get_revocation_list (item->part));
}

/*< private >
 * rail_import_make_intakes:
 * @items: (element-type RailImportItem): a plan
 *
 * Returns: (transfer full) (element-type RailIntake): what was chosen, for rail_project_import()
 */
GPtrArray *
rail_import_make_intakes (GListModel *items)
{
  GPtrArray *intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_intake_free);
  g_autoptr(GHashTable) by_item = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (items, i);

      if (rail_import_item_get_chosen (item))
        add_intakes (intakes, by_item, item);
    }
  return intakes;
}
