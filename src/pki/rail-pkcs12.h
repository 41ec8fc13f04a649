/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_PKCS12_MODERN,       /* AES-256, SHA-256 MAC: Windows 10 1709 and later, OpenSSL 1.1 and later */
  RAIL_PKCS12_COMPATIBLE,   /* 3DES and SHA-1 for everything: older Windows, TIA Portal hosts, appliances */
} RailPkcs12Form;

#define RAIL_TYPE_PKCS12_FORM (rail_pkcs12_form_get_type ())
GType       rail_pkcs12_form_get_type (void);

RailSecret *rail_pkcs12_write (RailCertificate  *certificate,
                               RailKey          *key,
                               GPtrArray        *chain,
                               const char       *friendly_name,
                               RailSecret       *password,
                               RailPkcs12Form    form,
                               GError          **error);

G_END_DECLS
