/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-revocation-list"

#include "config.h"

#include "rail-revocation-list.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *nick;
  const char *label;
} Reason;

/* Nicks as openssl writes them in its own files, so that scripts need one spelling. */
static const Reason reasons[] = {
  [RAIL_REVOCATION_UNSPECIFIED] = { "unspecified", N_("Not specified") },
  [RAIL_REVOCATION_KEY_COMPROMISE] = { "keyCompromise", N_("The key is compromised") },
  [RAIL_REVOCATION_CA_COMPROMISE] = { "CACompromise", N_("The authority is compromised") },
  [RAIL_REVOCATION_AFFILIATION_CHANGED] = { "affiliationChanged", N_("Name or affiliation has changed") },
  [RAIL_REVOCATION_SUPERSEDED] = { "superseded", N_("Replaced by another certificate") },
  [RAIL_REVOCATION_CESSATION_OF_OPERATION] = { "cessationOfOperation", N_("No longer in operation") },
  [RAIL_REVOCATION_CERTIFICATE_HOLD] = { "certificateHold", N_("On hold, may be taken back") },
};

G_DEFINE_ENUM_TYPE (RailRevocationReason, rail_revocation_reason,
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_UNSPECIFIED, "unspecified"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_KEY_COMPROMISE, "keyCompromise"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_CA_COMPROMISE, "CACompromise"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_AFFILIATION_CHANGED, "affiliationChanged"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_SUPERSEDED, "superseded"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_CESSATION_OF_OPERATION, "cessationOfOperation"),
                    G_DEFINE_ENUM_VALUE (RAIL_REVOCATION_CERTIFICATE_HOLD, "certificateHold"))

/* Whether two names are the same but for hyphens and case: "key-compromise" is "keyCompromise". */
static gboolean
names_match (const char *nick,
             const char *text)
{
  for (;; nick++, text++)
    {
      while (*text == '-')
        text++;
      if (g_ascii_tolower (*nick) != g_ascii_tolower (*text))
        return FALSE;
      if (*nick == '\0')
        return TRUE;
    }
}

/**
 * rail_revocation_reason_get_nick:
 * @reason: why a certificate was revoked
 *
 * Returns: (transfer none): the name of the reason in files and on command lines, such as `keyCompromise`
 */
const char *
rail_revocation_reason_get_nick (RailRevocationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (reasons), NULL);

  return reasons[reason].nick;
}

/**
 * rail_revocation_reason_get_label:
 * @reason: why a certificate was revoked
 *
 * Returns: (transfer none): the reason in the user's language
 */
const char *
rail_revocation_reason_get_label (RailRevocationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (reasons), NULL);

  return g_dgettext (GETTEXT_PACKAGE, reasons[reason].label);
}

/**
 * rail_revocation_reason_parse:
 * @nick: the name of a reason, in any case of letters, with or without hyphens between its words
 * @out_reason: (out): the reason
 *
 * Returns: whether @nick is the name of a reason; otherwise @out_reason is left alone
 */
gboolean
rail_revocation_reason_parse (const char           *nick,
                              RailRevocationReason *out_reason)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_reason != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (names_match (reasons[i].nick, nick))
      {
        *out_reason = i;
        return TRUE;
      }
  return FALSE;
}
