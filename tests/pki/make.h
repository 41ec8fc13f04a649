/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-request.h"

G_BEGIN_DECLS

/* A key or a file of golden/, which is found wherever the test runs. */
RailKey                *make_key           (const char             *name);
GBytes                 *make_golden        (const char             *name);

/* A valid request: a common name, and a name of every type that the usage asks for. */
RailCertificateRequest *make_request       (RailEnvironment        *environment,
                                            RailUsage               usage,
                                            RailKeyKind             kind,
                                            RailCertificate        *issuer);
void                    make_name          (RailCertificateRequest *request,
                                            const char             *text);
RailCertificate        *make_certificate   (RailCertificateRequest *request,
                                            RailKey                *key,
                                            RailKey                *issuer_key);
/* A root authority under the name, with defaults for everything else. */
RailCertificate        *make_root          (RailEnvironment        *environment,
                                            RailKey                *key,
                                            const char             *common_name);

/* Writes name.der and name.pem. */
void                    make_files         (const char             *folder,
                                            const char             *name,
                                            RailCertificate        *certificate);

/* Runs a program to its end, which must be a success; the first gives back all that it wrote. */
#define make_output(folder, ...) \
  make_output_checked (rail_test_run (folder, &make_last_output, __VA_ARGS__, NULL))
#define make_success(folder, ...) g_free (make_output (folder, __VA_ARGS__))
extern char            *make_last_output;
char                   *make_output_checked (int                    status);

G_END_DECLS
