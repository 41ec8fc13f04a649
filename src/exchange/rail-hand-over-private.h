/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-hand-over.h"

G_BEGIN_DECLS

/* What a planned file will contain. */
typedef enum
{
  RAIL_CONTENT_CERTIFICATE,       /* DER */
  RAIL_CONTENT_KEY,               /* PEM, PKCS #8, not encrypted */
  RAIL_CONTENT_REVOCATION_LIST,   /* DER, signed when written */
} RailContent;

RailHandOverFile *rail_hand_over_file_new         (RailContent       content,
                                                   const char       *path,
                                                   RailEntry        *entry,
                                                   RailCertificate  *certificate,
                                                   char             *description);
RailContent       rail_hand_over_file_get_content (RailHandOverFile *self);
RailEntry        *rail_hand_over_file_get_entry   (RailHandOverFile *self);
RailCertificate  *rail_hand_over_file_get_certificate (RailHandOverFile *self);

/* For the plans of the targets. */
RailEntry        *rail_hand_over_get_certificate  (RailHandOver     *self);
RailEntry        *rail_hand_over_get_server       (RailHandOver     *self);
GPtrArray        *rail_hand_over_get_authorities  (RailHandOver     *self,
                                                   RailEntry        *entry,
                                                   GPtrArray       **out_certificates,
                                                   GError          **error);
void              rail_hand_over_add_folder       (RailHandOver     *self,
                                                   const char       *path,
                                                   gboolean          is_private);
void              rail_hand_over_add_file         (RailHandOver     *self,
                                                   RailContent       content,
                                                   const char       *folder,
                                                   const char       *name,
                                                   RailEntry        *entry,
                                                   RailCertificate  *certificate,
                                                   char             *description);

void              rail_hand_over_remove_file      (RailHandOver     *self,
                                                   const char       *folder,
                                                   const char       *name);

gboolean          rail_hand_over_uaexpert_accepts (RailEntry        *entry,
                                                   gboolean          as_server);
gboolean          rail_hand_over_plan_uaexpert    (RailHandOver     *self,
                                                   GError          **error);

G_END_DECLS
