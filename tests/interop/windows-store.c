/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * windows-store FILE PASSWORD: opens a PKCS#12 file by CryptoAPI, as every program of Windows does, and prints the
 * certificates in it, each with whether its private key came along. Built by mingw-w64, run by Windows or Wine.
 */

#include <windows.h>

#include <stdio.h>
#include <wincrypt.h>

#define MAX_FILE (1 << 20)

static unsigned char content[MAX_FILE];

int
main (int    argc,
      char **argv)
{
  CRYPT_DATA_BLOB blob = { 0, content };
  PCCERT_CONTEXT certificate = NULL;
  WCHAR password[128];
  HCERTSTORE store;
  FILE *file;

  if (argc != 3 || (file = fopen (argv[1], "rb")) == NULL)
    return 2;
  blob.cbData = (DWORD) fread (content, 1, sizeof content, file);
  fclose (file);
  MultiByteToWideChar (CP_UTF8, 0, argv[2], -1, password, sizeof password / sizeof *password);

  store = PFXImportCertStore (&blob, password, CRYPT_EXPORTABLE);
  if (store == NULL)
    {
      printf ("refused with %08lx\n", GetLastError ());
      return 1;
    }
  while ((certificate = CertEnumCertificatesInStore (store, certificate)) != NULL)
    {
      char name[256];
      DWORD size = 0;

      CertGetNameStringA (certificate, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, sizeof name);
      printf ("%s%s\n", name,
              CertGetCertificateContextProperty (certificate, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size) ||
              CertGetCertificateContextProperty (certificate, CERT_KEY_CONTEXT_PROP_ID, NULL, &size) ? " +key" : "");
    }
  CertCloseStore (store, 0);
  return 0;
}
