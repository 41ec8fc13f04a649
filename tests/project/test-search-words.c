/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found by what is typed. */

#include "config.h"

#include "rail-search-words.h"

static const RailSearchText plc = {
  .id = 12,
  .text = (char *) "12\nplc-1/opcua-1-12\nföderband\nurn:plant:plc_1, 192.168.0.1\n",
  .codes = (char *) "0a1b2c3d4e5f60718293\nfeedc0de00112233445566778899aabbccddeeff",
};

static gboolean
finds (const char *typed)
{
  g_autoptr(RailSearchWords) words = rail_search_words_new (typed);

  return rail_search_words_match (words, &plc);
}

static void
test_words (void)
{
  g_assert_true (finds (""));
  g_assert_true (finds (NULL));
  g_assert_true (finds ("PLC"));
  g_assert_true (finds ("opcua plc-1"));
  g_assert_true (finds ("FÖDER 192.168"));
  g_assert_false (finds ("plc hmi"));
}

static void
test_codes (void)
{
  static const char * const found[] = {
    "0A1B2C3D", "0a:1b:2c:3d", "0A 1B 2C 3D", "0a1b 2c3d 4e5f", "2C-3D-4E", "4e:5f:60:71:82:93",
    "feedc0de", "FE:ED:C0:DE", "de 00 11", "plc 2c:3d", "0a:1b:2c:3",
  };
  static const char * const not_found[] = { "0a1b2c3e", "93:fe:ed", "0b1b", "0a:1b:2c:3x" };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    if (!finds (found[i]))
      g_error ("“%s” is not found", found[i]);
  for (guint i = 0; i < G_N_ELEMENTS (not_found); i++)
    if (finds (not_found[i]))
      g_error ("“%s” is found", not_found[i]);
}

/* Two digits are in every third fingerprint; they look for names and IDs. */
static void
test_few_digits (void)
{
  g_assert_true (finds ("12"));
  g_assert_false (finds ("0a"));
  g_assert_false (finds ("fee"));
  g_assert_true (finds ("feed"));
}

static void
test_id (void)
{
  g_assert_true (finds ("#12"));
  g_assert_true (finds ("#12 plc"));
  g_assert_false (finds ("#1"));
  g_assert_false (finds ("#123"));
  g_assert_false (finds ("#"));
}

static gboolean
narrows (const char *typed,
         const char *before)
{
  g_autoptr(RailSearchWords) words = rail_search_words_new (typed);
  g_autoptr(RailSearchWords) old = rail_search_words_new (before);

  return rail_search_words_narrows (words, old);
}

/* Whatever is typed on in the one text narrows the other, unless it is said that it may not. */
static void
test_narrowing (void)
{
  static const char * const typed[] = {
    "plc-1/opcua-1-12", "plc opcua", "0a:1b:2c:3d:4e", "0a 1b 2c 3d", "#12", "fee dc0de", "föder 2c3d4e",
  };

  g_assert_true (narrows ("plc-1", "plc-"));
  g_assert_true (narrows ("plc", ""));
  g_assert_false (narrows ("plc", "plc-"));
  g_assert_false (narrows ("#12", "#1"));
  g_assert_false (narrows ("feed", "fee"));
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *before = g_strdup ("");

      for (const char *p = g_utf8_next_char (typed[i]); ; p = g_utf8_next_char (p))
        {
          g_autofree char *now = g_strndup (typed[i], (gsize) (p - typed[i]));

          if (narrows (now, before) && finds (now))
            g_assert_true (finds (before));
          g_free (before);
          before = g_steal_pointer (&now);
          if (*p == '\0')
            break;
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/search/all-words-have-to-be-there-in-any-case", test_words);
  g_test_add_func ("/app/search/codes-are-found-with-and-without-separators", test_codes);
  g_test_add_func ("/app/search/few-digits-look-for-names-and-ids-only", test_few_digits);
  g_test_add_func ("/app/search/number-sign-means-the-whole-id", test_id);
  g_test_add_func ("/app/search/narrowing-is-never-promised-in-vain", test_narrowing);

  return g_test_run ();
}
