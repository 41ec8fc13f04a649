/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-history.h"

#include "project-fixture.h"

static RailChange *
new_rename (const char *before,
            const char *after)
{
  RailChange *change = rail_change_new (RAIL_ACTION_RENAME, g_strdup (after));

  rail_change_set_name (change, before, after);
  return change;
}

static void
test_newest_first (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  g_autofree char *name = g_strdup (rail_project_get_name (project));
  RailHistory history;

  rail_history_init (&history);
  g_assert_null (rail_history_peek_undo (&history));
  g_assert_null (rail_history_undo (&history, project));
  g_assert_null (rail_history_redo (&history, project));
  rail_history_apply (&history, project, new_rename (name, "first"));
  rail_history_apply (&history, project, new_rename ("first", "second"));
  g_assert_cmpstr (rail_project_get_name (project), ==, "second");
  g_assert_cmpstr (rail_change_get_text (rail_history_peek_undo (&history)), ==, "second");

  g_assert_nonnull (rail_history_undo (&history, project));
  g_assert_cmpstr (rail_project_get_name (project), ==, "first");
  g_assert_cmpstr (rail_change_get_text (rail_history_peek_redo (&history)), ==, "second");
  g_assert_nonnull (rail_history_undo (&history, project));
  g_assert_cmpstr (rail_project_get_name (project), ==, name);

  g_assert_nonnull (rail_history_redo (&history, project));
  g_assert_cmpstr (rail_project_get_name (project), ==, "first");
  rail_history_apply (&history, project, new_rename ("first", "other"));
  g_assert_null (rail_history_peek_redo (&history));
  rail_history_clear (&history);
  g_assert_null (rail_history_peek_undo (&history));
}

static void
test_modified (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailHistory history;

  rail_history_init (&history);
  g_assert_false (rail_history_is_modified (&history));
  rail_history_apply (&history, project, new_rename ("a", "b"));
  g_assert_true (rail_history_is_modified (&history));
  g_assert_nonnull (rail_history_undo (&history, project));
  g_assert_false (rail_history_is_modified (&history));
  g_assert_nonnull (rail_history_redo (&history, project));
  g_assert_true (rail_history_is_modified (&history));
  rail_history_mark_saved (&history, history.state);
  g_assert_nonnull (rail_history_undo (&history, project));
  g_assert_true (rail_history_is_modified (&history));
  g_assert_nonnull (rail_history_redo (&history, project));
  g_assert_false (rail_history_is_modified (&history));
  rail_history_touch (&history);
  g_assert_true (rail_history_is_modified (&history));
  rail_history_clear (&history);
}

static void
test_given_ids_stay_a_modification (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();

  g_assert_true (rail_project_rename (project, "Renamed", NULL));
  fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT, "Client", NULL);
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_project_undo (project));
  g_assert_null (rail_project_get_undo_text (project));
  /* Everything is as in the file but for the ID that was given. */
  g_assert_true (rail_project_get_modified (project));
}

static void
test_journal_tells_who_did_what (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  GListModel *journal = rail_project_get_journal (project);
  guint first = g_list_model_get_n_items (journal);
  static const struct
  {
    RailAction  action;
    const char *text;
  } expected[] = {
    { RAIL_ACTION_CREATE, "Create" },
    { RAIL_ACTION_CREATE, "Undo: Create" },
    { RAIL_ACTION_CREATE, "Redo: Create" },
  };
  RailEntry *entry;

  entry = fixture_create_simple (project, RAIL_USAGE_OPCUA_CLIENT, "Client", NULL);
  g_assert_true (rail_project_undo (project));
  g_assert_true (rail_project_redo (project));
  g_assert_true (rail_project_get_entry (project, rail_entry_get_id (entry)) == entry);

  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, first + G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (journal, first + i);
      g_autofree char *text = rail_journal_line_dup_text (line);
      guint n_ids;
      const guint *ids = rail_journal_line_get_ids (line, &n_ids);

      g_assert_cmpint (rail_journal_line_get_action (line), ==, expected[i].action);
      g_assert_cmpstr (text, ==, expected[i].text);
      g_assert_cmpstr (rail_journal_line_get_user (line), ==, "admin");
      g_assert_cmpint (rail_journal_line_get_date (line), ==, FIXTURE_NOW);
      g_assert_cmpuint (n_ids, ==, 1);
      g_assert_cmpuint (ids[0], ==, rail_entry_get_id (entry));
    }
}

static void
test_journal_keeps_the_newest (void)
{
  g_autoptr(GListStore) journal = g_list_store_new (RAIL_TYPE_JOURNAL_LINE);
  g_autoptr(RailJournalLine) oldest = NULL;

  for (guint i = 0; i < RAIL_JOURNAL_MAX_LINES + 3; i++)
    {
      g_autoptr(RailJournalLine) line =
        rail_journal_line_new (i, NULL, RAIL_ACTION_RENAME, RAIL_JOURNAL_DONE, NULL, 0, "name");

      rail_journal_append (journal, line);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, RAIL_JOURNAL_MAX_LINES);
  oldest = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_cmpint (rail_journal_line_get_date (oldest), ==, 3);
}

static void
test_nicks_are_read_back (void)
{
  RailAction action;
  RailGenerationReason reason;

  for (guint i = RAIL_ACTION_CREATE; i <= RAIL_ACTION_DISCARD_CHANGES; i++)
    {
      g_assert_true (rail_action_parse (rail_action_get_nick (i), &action));
      g_assert_cmpuint (action, ==, i);
      g_assert_cmpstr (rail_action_get_label (i), !=, "");
    }
  for (guint i = RAIL_GENERATION_RENEWED; i <= RAIL_GENERATION_ANSWERED; i++)
    {
      g_assert_true (rail_generation_reason_parse (rail_generation_reason_get_nick (i), &reason));
      g_assert_cmpuint (reason, ==, i);
      g_assert_cmpstr (rail_generation_reason_get_label (i), !=, "");
    }
  g_assert_false (rail_action_parse ("paint", &action));
  g_assert_false (rail_generation_reason_parse ("painted", &reason));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/history/newest-step-is-undone-first", test_newest_first);
  g_test_add_func ("/project/history/knows-whether-the-file-is-up-to-date", test_modified);
  g_test_add_func ("/project/history/given-ids-stay-a-modification", test_given_ids_stay_a_modification);
  g_test_add_func ("/project/history/journal-tells-who-did-what", test_journal_tells_who_did_what);
  g_test_add_func ("/project/history/journal-keeps-the-newest-lines", test_journal_keeps_the_newest);
  g_test_add_func ("/project/history/nicks-are-read-back", test_nicks_are_read_back);
  return g_test_run ();
}
