/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-action.h"

#include <glib/gi18n-lib.h>

/**
 * rail_action_get_type:
 *
 * Returns: the type of #RailAction
 */
G_DEFINE_ENUM_TYPE (RailAction, rail_action,
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_CREATE, "create"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_IMPORT, "import"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_DELETE, "delete"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_RENEW, "renew"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_REPLACE, "replace"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_REQUEST, "request"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_ANSWER, "answer"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_SIGN, "sign"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_COMPILE, "compile"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_REVOKE, "revoke"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_UNREVOKE, "unrevoke"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_PUBLISH_LIST, "publish-list"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_ASSIGN, "assign"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_UNASSIGN, "unassign"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_RENAME, "rename"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_PROTECT, "protect"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_ADD_DEVICE, "add-device"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_CHANGE_DEVICE, "change-device"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_DELETE_DEVICE, "delete-device"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_SWITCH_ON, "switch-on"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_SWITCH_OFF, "switch-off"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_GLOBAL_SECURITY, "global-security"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_LOAD, "load"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_ADD_USER, "add-user"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_REMOVE_USER, "remove-user"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_CHANGE_USER, "change-user"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_CHANGE_PASSWORD, "change-password"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_KEEP_CHANGES, "keep-changes"),
                    G_DEFINE_ENUM_VALUE (RAIL_ACTION_DISCARD_CHANGES, "discard-changes"))

static const struct
{
  const char *nick;
  const char *label;
} actions[] = {
  [RAIL_ACTION_CREATE] = { "create", NC_("journal", "Create") },
  [RAIL_ACTION_IMPORT] = { "import", NC_("journal", "Import") },
  [RAIL_ACTION_DELETE] = { "delete", NC_("journal", "Delete") },
  [RAIL_ACTION_RENEW] = { "renew", NC_("journal", "Renew") },
  [RAIL_ACTION_REPLACE] = { "replace", NC_("journal", "Replace") },
  [RAIL_ACTION_REQUEST] = { "request", NC_("journal", "Request a certificate") },
  [RAIL_ACTION_ANSWER] = { "answer", NC_("journal", "Take an answer") },
  [RAIL_ACTION_SIGN] = { "sign", NC_("journal", "Sign a request") },
  [RAIL_ACTION_COMPILE] = { "compile", NC_("journal", "Compile") },
  [RAIL_ACTION_REVOKE] = { "revoke", NC_("journal", "Revoke") },
  [RAIL_ACTION_UNREVOKE] = { "unrevoke", NC_("journal", "Release from hold") },
  [RAIL_ACTION_PUBLISH_LIST] = { "publish-list", NC_("journal", "Publish a revocation list") },
  [RAIL_ACTION_ASSIGN] = { "assign", NC_("journal", "Assign") },
  [RAIL_ACTION_UNASSIGN] = { "unassign", NC_("journal", "Take an assignment back") },
  [RAIL_ACTION_RENAME] = { "rename", NC_("journal", "Rename the project") },
  [RAIL_ACTION_PROTECT] = { "protect", NC_("journal", "Protect the project") },
  [RAIL_ACTION_ADD_DEVICE] = { "add-device", NC_("journal", "Add a device") },
  [RAIL_ACTION_CHANGE_DEVICE] = { "change-device", NC_("journal", "Change a device") },
  [RAIL_ACTION_DELETE_DEVICE] = { "delete-device", NC_("journal", "Delete a device") },
  [RAIL_ACTION_SWITCH_ON] = { "switch-on", NC_("journal", "Switch a service on") },
  [RAIL_ACTION_SWITCH_OFF] = { "switch-off", NC_("journal", "Switch a service off") },
  [RAIL_ACTION_GLOBAL_SECURITY] = { "global-security", NC_("journal", "Change the use of global security settings") },
  [RAIL_ACTION_LOAD] = { "load", NC_("journal", "Mark as loaded") },
  [RAIL_ACTION_ADD_USER] = { "add-user", NC_("journal", "Add a user") },
  [RAIL_ACTION_REMOVE_USER] = { "remove-user", NC_("journal", "Remove a user") },
  [RAIL_ACTION_CHANGE_USER] = { "change-user", NC_("journal", "Change a user") },
  [RAIL_ACTION_CHANGE_PASSWORD] = { "change-password", NC_("journal", "Change a password") },
  [RAIL_ACTION_KEEP_CHANGES] = { "keep-changes", NC_("journal", "Keep unsealed changes") },
  [RAIL_ACTION_DISCARD_CHANGES] = { "discard-changes", NC_("journal", "Discard unsealed changes") },
};

/**
 * rail_action_get_nick:
 * @action: an action
 *
 * Returns: (transfer none): its name in project files and on command lines, such as `renew`
 */
const char *
rail_action_get_nick (RailAction action)
{
  g_return_val_if_fail ((guint) action < G_N_ELEMENTS (actions), NULL);

  return actions[action].nick;
}

/**
 * rail_action_get_label:
 * @action: an action
 *
 * Returns: (transfer none): its name in the user's language, such as “Renew”
 */
const char *
rail_action_get_label (RailAction action)
{
  g_return_val_if_fail ((guint) action < G_N_ELEMENTS (actions), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "journal", actions[action].label);
}

/**
 * rail_action_parse:
 * @nick: a name as rail_action_get_nick() gives it
 * @out_action: (out): the action
 *
 * Returns: whether there is such an action
 */
gboolean
rail_action_parse (const char *nick,
                   RailAction *out_action)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_action != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (nick, actions[i].nick))
      {
        *out_action = (RailAction) i;
        return TRUE;
      }
  return FALSE;
}
