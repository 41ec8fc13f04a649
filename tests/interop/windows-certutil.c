/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * certutil for Wine, whose own is empty: the verbs that Certrail's scripts use, and of each what Microsoft's certutil.md
 * says and nothing more, so that a script with an option that is not documented fails. Done by CryptoAPI. As in Windows,
 * what fails ends with a negative number.
 *
 * One verb is not in certutil.md, for the test: -chain FILE builds the chain of a certificate from the stores.
 */

#include <windows.h>

#include <stdio.h>
#include <string.h>
#include <wincrypt.h>

#define MAX_FILE (1 << 20)
#define NOT_FOUND ((int) 0x80092004)
#define BAD_USAGE ((int) 0x80070057)

static unsigned char content[MAX_FILE];
static DWORD content_size;
static DWORD location = CERT_SYSTEM_STORE_LOCAL_MACHINE;
static BOOL forced;

static HCERTSTORE opened;

static HCERTSTORE
open_store (const char *name)
{
  return opened = CertOpenStore (CERT_STORE_PROV_SYSTEM_A, 0, 0, location, name);
}

static BOOL
read_file (const char *path)
{
  FILE *file = fopen (path, "rb");

  if (file == NULL)
    return FALSE;
  content_size = (DWORD) fread (content, 1, sizeof content, file);
  fclose (file);
  return content_size > 0;
}

static void
to_hexadecimal (const BYTE *hash,
                char       *text)
{
  for (int i = 0; i < 20; i++)
    sprintf (text + 2 * i, "%02x", hash[i]);
}

static BOOL
matches (const BYTE *bytes,
         DWORD       size,
         const char *id)
{
  BYTE hash[20];
  DWORD hash_size = sizeof hash;
  char text[41];

  if (!CryptHashCertificate (0, CALG_SHA1, 0, bytes, size, hash, &hash_size))
    return FALSE;
  to_hexadecimal (hash, text);
  return _stricmp (text, id) == 0;
}

static PCCERT_CONTEXT
find_certificate (HCERTSTORE  store,
                  const char *id)
{
  PCCERT_CONTEXT certificate = NULL;

  while ((certificate = CertEnumCertificatesInStore (store, certificate)) != NULL)
    if (matches (certificate->pbCertEncoded, certificate->cbCertEncoded, id))
      break;
  return certificate;
}

static PCCRL_CONTEXT
find_list (HCERTSTORE  store,
           const char *id)
{
  PCCRL_CONTEXT list = NULL;

  while ((list = CertEnumCRLsInStore (store, list)) != NULL)
    if (matches (list->pbCrlEncoded, list->cbCrlEncoded, id))
      break;
  return list;
}

static int
show (const char *name,
      const char *id)
{
  HCERTSTORE store = open_store (name);
  PCCERT_CONTEXT certificate = find_certificate (store, id);
  DWORD size = 0;

  if (certificate == NULL && find_list (store, id) == NULL)
    return NOT_FOUND;
  printf ("%s\n", certificate == NULL ? "list"
                  : CertGetCertificateContextProperty (certificate, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size) ||
                      CertGetCertificateContextProperty (certificate, CERT_KEY_CONTEXT_PROP_ID, NULL, &size)
                    ? "certificate +key" : "certificate");
  return 0;
}

static int
add (const char *name,
     const char *path)
{
  HCERTSTORE store = open_store (name);
  DWORD how = forced ? CERT_STORE_ADD_REPLACE_EXISTING : CERT_STORE_ADD_NEW;

  if (!read_file (path))
    return NOT_FOUND;
  if (CertAddEncodedCertificateToStore (store, X509_ASN_ENCODING, content, content_size, how, NULL) ||
      CertAddEncodedCRLToStore (store, X509_ASN_ENCODING, content, content_size, how, NULL))
    return 0;
  return (int) GetLastError ();
}

/* Wine 8 takes a certificate out of the store that is open, and leaves it where the next one reads it. */
static void
remove_from_registry (const char *name,
                      const char *id)
{
  char path[256];

  snprintf (path, sizeof path, "Software\\Microsoft\\SystemCertificates\\%s\\Certificates\\%s", name, id);
  RegDeleteTreeA (location == CERT_SYSTEM_STORE_CURRENT_USER ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, path);
}

static int
remove_one (const char *name,
            const char *id)
{
  HCERTSTORE store = open_store (name);
  PCCERT_CONTEXT certificate = find_certificate (store, id);
  PCCRL_CONTEXT list = certificate == NULL ? find_list (store, id) : NULL;

  if (certificate != NULL)
    {
      if (!CertDeleteCertificateFromStore (certificate))
        return (int) GetLastError ();
      CertCloseStore (opened, 0);
      opened = NULL;
      remove_from_registry (name, id);
      return 0;
    }
  if (list != NULL)
    return CertDeleteCRLFromStore (list) ? 0 : (int) GetLastError ();
  return NOT_FOUND;
}

/* The password comes from where the user would type it. */
static int
import_pfx (const char *name,
            const char *path,
            const char *modifiers)
{
  CRYPT_DATA_BLOB blob = { 0, content };
  HCERTSTORE store = open_store (name), from;
  PCCERT_CONTEXT certificate = NULL;
  char line[128] = "";
  WCHAR password[128];

  if (strcmp (modifiers, "NoExport,NoChain") != 0)
    return BAD_USAGE;
  if (!read_file (path) || fgets (line, sizeof line, stdin) == NULL)
    return NOT_FOUND;
  line[strcspn (line, "\r\n")] = '\0';
  blob.cbData = content_size;
  MultiByteToWideChar (CP_UTF8, 0, line, -1, password, sizeof password / sizeof *password);
  from = PFXImportCertStore (&blob, password, location == CERT_SYSTEM_STORE_CURRENT_USER ? CRYPT_USER_KEYSET : CRYPT_MACHINE_KEYSET);
  if (from == NULL)
    return (int) GetLastError ();
  while ((certificate = CertEnumCertificatesInStore (from, certificate)) != NULL)
    if (!CertAddCertificateContextToStore (store, certificate, CERT_STORE_ADD_REPLACE_EXISTING, NULL))
      return (int) GetLastError ();
  return 0;
}

static int
hash_file (const char *path)
{
  BYTE hash[20];
  DWORD hash_size = sizeof hash;
  char text[41];

  if (!read_file (path) || !CryptHashCertificate (0, CALG_SHA1, 0, content, content_size, hash, &hash_size))
    return NOT_FOUND;
  to_hexadecimal (hash, text);
  /* As Windows 7 wrote it; later ones leave the blanks out. */
  printf ("SHA1 hash of file %s:\n", path);
  for (int i = 0; i < 20; i++)
    printf ("%s%.2s", i > 0 ? " " : "", text + 2 * i);
  printf ("\nCertUtil: -hashfile command completed successfully.\n");
  return 0;
}

static int
build_chain (const char *path)
{
  CERT_CHAIN_PARA parameters = { .cbSize = sizeof parameters };
  HCERTCHAINENGINE engine = location == CERT_SYSTEM_STORE_LOCAL_MACHINE ? HCCE_LOCAL_MACHINE : NULL;
  PCCERT_CHAIN_CONTEXT chain;
  PCCERT_CONTEXT certificate;

  if (!read_file (path))
    return NOT_FOUND;
  certificate = CertCreateCertificateContext (X509_ASN_ENCODING, content, content_size);
  if (certificate == NULL || !CertGetCertificateChain (engine, certificate, NULL, NULL, &parameters, 0, NULL, &chain))
    return (int) GetLastError ();
  printf ("chain of %lu, status %08lx\n", chain->rgpChain[0]->cElement, chain->TrustStatus.dwErrorStatus);
  return chain->TrustStatus.dwErrorStatus == CERT_TRUST_NO_ERROR ? 0 : (int) CERT_E_UNTRUSTEDROOT;
}

static int
run (int    argc,
     char **argv)
{
  int i = 1;
  int n;

  for (; i < argc; i++)
    if (strcmp (argv[i], "-user") == 0)
      location = CERT_SYSTEM_STORE_CURRENT_USER;
    else if (strcmp (argv[i], "-f") == 0)
      forced = TRUE;
    else
      break;
  n = argc - i - 1;
  if (n == 2 && strcmp (argv[i], "-store") == 0)
    return show (argv[i + 1], argv[i + 2]);
  if (n == 2 && strcmp (argv[i], "-addstore") == 0)
    return add (argv[i + 1], argv[i + 2]);
  if (n == 2 && !forced && strcmp (argv[i], "-delstore") == 0)
    return remove_one (argv[i + 1], argv[i + 2]);
  if (n == 3 && strcmp (argv[i], "-importpfx") == 0)
    return import_pfx (argv[i + 1], argv[i + 2], argv[i + 3]);
  if (n == 2 && i == 1 && strcmp (argv[i], "-hashfile") == 0 && strcmp (argv[i + 2], "SHA1") == 0)
    return hash_file (argv[i + 1]);
  if (n == 1 && strcmp (argv[i], "-chain") == 0)
    return build_chain (argv[i + 1]);
  return BAD_USAGE;
}

int
main (int    argc,
      char **argv)
{
  int code = run (argc, argv);

  /* Wine writes a store down when it is closed. */
  if (opened != NULL && !CertCloseStore (opened, 0) && code == 0)
    code = (int) GetLastError ();
  return code;
}
