/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"
#include "folders.h"

#include "rail-language.h"

#include <libintl.h>
#include <locale.h>

/**
 * rail_language_init:
 *
 * Lets the program speak the language of the user. Call first in main(). The environment variable CERTRAIL_LOCALE_DIR names
 * another folder for the catalogues than the installed one, for a program that runs from where it was built.
 */
void
rail_language_init (void)
{
  const char *folder = g_getenv ("CERTRAIL_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : RAIL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * rail_language_clear:
 *
 * Lets the program speak English from now on, and write dates and numbers as C does: for what another program reads.
 * Text stays in UTF-8.
 */
void
rail_language_clear (void)
{
  setlocale (LC_MESSAGES, "C");
  setlocale (LC_NUMERIC, "C");
  setlocale (LC_TIME, "C");
}
