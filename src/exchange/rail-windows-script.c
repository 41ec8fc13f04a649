/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Scripts for Windows, in English, because they run where Certrail does not. The verbs are those of Microsoft's
 * certutil.md, Import-Certificate.md and Import-PfxCertificate.md. Names come from certificates that anybody may have
 * made, so nothing of them is ever code: PowerShell has them between single quotes, and cmd, which has no such thing, only
 * letters and digits of them.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-windows-script.h"

#include <string.h>

#include "rail-exchange-resources.h"

#define RESOURCES "/org/certrail/exchange/windows/"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define RECORD_LENGTH 16
#define MAX_NAME 64
#define MAX_FILE_NAME 48
#define THUMBPRINT_DIGITS 8

typedef struct
{
  RailWindowsStore  store;
  RailWindowsKind   kind;
  char             *file;
  char             *thumbprint;   /* "" of a revocation list */
  char             *name;
} Item;

struct _RailWindowsScript
{
  GPtrArray *items;   /* of Item */
};

static const char * const store_names[] = {
  [RAIL_WINDOWS_ROOT] = "Root",
  [RAIL_WINDOWS_CA] = "CA",
  [RAIL_WINDOWS_MY] = "My",
  [RAIL_WINDOWS_TRUSTED_PEOPLE] = "TrustedPeople",
};

/* As the scripts call them. */
static const struct
{
  const char *in_powershell;
  const char *in_cmd;
} kinds[] = {
  [RAIL_WINDOWS_CERTIFICATE] = { "Certificate", "certificate" },
  [RAIL_WINDOWS_KEY] = { "Key", "key" },
  [RAIL_WINDOWS_REVOCATION_LIST] = { "List", "list" },
};

static const char * const file_names[RAIL_N_WINDOWS_SCRIPTS] = {
  [RAIL_WINDOWS_INSTALL_PS1] = "install-certificates.ps1",
  [RAIL_WINDOWS_INSTALL_CMD] = "install-certificates.cmd",
  [RAIL_WINDOWS_REMOVE_PS1] = "remove-certificates.ps1",
  [RAIL_WINDOWS_REMOVE_CMD] = "remove-certificates.cmd",
};

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->file);
  g_free (item->thumbprint);
  g_free (item->name);
  g_free (item);
}

static char *
load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr(GBytes) text = g_resource_lookup_data (rail_exchange_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (text, &size);

  return g_strndup (data, size);
}

static void
replace (char       **text,
         const char  *mark,
         const char  *value)
{
  g_auto(GStrv) parts = g_strsplit (*text, mark, -1);

  g_free (*text);
  *text = g_strjoinv (value, parts);
}

/* The same items, the same record: what one of the scripts has written down is found by the others. */
static char *
dup_record_name (RailWindowsScript *self)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = g_ptr_array_index (self->items, i);
      g_autofree char *line = g_strdup_printf ("%s %s %s\n", store_names[item->store], item->file, item->thumbprint);

      g_checksum_update (checksum, (const guchar *) line, -1);
    }
  return g_strndup (g_checksum_get_string (checksum), RECORD_LENGTH);
}

/* Nothing that moves the cursor or turns the direction of reading. */
static gboolean
is_printable (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return g_unichar_isprint (character) && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* PowerShell takes the typographic quotes for the plain one, too; each is doubled to stand for itself. */
static char *
quote_for_powershell (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) quoted = g_string_new ("'");
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_NAME; p = g_utf8_next_char (p), n++)
    {
      gunichar character = g_utf8_get_char (p);

      if (!is_printable (character))
        character = '?';
      if (character == '\'' || (character >= 0x2018 && character <= 0x201b))
        g_string_append_unichar (quoted, character);
      g_string_append_unichar (quoted, character);
    }
  g_string_append_c (quoted, '\'');
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static char *
clean_for_cmd (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) clean = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_NAME; p = g_utf8_next_char (p), n++)
    {
      gunichar character = g_utf8_get_char (p);
      gboolean keeps = character < 0x80 && (g_ascii_isalnum ((char) character) || strchr (" -_./:", (int) character) != NULL);

      g_string_append_c (clean, keeps ? (char) character : '_');   /* “/?” would be a question for help */
    }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

static gboolean
is_safe_name (const char *name)
{
  if (*name == '\0' || *name == '-' || *name == '.')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && strchr ("-_.", *name) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_thumbprint (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      return FALSE;
  return strlen (text) == 40;
}

static char *
write_powershell (RailWindowsScript     *self,
                  RailWindowsScriptKind  kind)
{
  g_autofree char *text = load (file_names[kind]);
  g_autofree char *common = load ("common.ps1");
  g_autofree char *record = dup_record_name (self);
  g_autoptr(GString) items = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = g_ptr_array_index (self->items, i);
      g_autofree char *name = quote_for_powershell (item->name);

      g_string_append_printf (items, "%s    @{ Store = '%s'; Kind = '%s'; File = '%s'; Thumbprint = '%s'; Name = %s }",
                              i > 0 ? "\n" : "", store_names[item->store], kinds[item->kind].in_powershell, item->file,
                              item->thumbprint, name);
    }
  /* The names come last, so that nothing in them is taken for a mark. */
  replace (&text, "@COMMON@\n", common);
  replace (&text, "@RECORD@", record);
  replace (&text, "@ITEMS@", items->str);
  return g_steal_pointer (&text);
}

static char *
write_cmd (RailWindowsScript     *self,
           RailWindowsScriptKind  kind)
{
  g_autofree char *text = load (file_names[kind]);
  g_autofree char *common = load ("common.cmd");
  g_autofree char *hash = load ("hash.cmd");
  g_autofree char *record = dup_record_name (self);
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(GString) calls = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = g_ptr_array_index (self->items, i);
      const char *store = store_names[item->store];
      g_autofree char *name = clean_for_cmd (item->name);

      g_string_append_printf (shown, "echo   %-14s %s - %s%s%s\n", store, item->file, name,
                              *item->thumbprint != '\0' ? " " : "", item->thumbprint);
      g_string_append_printf (calls, "call :%s %s %s%s%s\n", kinds[item->kind].in_cmd, store, item->file,
                              *item->thumbprint != '\0' ? " " : "", item->thumbprint);
    }
  replace (&text, "@COMMON@\n", common);
  replace (&text, "@HASH@\n", hash);
  replace (&text, "@RECORD@", record);
  replace (&text, "@CALLS@\n", calls->str);
  replace (&text, "@SHOWN@\n", shown->str);
  return g_steal_pointer (&text);
}

/**
 * rail_windows_script_new:
 *
 * Returns: (transfer full): scripts that put nothing anywhere yet
 */
RailWindowsScript *
rail_windows_script_new (void)
{
  RailWindowsScript *self = g_new0 (RailWindowsScript, 1);

  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

/**
 * rail_windows_script_free:
 * @self: (transfer full): scripts
 */
void
rail_windows_script_free (RailWindowsScript *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}

/**
 * rail_windows_script_add:
 * @self: scripts
 * @store: where it goes
 * @kind: what it is
 * @file: the name of the file beside the scripts, as rail_windows_script_dup_file_name() makes it
 * @thumbprint: (nullable): the SHA-1 of the certificate in hexadecimal digits; %NULL for a revocation list
 * @name: what it is called, whatever is in there
 *
 * Things are put into the stores in the order in which they are added: roots first.
 */
void
rail_windows_script_add (RailWindowsScript *self,
                         RailWindowsStore   store,
                         RailWindowsKind    kind,
                         const char        *file,
                         const char        *thumbprint,
                         const char        *name)
{
  Item *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail ((gsize) store < G_N_ELEMENTS (store_names));
  g_return_if_fail ((gsize) kind < G_N_ELEMENTS (kinds));
  g_return_if_fail (file != NULL && is_safe_name (file));
  g_return_if_fail (kind == RAIL_WINDOWS_REVOCATION_LIST || (thumbprint != NULL && is_thumbprint (thumbprint)));
  g_return_if_fail (name != NULL);

  item = g_new0 (Item, 1);
  item->store = store;
  item->kind = kind;
  item->file = g_strdup (file);
  item->thumbprint = kind == RAIL_WINDOWS_REVOCATION_LIST ? g_strdup ("") : g_ascii_strup (thumbprint, -1);
  item->name = g_strdup (name);
  g_ptr_array_add (self->items, item);
}

/**
 * rail_windows_script_write:
 * @self: scripts
 * @kind: which one
 *
 * Lines end as Windows wants it. PowerShell 5.1 takes a file for ANSI unless it begins with a byte order mark; cmd must not
 * have one, and has ASCII.
 *
 * Returns: (transfer full): the script
 */
GBytes *
rail_windows_script_write (RailWindowsScript     *self,
                           RailWindowsScriptKind  kind)
{
  gboolean is_cmd = kind == RAIL_WINDOWS_INSTALL_CMD || kind == RAIL_WINDOWS_REMOVE_CMD;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail ((gsize) kind < RAIL_N_WINDOWS_SCRIPTS, NULL);

  text = is_cmd ? write_cmd (self, kind) : write_powershell (self, kind);
  replace (&text, "\n", "\r\n");
  if (!is_cmd)
    {
      char *marked = g_strconcat (BYTE_ORDER_MARK, text, NULL);

      return g_bytes_new_take (marked, strlen (marked));
    }
  return g_bytes_new_take (g_strdup (text), strlen (text));
}

/**
 * rail_windows_script_get_file_name:
 * @kind: a script
 *
 * Returns: (transfer none): the name of its file
 */
const char *
rail_windows_script_get_file_name (RailWindowsScriptKind kind)
{
  g_return_val_if_fail ((gsize) kind < RAIL_N_WINDOWS_SCRIPTS, NULL);

  return file_names[kind];
}

/**
 * rail_windows_script_dup_file_name:
 * @name: what a file is to be called
 * @thumbprint: the SHA-1 of the certificate that it is about, whose first digits tell files of one name apart
 * @extension: its extension
 *
 * Returns: (transfer full): a name that both shells take as it is: ASCII letters, digits, dashes and underscores
 */
char *
rail_windows_script_dup_file_name (const char *name,
                                   const char *thumbprint,
                                   const char *extension)
{
  g_autofree char *valid = NULL;
  g_autoptr(GString) safe = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (thumbprint != NULL && is_thumbprint (thumbprint), NULL);
  g_return_val_if_fail (extension != NULL, NULL);

  valid = g_utf8_make_valid (name, -1);
  for (const char *p = valid; *p != '\0' && n < MAX_FILE_NAME; p = g_utf8_next_char (p), n++)
    g_string_append_c (safe, g_ascii_isalnum (*p) || (*p == '-' && n > 0) ? *p : '_');
  if (safe->len == 0)
    g_string_append (safe, "certificate");
  g_string_append_printf (safe, "-%.*s.%s", THUMBPRINT_DIGITS, thumbprint, extension);
  return g_string_free (g_steal_pointer (&safe), FALSE);
}
