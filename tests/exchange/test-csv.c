/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-csv.h"

#include "rail-test.h"

static GPtrArray *
make_lines (void)
{
  static const char * const title[] = { "ID", "Common name", NULL };
  static const char * const plain[] = { "1", "Förderband 3", NULL };
  static const char * const special[] = { "2", "a \"b\", c", NULL };
  static const char * const long_one[] = { "3", "one\r\ntwo", NULL };
  static const char * const formula[] = { "-4", "=HYPERLINK(\"http://x\",\"y\")", NULL };
  static const char * const other[] = { "+5", "@SUM", NULL };
  static const char * const * const all[] = { title, plain, special, long_one, formula, other };
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (lines, g_strdupv ((char **) all[i]));
  return lines;
}

/* The expected text is what RFC 4180 §2 says, written by hand. */
static void
test_csv (void)
{
  g_autoptr(GPtrArray) lines = make_lines ();
  g_autoptr(GBytes) bytes = rail_csv_write (lines);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==,
                   "\xef\xbb\xbf" "ID,Common name\r\n"
                   "1,Förderband 3\r\n"
                   "2,\"a \"\"b\"\", c\"\r\n"
                   "3,\"one\r\ntwo\"\r\n"
                   "'-4,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n"
                   "'+5,'@SUM\r\n");
}

static void
test_tabs (void)
{
  g_autoptr(GPtrArray) lines = make_lines ();
  g_autofree char *text = rail_tab_separated (lines);

  g_assert_cmpstr (text, ==,
                   "ID\tCommon name\n"
                   "1\tFörderband 3\n"
                   "2\ta \"b\", c\n"
                   "3\tone  two\n"
                   "'-4\t'=HYPERLINK(\"http://x\",\"y\")\n"
                   "'+5\t'@SUM\n");
}

static void
test_empty (void)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();
  g_autoptr(GBytes) bytes = rail_csv_write (lines);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/csv/quotes-as-in-rfc-4180-and-disarms-formulas", test_csv);
  g_test_add_func ("/exchange/csv/tabs-separate-cells-for-the-clipboard", test_tabs);
  g_test_add_func ("/exchange/csv/no-lines-make-an-empty-file", test_empty);

  return g_test_run ();
}
