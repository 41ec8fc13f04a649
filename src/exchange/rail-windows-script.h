/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RAIL_WINDOWS_ROOT,             /* trusted root authorities */
  RAIL_WINDOWS_CA,               /* authorities between, and revocation lists */
  RAIL_WINDOWS_MY,               /* own certificates with their keys */
  RAIL_WINDOWS_TRUSTED_PEOPLE,   /* certificates that are trusted by themselves */
} RailWindowsStore;

typedef enum
{
  RAIL_WINDOWS_CERTIFICATE,       /* DER, one in a file */
  RAIL_WINDOWS_KEY,               /* PKCS #12 */
  RAIL_WINDOWS_REVOCATION_LIST,   /* DER; the script looks itself what its thumbprint is */
} RailWindowsKind;

typedef enum
{
  RAIL_WINDOWS_INSTALL_PS1,
  RAIL_WINDOWS_INSTALL_CMD,
  RAIL_WINDOWS_REMOVE_PS1,
  RAIL_WINDOWS_REMOVE_CMD,
  RAIL_N_WINDOWS_SCRIPTS,
} RailWindowsScriptKind;

/* What is to be put into which store of Windows, as scripts for those who have to do it. */
typedef struct _RailWindowsScript RailWindowsScript;

RailWindowsScript *rail_windows_script_new           (void);
void               rail_windows_script_free          (RailWindowsScript     *self);
void               rail_windows_script_add           (RailWindowsScript     *self,
                                                      RailWindowsStore       store,
                                                      RailWindowsKind        kind,
                                                      const char            *file,
                                                      const char            *thumbprint,
                                                      const char            *name);
GBytes            *rail_windows_script_write         (RailWindowsScript     *self,
                                                      RailWindowsScriptKind  kind);
const char        *rail_windows_script_get_file_name (RailWindowsScriptKind  kind);
char              *rail_windows_script_dup_file_name (const char            *name,
                                                      const char            *thumbprint,
                                                      const char            *extension);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailWindowsScript, rail_windows_script_free)

G_END_DECLS
