/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with a renewal, in words. */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)

/* “X”: what is wrong with it. Of the first item that has a problem, and how many others have one. */
static char *
describe_unrenewable (RailRenewal *self)
{
  GListModel *items = rail_renewal_peek_items (self);
  RailRenewalItem *first = NULL;
  g_autofree char *text = NULL;
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);

      if (rail_renewal_item_get_problem (item) == NULL)
        continue;
      if (count++ == 0)
        first = item;   /* the list keeps it */
    }
  if (first == NULL)
    return NULL;

  /* Translators: a name, a certificate ID, and a sentence */
  text = g_strdup_printf (_("“%s” (ID %u) cannot be renewed: %s"),
                          rail_entry_get_name (rail_renewal_item_get_entry (first)),
                          rail_entry_get_id (rail_renewal_item_get_entry (first)), rail_renewal_item_get_problem (first));
  if (count == 1)
    return g_steal_pointer (&text);
  /* Translators: a sentence before that names one certificate */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s Neither can %u other.", "%s Neither can %u others.",
                                       count - 1), text, count - 1);
}

/* “X” would expire soon again. Of the first item that would, and how many others. */
static char *
describe_expiring (RailRenewal *self)
{
  GListModel *items = rail_renewal_peek_items (self);
  RailCertificateRequest *request = NULL;
  RailEntry *entry = NULL;
  g_autofree char *text = NULL;
  gint64 seconds;
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);

      if (!rail_renewal_expires_at_once (self, item) || count++ > 0)
        continue;
      entry = rail_renewal_item_get_entry (item);   /* the list keeps it */
      request = rail_renewal_item_get_request (item);
    }
  if (entry == NULL)
    return g_strdup (_("Some certificates will expire soon again; choose a longer time."));

  seconds = rail_certificate_request_get_not_after (request) - rail_certificate_request_get_not_before (request);
  /* Translators: days, a name, and a certificate ID */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "As long as before is %u day for “%s” (ID %u), so it will expire soon again; choose a "
                                       "longer time.",
                                       "As long as before is %u days for “%s” (ID %u), so it will expire soon again; choose a "
                                       "longer time.", (guint) (seconds / DAY)),
                          (guint) (seconds / DAY), rail_entry_get_name (entry), rail_entry_get_id (entry));
  if (count == 1)
    return g_steal_pointer (&text);
  /* Translators: a sentence before that names one certificate */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s So will %u other.", "%s So will %u others.", count - 1), text,
                          count - 1);
}

/**
 * rail_renewal_describe:
 * @self: a renewal
 * @problem: one of the problems that rail_renewal_validate() gave
 *
 * Returns: (transfer full): the problem in one translated sentence
 */
char *
rail_renewal_describe (RailRenewal         *self,
                       RailRenewalProblems  problem)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL (self), NULL);

  switch (problem)
    {
    case RAIL_RENEWAL_EMPTY:
      return g_strdup (_("There is nothing to renew."));
    case RAIL_RENEWAL_LOCKED:
      return g_strdup (_("Certificates are renewed only while an administrator is logged in."));
    case RAIL_RENEWAL_VALIDITY:
      return g_strdup (_("The new certificates would have expired already; choose a later end."));
    case RAIL_RENEWAL_UNRENEWABLE:
      return describe_unrenewable (self);
    case RAIL_RENEWAL_ADVICE_SHORTENED:
      return g_strdup (_("Some certificates end with their issuer, earlier than asked for; renew the issuer, too."));
    case RAIL_RENEWAL_ADVICE_OLD_ISSUED:
      return g_strdup (_("What the authority has issued stays with its old key; partners need its old certificate for "
                         "as long as that is in use."));
    case RAIL_RENEWAL_ADVICE_EXPIRING:
      return describe_expiring (self);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_renewal_set_error:
 * @self: a renewal that rail_renewal_validate() finds an error in
 * @error: return location for an error
 *
 * Sets an error of RAIL_PROJECT_ERROR from the first problem.
 */
void
rail_renewal_set_error (RailRenewal  *self,
                        GError      **error)
{
  RailRenewalProblems problems;
  RailRenewalProblems first;
  g_autofree char *text = NULL;

  g_return_if_fail (RAIL_IS_RENEWAL (self));

  problems = rail_renewal_get_problems (self) & RAIL_RENEWAL_ERRORS;
  g_return_if_fail (problems != 0);

  first = problems & RAIL_RENEWAL_LOCKED ? RAIL_RENEWAL_LOCKED : problems & -problems;
  text = rail_renewal_describe (self, first);
  g_set_error_literal (error, RAIL_PROJECT_ERROR,
                       first == RAIL_RENEWAL_LOCKED ? RAIL_PROJECT_ERROR_LOCKED : RAIL_PROJECT_ERROR_INVALID, text);
}
