/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The scripts for Windows, as text: nothing of a name becomes code, and every command is one that Microsoft documents.
 * What of them runs in Wine is run by tests/interop/test-windows.sh.
 */

#include "config.h"

#include <string.h>

#include "rail-test.h"
#include "rail-windows-script.h"

#define ROOT_THUMBPRINT "2AFA0D41A73165A382FED0BD217BEAB38A76DAE3"
#define OTHER_THUMBPRINT "d1b5b99f62e064b3eea53abc26a96579d400676f"

/* A name, and how PowerShell has to read it back: without what steers a terminal. */
static const struct
{
  const char *name;
  const char *shown;
} names[] = {
  { "Plant root", "Plant root" },
  { "O'Brien", "O'Brien" },
  { "'; Remove-Item C:\\ -Recurse; '", "'; Remove-Item C:\\ -Recurse; '" },
  { "\342\200\231; calc; \342\200\230", "\342\200\231; calc; \342\200\230" },
  { "$(calc) `calc` \"calc\"", "$(calc) `calc` \"calc\"" },
  { "%PATH% & calc | calc > c:\\x ^ ! (", "%PATH% & calc | calc > c:\\x ^ ! (" },
  { "two\r\nlines\n@ITEMS@", "two??lines?@ITEMS@" },
  { "@CALLS@ @SHOWN@ @RECORD@", "@CALLS@ @SHOWN@ @RECORD@" },
  { "right\342\200\256to left\033[2J", "right?to left?[2J" },
  { "\377\376", "\357\277\275\357\277\275" },
  { "Pl\303\244nt \350\250\274\346\233\270 /?", "Pl\303\244nt \350\250\274\346\233\270 /?" },
  { "", "" },
};

static RailWindowsScript *
new_hostile (void)
{
  RailWindowsScript *script = rail_windows_script_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    rail_windows_script_add (script, RAIL_WINDOWS_ROOT, RAIL_WINDOWS_CERTIFICATE, "root.cer", ROOT_THUMBPRINT,
                             names[i].name);
  rail_windows_script_add (script, RAIL_WINDOWS_CA, RAIL_WINDOWS_REVOCATION_LIST, "root.crl", NULL, "Plant root");
  rail_windows_script_add (script, RAIL_WINDOWS_MY, RAIL_WINDOWS_KEY, "client.p12", OTHER_THUMBPRINT, "Client");
  return script;
}

static char *
dup_script (RailWindowsScript     *script,
            RailWindowsScriptKind  kind)
{
  g_autoptr(GBytes) bytes = rail_windows_script_write (script, kind);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (strnlen (data, size), ==, size);
  return g_strndup (data, size);
}

static gboolean
is_cmd (RailWindowsScriptKind kind)
{
  return g_str_has_suffix (rail_windows_script_get_file_name (kind), ".cmd");
}

static void
test_form (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();

  for (guint kind = 0; kind < RAIL_N_WINDOWS_SCRIPTS; kind++)
    {
      g_autofree char *text = dup_script (script, kind);

      g_assert_cmpint (g_str_has_prefix (text, "\357\273\277"), ==, !is_cmd (kind));
      g_assert_true (g_utf8_validate (text, -1, NULL));
      for (const char *p = text; *p != '\0'; p++)
        {
          g_assert_true (*p != '\n' || p[-1] == '\r');
          g_assert_true (*p != '\r' || p[1] == '\n');
          g_assert_true (!is_cmd (kind) || g_ascii_isprint (*p) || *p == '\r' || *p == '\n');
        }
    }
}

static gboolean
is_quote (gunichar character)
{
  return character == '\'' || (character >= 0x2018 && character <= 0x201b);
}

/*
 * Reads PowerShell as its language specification (2.3.5.2, 2.2.3) has single-quoted strings and comments, checks that the
 * brackets of all the rest match, and returns the strings. Scripts that need other kinds of strings must say so here.
 */
static GPtrArray *
lex_powershell (const char *text)
{
  GPtrArray *strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) open = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0')
    {
      gunichar character = g_utf8_get_char (p);

      if (g_str_has_prefix (p, "<#"))
        {
          p = strstr (p, "#>");
          g_assert_nonnull (p);
        }
      else if (character == '#')
        p = strchr (p, '\n');
      else if (is_quote (character))
        {
          g_autoptr(GString) value = g_string_new (NULL);

          for (p = g_utf8_next_char (p);; p = g_utf8_next_char (p))
            {
              character = g_utf8_get_char (p);
              g_assert_cmpuint (character, !=, '\0');
              if (is_quote (character) && !is_quote (g_utf8_get_char (p = g_utf8_next_char (p))))
                break;
              g_string_append_unichar (value, character);
            }
          g_ptr_array_add (strings, g_string_free (g_steal_pointer (&value), FALSE));
          continue;
        }
      else if (strchr ("({[", (int) character) != NULL)
        g_string_append_c (open, (char) character);
      else if (strchr (")}]", (int) character) != NULL)
        {
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpint (open->str[open->len - 1], ==, character == ')' ? '(' : character == '}' ? '{' : '[');
          g_string_truncate (open, open->len - 1);
        }
      else
        {
          g_assert_cmpuint (character, !=, '"');
          g_assert_cmpuint (character, !=, '`');
        }
      p = g_utf8_next_char (p);
    }
  g_assert_cmpuint (open->len, ==, 0);
  return strings;
}

static void
test_powershell (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();
  const RailWindowsScriptKind powershell[] = { RAIL_WINDOWS_INSTALL_PS1, RAIL_WINDOWS_REMOVE_PS1 };

  for (gsize i = 0; i < G_N_ELEMENTS (powershell); i++)
    {
      g_autofree char *text = dup_script (script, powershell[i]);
      g_autoptr(GPtrArray) strings = lex_powershell (text + strlen ("\357\273\277"));
      guint first = 0;

      while (first < strings->len && !g_str_equal (g_ptr_array_index (strings, first), "Root"))
        first++;
      for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
        {
          const char * const item[] = { "Root", "Certificate", "root.cer", ROOT_THUMBPRINT, names[j].shown };

          for (gsize k = 0; k < G_N_ELEMENTS (item); k++)
            g_assert_cmpstr (g_ptr_array_index (strings, first + j * G_N_ELEMENTS (item) + k), ==, item[k]);
        }
    }
}

/* Of a name, cmd sees only what means nothing to it. */
static void
test_cmd (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();
  const RailWindowsScriptKind kinds[] = { RAIL_WINDOWS_INSTALL_CMD, RAIL_WINDOWS_REMOVE_CMD };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *text = dup_script (script, kinds[i]);
      g_auto(GStrv) lines = g_strsplit (text, "\r\n", -1);
      guint n_shown = 0, n_called = 0;

      for (char **line = lines; *line != NULL; line++)
        {
          n_called += g_str_has_prefix (*line, "call :") && !g_str_has_prefix (*line, "call :hash");
          if (!g_str_has_prefix (*line, "echo   "))
            continue;
          n_shown++;
          g_assert_true (g_regex_match_simple ("^echo   (Root|CA|My) +[A-Za-z0-9._-]+ - [A-Za-z0-9 _./:-]*$", *line, 0, 0));
          g_assert_null (strstr (*line, "/?"));
        }
      g_assert_cmpuint (n_shown, ==, G_N_ELEMENTS (names) + 2);
      g_assert_cmpuint (n_called, ==, G_N_ELEMENTS (names) + 2 + (kinds[i] == RAIL_WINDOWS_REMOVE_CMD));
      rail_assert_contains (text, "call :certificate Root root.cer " ROOT_THUMBPRINT "\r\n");
      rail_assert_contains (text, "call :list CA root.crl\r\n");
      rail_assert_contains (text, "call :key My client.p12 D1B5B99F62E064B3EEA53ABC26A96579D400676F\r\n");
    }
}

/*
 * Written down from Microsoft's documentation: certutil.md of MicrosoftDocs/windowsserverdocs, and Import-Certificate.md and
 * Import-PfxCertificate.md of MicrosoftDocs/windows-powershell-docs.
 */
static const struct
{
  const char *verb;
  const char *options;      /* those of ours that are allowed before the verb */
  guint       n_least;
  guint       n_most;
} certutil_verbs[] = {
  { "-store", "-f -user", 0, 3 },
  { "-addstore", "-f -user", 2, 2 },
  { "-delstore", "-user", 2, 2 },
  { "-importpfx", "-f -user", 1, 3 },
  { "-hashfile", "", 1, 2 },
};

static const struct
{
  const char *cmdlet;
  const char *parameters;
} cmdlets[] = {
  { "Import-Certificate", "-FilePath -CertStoreLocation -WhatIf -Confirm" },
  { "Import-PfxCertificate", "-Exportable -Password -CertStoreLocation -FilePath -WhatIf -Confirm" },
};

static gboolean
has_word (const char *words,
          const char *word)
{
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char * const *) list, word);
}

/* %SCOPE% and @scope stand for “-user” or for nothing. */
static void
check_certutil (const char *command)
{
  g_auto(GStrv) words = g_strsplit (command, " ", -1);
  guint i = 1, n = 0;
  gsize verb = 0;

  for (; words[i] != NULL; i++)
    {
      const char *word = g_str_equal (words[i], "%SCOPE%") || g_str_equal (words[i], "@scope") ? "-user" : words[i];

      for (verb = 0; verb < G_N_ELEMENTS (certutil_verbs); verb++)
        if (g_str_equal (certutil_verbs[verb].verb, word))
          break;
      if (verb < G_N_ELEMENTS (certutil_verbs))
        break;
      if (!g_str_equal (word, "-f") && !g_str_equal (word, "-user"))
        g_error ("“%s” is no option of certutil: %s", word, command);
    }
  g_assert_nonnull (words[i]);
  for (guint j = 1; j < i; j++)
    {
      const char *word = g_str_equal (words[j], "-f") ? "-f" : "-user";

      if (!has_word (certutil_verbs[verb].options, word))
        g_error ("%s does not know %s: %s", certutil_verbs[verb].verb, word, command);
    }
  for (i++; words[i] != NULL && strchr (">|&", words[i][0]) == NULL; i++)
    {
      n++;
      if (g_str_has_suffix (words[i], "')"))   /* the end of what “for /f” runs */
        break;
    }
  g_assert_cmpuint (n, >=, certutil_verbs[verb].n_least);
  g_assert_cmpuint (n, <=, certutil_verbs[verb].n_most);
}

static void
check_cmdlets (const char *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cmdlets); i++)
    {
      const char *start = strstr (line, cmdlets[i].cmdlet);
      g_auto(GStrv) words = start != NULL ? g_strsplit (start, " ", -1) : NULL;

      for (guint j = 1; words != NULL && words[j] != NULL; j++)
        if (words[j][0] == '-' && !has_word (cmdlets[i].parameters, words[j]))
          g_error ("%s does not know %s: %s", cmdlets[i].cmdlet, words[j], line);
    }
}

static void
test_grammar (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();

  for (guint kind = 0; kind < RAIL_N_WINDOWS_SCRIPTS; kind++)
    {
      g_autofree char *text = dup_script (script, kind);
      g_auto(GStrv) lines = g_strsplit (text, "\r\n", -1);
      guint n = 0;

      for (char **line = lines; *line != NULL; line++)
        {
          const char *command = strstr (*line, is_cmd (kind) ? "certutil -" : "certutil.exe @");

          if (command == NULL && is_cmd (kind))
            command = strstr (*line, "certutil %");
          if (!is_cmd (kind))
            check_cmdlets (*line);
          if (command == NULL || g_str_has_prefix (*line, "rem "))
            continue;
          check_certutil (command);
          n++;
        }
      g_assert_cmpuint (n, >=, 2);
    }
}

static void
test_no_password (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();

  for (guint kind = 0; kind < RAIL_N_WINDOWS_SCRIPTS; kind++)
    {
      g_autofree char *text = dup_script (script, kind);

      g_assert_null (strstr (text, " -p "));
      g_assert_null (strstr (text, "AsPlainText"));
      if (kind == RAIL_WINDOWS_INSTALL_PS1)
        rail_assert_contains (text, "Read-Host -AsSecureString");
    }
}

/* All four agree where it is written down what was added; another set of files has another place. */
static void
test_record (void)
{
  g_autoptr(RailWindowsScript) script = new_hostile ();
  g_autoptr(RailWindowsScript) other = rail_windows_script_new ();
  g_autofree char *first = NULL;

  rail_windows_script_add (other, RAIL_WINDOWS_ROOT, RAIL_WINDOWS_CERTIFICATE, "root.cer", OTHER_THUMBPRINT, "Root");
  for (guint kind = 0; kind < RAIL_N_WINDOWS_SCRIPTS * 2; kind++)
    {
      g_autofree char *text = dup_script (kind < RAIL_N_WINDOWS_SCRIPTS ? script : other, kind % RAIL_N_WINDOWS_SCRIPTS);
      const char *end = strstr (text, ".txt");
      g_autofree char *name = NULL;

      g_assert_nonnull (end);
      name = g_strndup (end - 16, 16);
      if (kind == 0)
        first = g_strdup (name);
      g_assert_cmpint (g_str_equal (name, first), ==, kind < RAIL_N_WINDOWS_SCRIPTS);
    }
}

static void
test_safe_name (void)
{
  const char * const cases[][2] = {
    { "PLC-1/OPCUA-1-4", "PLC-1_OPCUA-1-4-2AFA0D41.cer" },
    { "-delstore", "_delstore-2AFA0D41.cer" },
    { "a b%c&d\"e'f(g)", "a_b_c_d_e_f_g_-2AFA0D41.cer" },
    { "\303\244", "_-2AFA0D41.cer" },
    { "..\\..\\x", "______x-2AFA0D41.cer" },
    { "nul", "nul-2AFA0D41.cer" },
    { "", "certificate-2AFA0D41.cer" },
    { "A name that is much longer than any that people would give to a machine",
      "A_name_that_is_much_longer_than_any_that_people_-2AFA0D41.cer" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = rail_windows_script_dup_file_name (cases[i][0], ROOT_THUMBPRINT, "cer");

      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/windows-script/lines-and-encoding-are-those-of-windows", test_form);
  g_test_add_func ("/exchange/windows-script/no-name-breaks-out-in-powershell", test_powershell);
  g_test_add_func ("/exchange/windows-script/no-name-breaks-out-in-cmd", test_cmd);
  g_test_add_func ("/exchange/windows-script/commands-are-documented", test_grammar);
  g_test_add_func ("/exchange/windows-script/no-password-is-written", test_no_password);
  g_test_add_func ("/exchange/windows-script/undo-finds-what-was-added", test_record);
  g_test_add_func ("/exchange/windows-script/file-names-are-plain", test_safe_name);

  return g_test_run ();
}
