/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-password-strength.h"

#include <glib/gi18n-lib.h>
#include <pwquality.h>

/* libpwquality's score goes from 0 to 100; its own documentation calls 50 and more good, and below 0 is a refusal. */
#define SCORE_GOOD 50

/**
 * rail_password_strength_measure:
 * @password: what has been typed
 * @user_name: whom it is for; a password that contains the name is weak
 * @out_reason: (out) (optional) (nullable): why it is not better, in a sentence
 *
 * Asks libpwquality, which knows dictionaries and patterns. Only a short password is refused by the dialogs: a project
 * may be worth little, and that is for its owner to say.
 *
 * Returns: how strong it is
 */
RailPasswordStrength
rail_password_strength_measure (const char  *password,
                                const char  *user_name,
                                char       **out_reason)
{
  pwquality_settings_t *settings;
  char text[PWQ_MAX_ERROR_MESSAGE_LEN];
  void *detail = NULL;
  int score;

  g_return_val_if_fail (password != NULL, RAIL_STRENGTH_NONE);

  if (out_reason != NULL)
    *out_reason = NULL;
  if (*password == '\0')
    return RAIL_STRENGTH_NONE;

  if (g_utf8_strlen (password, -1) < RAIL_PASSWORD_MINIMUM)
    {
      if (out_reason != NULL)
        *out_reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It needs at least %d character.",
                                                    "It needs at least %d characters.",
                                                    RAIL_PASSWORD_MINIMUM),
                                       RAIL_PASSWORD_MINIMUM);
      return RAIL_STRENGTH_TOO_SHORT;
    }

  settings = pwquality_default_settings ();
  if (settings == NULL)
    return RAIL_STRENGTH_FAIR;

  score = pwquality_check (settings, password, NULL, user_name, &detail);
  pwquality_free_settings (settings);
  if (score < 0)
    {
      /* Asked for in any case, because this is what frees the detail. */
      const char *reason = pwquality_strerror (text, sizeof text, score, detail);

      if (out_reason != NULL)
        *out_reason = g_strdup_printf ("%s.", reason);
      return RAIL_STRENGTH_WEAK;
    }
  return score < SCORE_GOOD ? RAIL_STRENGTH_FAIR : RAIL_STRENGTH_GOOD;
}

/**
 * rail_password_strength_get_label:
 * @strength: a strength
 *
 * Returns: (transfer none): the word for it
 */
const char *
rail_password_strength_get_label (RailPasswordStrength strength)
{
  switch (strength)
    {
    case RAIL_STRENGTH_NONE:
      return "";
    case RAIL_STRENGTH_TOO_SHORT:
      return C_("password", "Too short");
    case RAIL_STRENGTH_WEAK:
      return C_("password", "Weak");
    case RAIL_STRENGTH_FAIR:
      return C_("password", "Fair");
    case RAIL_STRENGTH_GOOD:
      return C_("password", "Good");
    default:
      g_return_val_if_reached ("");
    }
}
