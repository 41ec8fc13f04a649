/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-export.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (rail-exchange-error-quark, rail_exchange_error)

G_DEFINE_ENUM_TYPE (RailFormat, rail_format,
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_CER, "cer"),
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_DER, "der"),
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_CRT, "crt"),
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_PEM, "pem"),
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_CRL, "crl"),
  G_DEFINE_ENUM_VALUE (RAIL_FORMAT_P12, "p12"))

#define PEM_OPTIONS (RAIL_EXPORT_OPTION_PRIVATE_KEY | RAIL_EXPORT_OPTION_ENCRYPTION | \
                     RAIL_EXPORT_OPTION_CHAIN | RAIL_EXPORT_OPTION_PASSWORD | RAIL_EXPORT_OPTION_BUNDLE)

/* The table of export formats: Using certificates with TIA Portal, §2.3.3. */
static const struct
{
  const char        *nick;
  const char        *label;
  RailExportOptions  options;
} formats[] = {
  [RAIL_FORMAT_CER] = { "cer", N_("Certificate, DER (.cer)"), RAIL_EXPORT_OPTION_PRIVATE_KEY },
  [RAIL_FORMAT_DER] = { "der", N_("Certificate, DER (.der)"), RAIL_EXPORT_OPTION_PRIVATE_KEY },
  [RAIL_FORMAT_CRT] = { "crt", N_("Certificate, PEM (.crt)"), PEM_OPTIONS },
  [RAIL_FORMAT_PEM] = { "pem", N_("Certificate, PEM (.pem)"), PEM_OPTIONS },
  [RAIL_FORMAT_CRL] = { "crl", N_("Revocation list of a CA (.crl)"), 0 },
  [RAIL_FORMAT_P12] = { "p12", N_("Certificate with private key, PKCS #12 (.p12)"),
                        RAIL_EXPORT_OPTION_CHAIN | RAIL_EXPORT_OPTION_PASSWORD | RAIL_EXPORT_OPTION_FORM },
};

/**
 * rail_format_get_nick:
 * @format: a format
 *
 * Returns: (transfer none): its name on the command line, which is the ending of its files without the dot
 */
const char *
rail_format_get_nick (RailFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), NULL);

  return formats[format].nick;
}

/**
 * rail_format_get_label:
 * @format: a format
 *
 * Returns: (transfer none): what it is, translated
 */
const char *
rail_format_get_label (RailFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), NULL);

  return _(formats[format].label);
}

/**
 * rail_format_parse:
 * @nick: a name as rail_format_get_nick() gives it
 * @out_format: (out): the format
 *
 * Returns: whether there is a format of that name
 */
gboolean
rail_format_parse (const char *nick,
                   RailFormat *out_format)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_format != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i].nick, nick) == 0)
      {
        *out_format = (RailFormat) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_format_get_options:
 * @format: a format
 *
 * Tells what can be chosen for a format. A password counts for the formats in which the key can be encrypted; with PEM it
 * is used only together with %RAIL_EXPORT_OPTION_ENCRYPTION, in PKCS #12 always.
 *
 * Returns: the options that @format offers
 */
RailExportOptions
rail_format_get_options (RailFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (formats), 0);

  return formats[format].options;
}
