/* SPDX-License-Identifier: GPL-3.0-or-later */

/* report */

#include "ctl.h"

#include <string.h>

static void
test_writes (Ctl           *ctl,
             gconstpointer  data)
{
  static const struct
  {
    const char *format;
    const char *part;
  } formats[] = {
    { "csv", "UaExpert" },
    { "html", "<td dir=\"auto\">UaExpert</td>" },
    { "ics", "SUMMARY:“UaExpert” expires\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = ctl_path (ctl, "report");
      g_autofree char *text = NULL;

      ctl_done (ctl, "report", "plant.certrail", "--format", formats[i].format, "--output", path, NULL);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      rail_assert_contains (text, formats[i].part);
    }
}

static void
test_wrong_usage (Ctl           *ctl,
                  gconstpointer  data)
{
  ctl_refused (ctl, 2, "--format", "report", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "--output", "report", "plant.certrail", "--format", "csv", NULL);
  ctl_refused (ctl, 2, "no format of a report", "report", "plant.certrail", "--format", "pdf", "--output", "x", NULL);
  ctl_refused (ctl, 1, "nowhere", "report", "plant.certrail", "--format", "csv", "--output", "plant.certrail/nowhere/x",
               NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ctl_test ("/cli/report/writes", test_writes);
  ctl_test ("/cli/report/wrong-usage-is-said", test_wrong_usage);

  return g_test_run ();
}
