/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-file-set.h"
#include "rail-hand-over.h"

G_BEGIN_DECLS

/* What a planned file will contain. A further one is a further row in rail-hand-over-content.c. */
typedef enum
{
  RAIL_CONTENT_CERTIFICATE,           /* DER */
  RAIL_CONTENT_CERTIFICATE_PEM,
  RAIL_CONTENT_CHAIN_PEM,             /* all of “chain”, in its order */
  RAIL_CONTENT_PKCS7,                 /* all of “chain”, DER */
  RAIL_CONTENT_KEY,                   /* PEM, PKCS #8, not encrypted */
  RAIL_CONTENT_PKCS12,                /* certificate, key and all of “chain”, under the plan's password */
  RAIL_CONTENT_REVOCATION_LIST,       /* DER, signed when written */
  RAIL_CONTENT_REVOCATION_LIST_PEM,   /* one of each of “authorities” for the certificate in “chain”, or of “entry” */
  RAIL_CONTENT_TEXT,                  /* made by the plan */
} RailContent;

/* What files are made of: a copy that a worker may have. */
typedef struct
{
  RailProject    *project;
  RailSecret     *password;           /* (nullable): none, or empty: the project's name, if the target allows that */
  RailPkcs12Form  form;
  gboolean        empty_is_project_name;
} RailHandOverSource;

void              rail_hand_over_source_clear (RailHandOverSource *self);

RailHandOverFile *rail_hand_over_file_new         (RailContent       content,
                                                   const char       *path,
                                                   RailEntry        *entry,
                                                   RailCertificate  *certificate,
                                                   char             *description);
RailContent       rail_hand_over_file_get_content (RailHandOverFile *self);
RailEntry        *rail_hand_over_file_get_entry   (RailHandOverFile *self);
RailCertificate  *rail_hand_over_file_get_certificate (RailHandOverFile *self);
void              rail_hand_over_file_set_chain   (RailHandOverFile *self,
                                                   GPtrArray        *authorities,
                                                   GPtrArray        *certificates);
GPtrArray        *rail_hand_over_file_get_chain   (RailHandOverFile *self);
GPtrArray        *rail_hand_over_file_get_authorities (RailHandOverFile *self);
void              rail_hand_over_file_set_text    (RailHandOverFile *self,
                                                   GBytes           *text,
                                                   gboolean          is_program);
GBytes           *rail_hand_over_file_get_text    (RailHandOverFile *self);
gboolean          rail_hand_over_file_is_program  (RailHandOverFile *self);
void              rail_hand_over_file_set_renewed (RailHandOverFile *self);
gboolean          rail_hand_over_file_is_renewed  (RailHandOverFile *self);

/* rail-hand-over-content.c */
gboolean          rail_hand_over_file_add_to      (RailHandOverFile         *self,
                                                   const RailHandOverSource *source,
                                                   RailFileSet              *set,
                                                   const char               *path,
                                                   GError                  **error);
GBytes           *rail_hand_over_file_make        (RailHandOverFile         *self,
                                                   const RailHandOverSource *source,
                                                   GError                  **error);

gboolean          rail_hand_over_add_to_set       (RailHandOver     *self,
                                                   RailHandOverFile *file,
                                                   RailFileSet      *set,
                                                   const char       *path,
                                                   GError          **error);

/* For the plans of the targets. */
RailProject      *rail_hand_over_get_project      (RailHandOver     *self);
RailEntry        *rail_hand_over_get_certificate  (RailHandOver     *self);
RailEntry        *rail_hand_over_get_server       (RailHandOver     *self);
void              rail_hand_over_add_folder       (RailHandOver     *self,
                                                   const char       *path,
                                                   gboolean          is_private);
RailHandOverFile *rail_hand_over_add_file         (RailHandOver     *self,
                                                   RailContent       content,
                                                   const char       *folder,
                                                   const char       *name,
                                                   RailEntry        *entry,
                                                   RailCertificate  *certificate,
                                                   char             *description);
void              rail_hand_over_remove_file      (RailHandOver     *self,
                                                   const char       *folder,
                                                   const char       *name);

/* rail-hand-over-chain.c */
gboolean          rail_hand_over_check_status     (RailHandOver     *self,
                                                   RailEntry        *entry,
                                                   GError          **error);
gboolean          rail_hand_over_check_key        (RailHandOver     *self,
                                                   RailEntry        *entry,
                                                   GError          **error);
GPtrArray        *rail_hand_over_get_authorities  (RailHandOver     *self,
                                                   RailEntry        *entry,
                                                   GPtrArray       **out_certificates,
                                                   GError          **error);
gboolean          rail_hand_over_has_list         (RailHandOver     *self,
                                                   RailEntry        *authority,
                                                   RailCertificate  *certificate);
gboolean          rail_hand_over_have_lists       (RailHandOver     *self,
                                                   GPtrArray        *authorities,
                                                   GPtrArray        *certificates);
const char       *rail_hand_over_get_name         (RailEntry        *entry);

/* The rows of the table of targets: whom they take, and what they get. */
gboolean          rail_hand_over_accepts_uaexpert   (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_opcua      (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_tls_server (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_tls_client (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_tia        (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_windows    (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_browser    (RailEntry *entry, gboolean as_partner);
gboolean          rail_hand_over_accepts_linux      (RailEntry *entry, gboolean as_partner);

gboolean          rail_hand_over_plan_opcua         (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_tls_server    (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_tls_client    (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_tia           (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_windows       (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_browser       (RailHandOver *self, GError **error);
gboolean          rail_hand_over_plan_linux         (RailHandOver *self, GError **error);

G_END_DECLS
