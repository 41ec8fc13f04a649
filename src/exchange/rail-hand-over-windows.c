/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What Windows gets: each certificate in a file of its own, because its importers take only the first of several, and
 * scripts that put all of them into their stores and take them out again. Names are ASCII without blanks, since both of its
 * shells read them.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-windows-script.h"

#define CHAIN_NAME "chain.p7b"

/* Services and browsers of Windows take their own certificate from My, whatever part they play. It may trust an authority
 * without anything that this has issued. */
gboolean
rail_hand_over_accepts_windows (RailEntry *entry,
                                gboolean   as_partner)
{
  return as_partner ||
         (!rail_certificate_is_ca (rail_entry_get_certificate (entry)) && rail_entry_get_key (entry) != NULL);
}

static char *
make_name (RailEntry       *entry,
           RailCertificate *certificate,
           const char      *extension)
{
  return rail_windows_script_dup_file_name (rail_hand_over_get_name (entry),
                                            rail_certificate_get_fingerprint_sha1 (certificate), extension);
}

static void
add_certificate (RailHandOver      *self,
                 RailWindowsScript *script,
                 RailWindowsStore   store,
                 RailEntry         *entry,
                 RailCertificate   *certificate,
                 char              *description)
{
  g_autofree char *name = make_name (entry, certificate, "cer");

  rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE, NULL, name, entry, certificate, description);
  rail_windows_script_add (script, store, RAIL_WINDOWS_CERTIFICATE, name,
                           rail_certificate_get_fingerprint_sha1 (certificate), rail_hand_over_get_name (entry));
}

static void
add_authority (RailHandOver      *self,
               RailWindowsScript *script,
               RailEntry         *authority,
               RailCertificate   *certificate,
               gboolean           is_root)
{
  const char *name = rail_hand_over_get_name (authority);

  add_certificate (self, script, is_root ? RAIL_WINDOWS_ROOT : RAIL_WINDOWS_CA, authority, certificate,
                   g_strdup_printf (is_root ? _("Root “%s”, whose certificates are trusted")
                                            : _("Authority “%s”, needed to complete a chain"), name));
  if (rail_hand_over_has_list (self, authority, certificate))
    {
      g_autofree char *list_name = make_name (authority, certificate, "crl");

      rail_hand_over_add_file (self, RAIL_CONTENT_REVOCATION_LIST, NULL, list_name, authority, certificate,
                               g_strdup_printf (_("Revocation list of “%s”"), name));
      rail_windows_script_add (script, RAIL_WINDOWS_CA, RAIL_WINDOWS_REVOCATION_LIST, list_name, NULL, name);
    }
}

/* The root first: what is below it is then in order as soon as it is in its store. */
static void
add_chain (RailHandOver      *self,
           RailWindowsScript *script,
           GPtrArray         *authorities,
           GPtrArray         *certificates,
           GHashTable        *placed)
{
  for (guint i = authorities->len; i-- > 0;)
    {
      RailCertificate *certificate = g_ptr_array_index (certificates, i);

      if (g_hash_table_add (placed, certificate))
        add_authority (self, script, g_ptr_array_index (authorities, i), certificate, i == authorities->len - 1);
    }
}

/* The file has no chain in it: that has its own stores, and undo takes away just what was added. */
static void
add_own (RailHandOver      *self,
         RailWindowsScript *script,
         RailEntry         *entry,
         GPtrArray         *certificates)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  g_autofree char *name = make_name (entry, certificate, "p12");
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);

  rail_hand_over_add_file (self, RAIL_CONTENT_PKCS12, NULL, name, entry, certificate,
                           g_strdup_printf (_("Certificate and private key of “%s”, under the password"),
                                            rail_hand_over_get_name (entry)));
  rail_windows_script_add (script, RAIL_WINDOWS_MY, RAIL_WINDOWS_KEY, name,
                           rail_certificate_get_fingerprint_sha1 (certificate), rail_hand_over_get_name (entry));
  g_ptr_array_add (chain, g_object_ref (certificate));
  for (guint i = 0; i < certificates->len; i++)
    g_ptr_array_add (chain, g_object_ref (g_ptr_array_index (certificates, i)));
  rail_hand_over_file_set_chain (
    rail_hand_over_add_file (self, RAIL_CONTENT_PKCS7, NULL, CHAIN_NAME, entry, certificate,
                             g_strdup_printf (_("“%s” with all authorities above it, for programs that ask for a chain"),
                                              rail_hand_over_get_name (entry))),
    NULL, chain);
}

static void
add_scripts (RailHandOver      *self,
             RailWindowsScript *script,
             RailEntry         *entry)
{
  const char * const descriptions[RAIL_N_WINDOWS_SCRIPTS] = {
    [RAIL_WINDOWS_INSTALL_PS1] = N_("Puts everything into the stores, with PowerShell"),
    [RAIL_WINDOWS_INSTALL_CMD] = N_("The same where PowerShell may run no scripts"),
    [RAIL_WINDOWS_REMOVE_PS1] = N_("Takes out what was added, with PowerShell"),
    [RAIL_WINDOWS_REMOVE_CMD] = N_("The same where PowerShell may run no scripts"),
  };

  for (guint kind = 0; kind < RAIL_N_WINDOWS_SCRIPTS; kind++)
    {
      g_autoptr(GBytes) text = rail_windows_script_write (script, kind);

      rail_hand_over_file_set_text (
        rail_hand_over_add_file (self, RAIL_CONTENT_TEXT, NULL, rail_windows_script_get_file_name (kind), entry,
                                 rail_entry_get_certificate (entry), g_strdup (_(descriptions[kind]))),
        text, FALSE);
    }
}

/* Fills @self with what goes into Root, CA, My and TrustedPeople. */
gboolean
rail_hand_over_plan_windows (RailHandOver  *self,
                             GError       **error)
{
  RailEntry *entries[] = { rail_hand_over_get_server (self), rail_hand_over_get_certificate (self) };
  RailEntry *partner = entries[0];
  RailEntry *own = entries[1];
  g_autoptr(RailWindowsScript) script = rail_windows_script_new ();
  g_autoptr(GHashTable) placed = g_hash_table_new (NULL, NULL);

  if (own == NULL && partner == NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                           _("Windows needs a certificate of its own, or one that it shall trust; choose one of them."));
      return FALSE;
    }
  if (own != NULL && rail_certificate_is_ca (rail_entry_get_certificate (own)))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” is an authority, whose key is nothing for Windows; choose it as the one to trust."),
                   rail_hand_over_get_name (own));
      return FALSE;
    }
  if (own != NULL && !rail_hand_over_check_key (self, own, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr(GPtrArray) certificates = NULL;
      g_autoptr(GPtrArray) authorities = NULL;

      if (entries[i] == NULL)
        continue;
      authorities = rail_hand_over_get_authorities (self, entries[i], &certificates, error);
      if (authorities == NULL)
        return FALSE;
      add_chain (self, script, authorities, certificates, placed);
      if (entries[i] == own)
        add_own (self, script, own, certificates);
      else if (rail_certificate_is_ca (rail_entry_get_certificate (partner)))
        {
          if (g_hash_table_add (placed, rail_entry_get_certificate (partner)))
            add_authority (self, script, partner, rail_entry_get_certificate (partner), authorities->len == 0);
        }
      else if (authorities->len == 0)
        add_certificate (self, script, RAIL_WINDOWS_TRUSTED_PEOPLE, partner, rail_entry_get_certificate (partner),
                         g_strdup_printf (_("“%s”, self-signed and trusted by itself"), rail_hand_over_get_name (partner)));
    }
  add_scripts (self, script, own != NULL ? own : partner);
  return TRUE;
}
