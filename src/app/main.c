/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "rail-application.h"
#include "rail-language.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(RailApplication) application = NULL;

  rail_language_init ();

  application = rail_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
