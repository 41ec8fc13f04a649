/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAIL_PKI_ERROR (rail_pki_error_quark ())

typedef enum
{
  RAIL_PKI_ERROR_FAILED,          /* the library could not do it; its reason is in the message */
  RAIL_PKI_ERROR_MALFORMED,       /* the input is not what it should be */
  RAIL_PKI_ERROR_WRONG_PASSWORD,  /* the input is fine, the password is not */
  RAIL_PKI_ERROR_UNSUPPORTED,     /* an algorithm or a version that is not handled */
  RAIL_PKI_ERROR_INVALID_REQUEST, /* the request has problems that rail_certificate_request_validate() names */
} RailPkiError;

GQuark rail_pki_error_quark (void);

G_END_DECLS
